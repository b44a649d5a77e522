"""Small charts whose markup was read and looked at, kept stroke by stroke.

After a change that is meant, look at `python -m vigie.charts.gallery`, then let
`VIGIE_KEEP_GOLDEN=1 pytest tests/charts/test_golden.py` keep the new ones.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from vigie.charts.bridge import Bridge, BridgeStep, bridge
from vigie.charts.columns import Columns, TimeColumn, columns
from vigie.charts.funnel import Funnel, FunnelStep, funnel
from vigie.charts.ranking import Ranking, RankingRow, ranking
from vigie.charts.scenario import Scenario
from vigie.charts.spark import Spark, spark
from vigie.charts.tile import Figure, Variance, figure, variance
from vigie.kit.formats import Formatter, Unit
from vigie.kit.periods import Grain

GOLDEN = Path(__file__).parent / "golden"
EN, FR = Formatter("en"), Formatter("fr")


def _columns() -> Markup:
    points = (
        TimeColumn(date(2025, 12, 1), 812_000, 790_000, 800_000, href="/?month=2025-12"),
        TimeColumn(date(2026, 1, 1), 705_000, 860_000, None),
        TimeColumn(date(2026, 2, 1), 402_000, 431_000, forecast=950_000, partial=True),
    )
    return columns(Columns("Revenue", Unit.CURRENCY, Grain.MONTH, points), EN)


def _ranking() -> Markup:
    rows = (
        RankingRow("Bretagne", 934_000, 871_000, 900_000, href="/?region=53", selected=True),
        RankingRow("Corse", -1_000, 52_000, note="3 avoirs"),
        RankingRow("Inconnue", None),
    )
    total = RankingRow("Total", 933_000, 923_000)
    return ranking(Ranking("CA", "Région", Unit.CURRENCY, rows, total=total), FR)


def _funnel() -> Markup:
    steps = (FunnelStep("Visits", 200, previous=180), FunnelStep("Orders", 30, 12_000))
    return funnel(Funnel("Leads", "Stage", Unit.COUNT, steps, "Amount"), EN)


def _bridge() -> Markup:
    steps = (BridgeStep("Price", 120), BridgeStep("Volume", -300))
    return bridge(Bridge("CA", Unit.COUNT, "2025", 1000, steps, "2026", Scenario.PL), FR)


def _tile() -> Markup:
    change = Variance("vs 2025", 110, 120, Unit.DAYS)
    return figure(Figure(110, Unit.DAYS), EN) + variance(change, EN) + spark(Spark((1, None, 3, 2)))


@pytest.mark.parametrize("draw", [_columns, _ranking, _funnel, _bridge, _tile])
def test_the_drawing_is_the_one_that_was_reviewed(draw: Callable[[], Markup]) -> None:
    path = GOLDEN / f"{draw.__name__.strip('_')}.html"
    drawn = str(draw()).replace("><", ">\n<") + "\n"
    if os.environ.get("VIGIE_KEEP_GOLDEN"):
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")
