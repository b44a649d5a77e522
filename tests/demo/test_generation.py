"""The same company every time, whatever its size."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from vigie.demo.company import generate
from vigie.demo.randomness import Seeds
from vigie.demo.sink import Sink
from vigie.kit.errors import Invalid
from vigie.kit.i18n import Text
from vigie.model.loader import load_model

from .conftest import UNTIL
from .generated import Files


def prints(directory: Path) -> dict[str, str]:
    return {
        str(file.relative_to(directory)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(directory.rglob("*.parquet"))
    }


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the files of a fiftieth of the company look like."""
    directory = tmp_path_factory.mktemp("tiny")
    generate(directory, until=UNTIL, scale=0.02)
    return prints(directory)


def test_the_same_arguments_give_the_same_bytes(tiny: dict[str, str], tmp_path: Path) -> None:
    generate(tmp_path, until=UNTIL, scale=0.02)
    assert prints(tmp_path) == tiny
    assert set(tiny) == {f"{table}.parquet" for table in load_model().tables}


def test_another_seed_is_another_company(tiny: dict[str, str], tmp_path: Path) -> None:
    generate(tmp_path, until=UNTIL, seed=1, scale=0.02)
    other = prints(tmp_path)
    assert tiny["sales_order_line.parquet"] != other["sales_order_line.parquet"]
    assert tiny["calendar_date.parquet"] == other["calendar_date.parquet"]


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2026, 11, 22), date(2027, 1, 1)])
def test_any_day_can_be_the_last(tmp_path: Path, until: date) -> None:
    manifest = generate(tmp_path, until=until, scale=0.02)
    assert set(manifest.rows) == set(load_model().tables)
    assert min(manifest.rows.values()) > 0


def test_concerns_do_not_share_their_chance() -> None:
    seeds = Seeds(32)
    draws = {
        tuple(seeds.stream(*name).integers(0, 1_000, 4))
        for name in (("orders", 0), ("orders", 1), ("payments", 0))
    }
    assert len(draws) == 3


def test_the_default_company_has_the_announced_size(company: Files) -> None:
    rows = company.sizes
    assert 140_000 < rows["sales_order_line"] < 170_000
    assert 140_000 < rows["invoice_line"] < 170_000
    assert company.count("account WHERE is_customer") == 1_500
    assert company.count("sales_rep WHERE role IN ('rep', 'inside')") == 12
    assert company.count("(SELECT DISTINCT region FROM account WHERE country_code = 'FR') r") == 13
    yearly = company.value("SELECT sum(net_amount) / 3 FROM invoice")
    assert 40_000_000 < yearly < 55_000_000
    margin = company.value("SELECT 1 - sum(cost_amount) / sum(net_amount) FROM invoice")
    assert 0.27 < margin < 0.30


def test_progress_is_told_up_to_the_last_day(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []

    def listen(stage: Text, done: int, total: int | None) -> None:
        told.append((done, total))

    generate(tmp_path, until=UNTIL, scale=0.02, lines_per_part=1_000, progress=listen)
    assert len(told) == 3
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_column_that_the_model_lacks_is_refused(tmp_path: Path) -> None:
    sink = Sink(tmp_path, load_model())
    with pytest.raises(Invalid, match="did you mean name"):
        sink.write("channel", {"nam": ["Web"]})


def test_money_never_passes_through_a_float(tmp_path: Path) -> None:
    sink = Sink(tmp_path, load_model())
    with pytest.raises(Invalid, match="whole cents"):
        sink.write("invoice", {"net_amount": np.array([1.5])})
