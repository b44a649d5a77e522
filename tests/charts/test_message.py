"""The sentence of a chart is true of its data, or is not said."""

from dataclasses import replace
from datetime import date

import pytest

from vigie.charts.bridge import Bridge, BridgeStep
from vigie.charts.bullet import BulletRow, Bullets
from vigie.charts.columns import Columns, TimeColumn, columns
from vigie.charts.funnel import Funnel, FunnelStep
from vigie.charts.lines import Lines, TimePoint
from vigie.charts.map import Place, RegionMap
from vigie.charts.message import say
from vigie.charts.ranking import Ranking, RankingRow
from vigie.charts.scenario import Direction, Scenario
from vigie.kit.formats import Formatter, Number, Unit
from vigie.kit.periods import Grain, shift

EN = Formatter("en")


def months(
    *figures: tuple[Number | None, Number | None],
    unit: Unit = Unit.CURRENCY,
    reference: Scenario = Scenario.PY,
    partial: bool = False,
) -> Columns:
    points = tuple(
        TimeColumn(
            shift(date(2026, 1, 1), Grain.MONTH, i),
            actual,
            base if reference is Scenario.PY else None,
            base if reference is Scenario.PL else None,
            partial=partial and i == len(figures) - 1,
        )
        for i, (actual, base) in enumerate(figures)
    )
    return Columns("Revenue", unit, Grain.MONTH, points, reference=reference)


@pytest.mark.parametrize(
    ("chart", "sentence"),
    [
        (months((103_000, 100_000)), "Jan 2026: €103K, 3.0% above the previous year."),
        (months((97, 100), reference=Scenario.PL), "Jan 2026: €97.0, 3.0% below plan."),
        (months((100, 100)), "Jan 2026: €100, level with the previous year."),
        (months((100, None)), "Jan 2026: €100."),
        (months((100, 0)), "Jan 2026: €100."),
        (
            months((40, 100), partial=True),
            "Jan 2026 to date: €40.0, 60.0% below the previous year.",
        ),
        (
            months((0.30, 0.28), unit=Unit.RATIO),
            "Jan 2026: 30.0%, 2.0\u00a0pts above the previous year.",
        ),
        (months((None, 100)), None),
        (months(), None),
    ],
)
def test_columns_tell_the_last_period(chart: Columns, sentence: str | None) -> None:
    assert say(chart, EN) == sentence


def test_columns_tell_a_streak() -> None:
    said = say(months((110, 100), (90, 100), (80, 100), (70, 100)), EN)
    assert said is not None
    assert said.endswith("3 periods in a row below the previous year.")


def test_columns_tell_a_record_but_never_of_a_running_period() -> None:
    figures: list[tuple[Number | None, Number | None]] = [(i, None) for i in range(1, 8)]
    assert "The highest of 7 periods." in (say(months(*figures), EN) or "")
    assert "highest" not in (say(months(*figures, partial=True), EN) or "")


def ranked(*rows: tuple[str, Number | None, Number | None], total: bool = False) -> Ranking:
    whole = None
    if total:
        whole = RankingRow(
            "Total", sum(v for _, v, _ in rows if v), sum(p for _, _, p in rows if p)
        )
    found = tuple(RankingRow(*row) for row in rows)
    return Ranking("Revenue", "Region", Unit.CURRENCY, found, total=whole)


def test_a_ranking_shares_out_only_what_it_knows_the_total_of() -> None:
    rows = (("North", 300, 200), ("South", 100, 90))
    assert say(ranked(*rows), EN) == "North leads with €300. Largest move: North (+€100)."
    assert say(ranked(*rows, total=True), EN) == (
        "North leads with €300, 75% of the total. Largest share of the change: North, 91% (+€100)."
    )


def test_a_share_beyond_the_whole_change_is_not_called_a_share() -> None:
    said = say(ranked(("North", 300, 100), ("South", 100, 250), total=True), EN) or ""
    assert "Largest move: North (+€200)." in said


def test_one_row_or_none_says_nothing() -> None:
    assert say(ranked(("North", 1, None)), EN) is None
    assert say(ranked(), EN) is None


def test_a_funnel_tells_its_narrowest_step() -> None:
    steps = (FunnelStep("Leads", 100), FunnelStep("Quotes", 20), FunnelStep("Orders", 10))
    assert say(Funnel("Deals", "Stage", Unit.COUNT, steps), EN) == (
        "10.0% of Leads reach Orders. The narrowest step is from Leads to Quotes: 20%."
    )


def test_a_bridge_tells_its_largest_cause() -> None:
    steps = (BridgeStep("Price", 20), BridgeStep("Volume", -50), BridgeStep("Mix", None))
    assert say(Bridge("Revenue", Unit.COUNT, "2025", 100, steps, "2026"), EN) == (
        "2026: 70, −30 against 2025; Volume weighs most (−50)."
    )


def test_bullets_count_who_is_there() -> None:
    rows = (BulletRow("Ann", 120, 100), BulletRow("Bob", 50, 100), BulletRow("New", None, 100))
    assert say(Bullets("Revenue", "Rep", Unit.COUNT, rows), EN) == (
        "1 of 2 have reached their target; Bob is furthest from it (50%)."
    )
    assert say(Bullets("Revenue", "Rep", Unit.COUNT, (rows[0], rows[0])), EN) == (
        "All 2 have reached their target."
    )


def test_lines_tell_the_pace_and_the_landing() -> None:
    points = (TimePoint(date(2026, 1, 1), 110, 90, 100), TimePoint(date(2026, 2, 1), forecast=230))
    assert say(Lines("Revenue", Unit.COUNT, Grain.MONTH, points), EN) == (
        "Jan 2026: 110, 10.0% above plan. Forecast for Feb 2026: 230."
    )


def test_a_map_tells_how_few_places_make_half() -> None:
    places = (Place("A", 60), Place("B", 30), Place("C", 10))
    assert say(RegionMap("Revenue", Unit.COUNT, places), EN) == (
        "A leads with 60, 60% of the total."
    )
    even = tuple(Place(name, 25) for name in "ABCD")
    assert say(RegionMap("Revenue", Unit.COUNT, even), EN) == (
        "A leads with 25; the first 2 of 4 make 50% of the total."
    )
    rates = tuple(Place(p.name, p.value) for p in places)
    assert say(RegionMap("Rate", Unit.DAYS, rates), EN) == "A leads with 60.0\u00a0d."
    assert say(RegionMap("Delay", Unit.DAYS, rates, Direction.DOWN), EN) is None


def test_a_previous_period_is_never_called_a_year() -> None:
    chart = replace(months((110, 100), (120, 100), (130, 100)), reference=Scenario.PP)
    assert say(chart, EN) == "Mar 2026: €130, 30.0% above the earlier period."
    assert "year" not in columns(chart, EN)
