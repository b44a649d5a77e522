"""Whatever the data, the figures in a chart's sentence are figures of its data."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.charts.cohort import SMALLEST, Cohort, CohortRow
from vigie.charts.crossed import Series
from vigie.charts.curves import Curves
from vigie.charts.message import say
from vigie.charts.multiples import Multiples
from vigie.charts.scatter import Scatter, ScatterPoint
from vigie.charts.stacked import Stacked
from vigie.kit.formats import Formatter, Unit
from vigie.kit.periods import Grain, shift

EN = Formatter("en")
STARTS = tuple(shift(date(2025, 1, 1), Grain.MONTH, i) for i in range(4))
amounts = st.one_of(st.none(), st.integers(0, 10**7))
members = st.lists(
    st.tuples(st.lists(amounts, min_size=4, max_size=4), st.lists(amounts, min_size=4, max_size=4)),
    max_size=5,
)


def crossed(kind: Any, held: Any, partial: bool) -> Any:
    series = tuple(
        Series(f"M{'abcde'[i]}", tuple(now), tuple(before)) for i, (now, before) in enumerate(held)
    )
    return kind("Revenue", "Channel", Unit.CURRENCY, Grain.MONTH, STARTS, series, partial)


def money(sentence: str | None) -> set[str]:
    return set(re.findall(r"€\d[\d,]*(?:\.\d+)?[KMB]?", sentence or ""))


def shares(sentence: str | None) -> set[str]:
    return set(re.findall(r"\d+%", sentence or ""))


@given(held=members, partial=st.booleans())
@settings(max_examples=80, deadline=None)
def test_curves_name_the_first_of_a_whole_period_with_its_own_figure(
    held: Any, partial: bool
) -> None:
    chart = crossed(Curves, held, partial)
    said = say(chart, EN)
    whole = range(4 - partial)
    known = {
        EN.compact(now[i], Unit.CURRENCY) for now, _ in held for i in whole if now[i] is not None
    }
    assert money(said) <= known
    assert "to date" not in (said or "")


@given(held=members, partial=st.booleans())
@settings(max_examples=80, deadline=None)
def test_stacks_tell_shares_that_parts_really_have(held: Any, partial: bool) -> None:
    chart = crossed(Stacked, held, partial)
    assert shares(say(chart, EN)) <= set(_all_shares(held))


def _all_shares(held: Any) -> Iterator[str]:
    for i in range(4):
        whole = sum(now[i] or 0 for now, _ in held)
        for now, _ in held:
            if whole:
                yield EN.percent(Decimal(now[i] or 0) / whole, 0)


@given(held=members, partial=st.booleans())
@settings(max_examples=80, deadline=None)
def test_multiples_count_who_has_grown_over_the_same_periods(held: Any, partial: bool) -> None:
    chart = crossed(Multiples, held, partial)
    said = say(chart, EN) or ""
    gaps = [gap for now, before in held if (gap := _gap(now, before)) is not None]
    if found := re.match(r"(\d+) of (\d+) have grown", said):
        assert int(found[1]) == sum(gap > 0 for gap in gaps)
        assert int(found[2]) == len(gaps)
        assert EN.variance(min(gaps), Unit.CURRENCY) in said


def _gap(now: Any, before: Any) -> int | None:
    held, then = ([i for i, v in enumerate(side) if v is not None] for side in (now, before))
    return sum(now[i] - before[i] for i in held) if held and held == then else None


points = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10**6)), max_size=20)


@given(held=points)
@settings(max_examples=80, deadline=None)
def test_a_scatter_names_somebody_with_both_their_figures(held: Any) -> None:
    people = tuple(ScatterPoint(f"P{chr(97 + i)}", x, y) for i, (x, y) in enumerate(held))
    chart = Scatter("Rep", "Visits", Unit.COUNT, "Revenue", Unit.CURRENCY, people)
    if found := re.match(r"(P\w) is far", say(chart, EN) or ""):
        named = next(point for point in people if point.name == found[1])
        said = say(chart, EN) or ""
        assert f"Revenue {EN.compact(named.y, Unit.CURRENCY)} at" in said
        assert f"Visits {EN.compact(named.x, Unit.COUNT)}," in said


sizes = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@given(sizes=sizes, kept=st.integers(0, 100), partial=st.booleans())
@settings(max_examples=80, deadline=None)
def test_cohorts_tell_the_share_of_all_who_could_be_there(
    sizes: list[int], kept: int, partial: bool
) -> None:
    count = len(sizes)
    rows = tuple(
        CohortRow(str(i), size, (size * kept // 100,) * (count - i), partial=partial)
        for i, size in enumerate(sizes)
    )
    said = say(Cohort("Customers", "First", "New", rows), EN)
    settled = [row for row in rows if row.settled >= 1]
    together = sum(row.size for row in settled if isinstance(row.size, int))
    if said is None:
        return
    assert together >= SMALLEST
    back = sum(size * kept // 100 for size, row in zip(sizes, rows, strict=True) if row in settled)
    assert EN.percent(Decimal(back) / together, 0) in said
