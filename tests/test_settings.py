from pathlib import Path

import pytest

from vigie.kit.errors import Invalid
from vigie.settings import Settings, load_settings


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "vigie.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_settings_read_back_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings('L\'"Éclair" \\ fils', "GBP", "en", "Europe/London", 4, "orders")
    assert load_settings(written(tmp_path, settings.to_toml())) == settings


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
