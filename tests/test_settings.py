from pathlib import Path

import pytest

from vigie.kit.errors import Invalid
from vigie.settings import Agreed, EngineSettings, Settings, load_settings, with_engine


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "vigie.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_settings_read_back_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings('L\'"Éclair" \\ fils', "GBP", "en", "Europe/London", 4, "orders")
    assert load_settings(written(tmp_path, settings.to_toml())) == settings


def test_an_engine_reads_back_as_it_was_written(tmp_path: Path) -> None:
    engine = EngineSettings("spark", "spark://master.example:7077", "/lake/vigie")
    settings = Settings(engine=engine)
    assert load_settings(written(tmp_path, settings.to_toml())) == settings


def test_the_memory_of_the_engine_reads_back_as_it_was_written(tmp_path: Path) -> None:
    settings = Settings(memory="500MB", engine=EngineSettings("spark"))
    assert load_settings(written(tmp_path, settings.to_toml())) == settings


def test_what_was_agreed_on_reads_back_as_it_was_written(tmp_path: Path) -> None:
    settings = Settings(agreed=Agreed(3, 180, 2, 36, 'the "market"'))
    assert load_settings(written(tmp_path, settings.to_toml())) == settings


def test_another_engine_leaves_the_rest_of_the_file_as_it_was() -> None:
    own = '# ours\n[engine]\nkind = "spark"\n\n[company]\nname = "Éclair"  # kept\n'
    moved = with_engine(own, EngineSettings("clickhouse", "http://host:8123/vigie"))
    kept = '# ours\n[company]\nname = "Éclair"  # kept\n'
    engine = '\n[engine]\nkind = "clickhouse"\nurl = "http://host:8123/vigie"\n'
    assert moved == kept + engine
    assert with_engine(moved, EngineSettings()) == kept


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, "")) == Settings()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[company]\ncurency = 'EUR'", "'company.curency' is not a setting; did you mean 'cur"),
        ("[company]\ncurrency = 'euros'", "'company.currency' cannot be 'euros'"),
        ("[company]\nfiscal_year_start = 13", "cannot be 13"),
        ("[company]\ntime_zone = 'Europe/Pariss'", "did you mean Europe/Paris"),
        ("[metrics]\nrevenue_basis = 'cash'", "'metrics.revenue_basis' cannot be 'cash'"),
        ("[metrics]\ncontact_limit = 0", "'metrics.contact_limit' cannot be 0"),
        ("[warehouse]\nmemory = 'much'", "'warehouse.memory' cannot be 'much'"),
        ("[company", "is not TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_mend(
    tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as caught:
        load_settings(written(tmp_path, content))
    assert sentence in str(caught.value)
    assert "vigie.toml" in str(caught.value)
