"""What a reader must not misread: nearly all, nearly nothing, parts without a name."""

import re
from datetime import date
from decimal import Decimal

import pytest

from vigie.charts.bullet import BulletRow, Bullets, bullets
from vigie.charts.crossed import Series
from vigie.charts.ranking import Ranking, RankingRow, ranking
from vigie.charts.stacked import Stacked, stacked
from vigie.charts.tile import Figure, figure
from vigie.kit.formats import Formatter, Unit
from vigie.kit.periods import Grain

EN = Formatter("en")
MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))


@pytest.mark.parametrize(("value", "share"), [(997, "99.7%"), (999.9, "99.9%"), (1000, "100%")])
def test_what_falls_short_is_not_written_as_the_whole(value: float, share: str) -> None:
    rows = (BulletRow("Ann", Decimal(str(value)), Decimal(1000)),)
    drawn = bullets(Bullets("Revenue", "Salesperson", Unit.COUNT, rows), EN)

    assert f">{share}<" in drawn


def test_a_change_from_nought_is_no_bad_news() -> None:
    rows = (RankingRow("Ann", Decimal(16), Decimal(0)),)
    drawn = ranking(Ranking("Overdue", "Salesperson", Unit.COUNT, rows), EN)

    assert '<td class="figure share">–</td>' in drawn


@pytest.mark.parametrize(
    ("value", "read"), [("0.0456", "0.05"), ("0.334", "0.33"), ("7.25", "7.25")]
)
def test_a_small_number_is_read_in_hundredths(value: str, read: str) -> None:
    assert f">{read}<" in figure(Figure(Decimal(value), Unit.NUMBER), EN)


def parts(*names: str) -> str:
    series = tuple(Series(name, (Decimal(5),) * 12) for name in names)
    return stacked(Stacked("Revenue", "Channel", Unit.CURRENCY, Grain.MONTH, MONTHS, series), EN)


def test_short_parts_are_named_beside_the_columns_alone() -> None:
    assert "chart-legend" not in parts("North", "South")


def test_parts_that_find_no_room_on_a_phone_are_named_all_together() -> None:
    drawn = parts("North", "Commerciaux terrain")

    assert 'class="chart-legend below-480"' in drawn
    assert re.findall(r"part-name shade-\d s10([^\"]*)", drawn) == [" from-480"] * 2
