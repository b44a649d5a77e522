"""The usual line of a scatter: not turned by freaks, and silent where it knows too little."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.charts.message import say
from vigie.charts.scatter import Scatter, ScatterPoint
from vigie.charts.ticks import ticks
from vigie.charts.trend import FEWEST, usual
from vigie.kit.formats import Formatter, Unit

EN = Formatter("en")
LINE = [(float(x), 10.0 + 2 * x + (x % 3 - 1)) for x in range(12)]


def chart(*points: tuple[str, float | None, float | None]) -> Scatter:
    held = tuple(ScatterPoint(*point) for point in points)
    return Scatter("Rep", "Visits", Unit.COUNT, "Revenue", Unit.CURRENCY, held)


def test_one_freak_does_not_turn_the_line() -> None:
    line = usual([*LINE, (6.0, 500.0)])
    assert line is not None
    assert line.slope == pytest.approx(2, abs=0.2)
    assert line.stands_out((6.0, 500.0))
    assert not any(line.stands_out(place) for place in LINE)


def test_too_few_points_have_no_line() -> None:
    assert usual(LINE[: FEWEST - 1]) is None
    assert say(chart(("A", 1, 2), ("B", 2, 3)), EN) is None


def test_points_above_one_another_have_no_line() -> None:
    assert usual([(3.0, float(y)) for y in range(9)]) is None


def test_points_all_on_the_line_have_no_outlier() -> None:
    line = usual([(float(x), float(3 * x)) for x in range(9)])
    assert line is not None
    assert not line.stands_out((4.0, 12.1))


def test_the_sentence_names_the_furthest_with_its_own_figures() -> None:
    points = [(f"R{i}", x, y) for i, (x, y) in enumerate(LINE)]
    said = say(chart(*points, ("Roux", 6, 500)), EN)
    assert said == "Roux is far above the usual: Revenue €500 at Visits 6, usually €22.0."


def test_points_without_a_figure_are_left_out() -> None:
    found = chart(("A", None, 1), ("B", 2, None), ("C", 1, 1))
    assert [point.name for point in found.drawn] == ["C"]


numbers = st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e12, 1e12), st.none())


@given(values=st.lists(numbers, max_size=30))
def test_round_figures_hold_every_value(values: list[float | None]) -> None:
    found = ticks(values)
    assert 2 <= len(found) <= 8
    held = [Decimal(repr(value)) for value in values if value is not None]
    assert all(found[0] <= value <= found[-1] for value in held)
    assert len({b - a for a, b in pairwise(found)}) == 1
