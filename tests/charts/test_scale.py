"""Scales: in order, in bounds, whatever the data."""

from hypothesis import example, given
from hypothesis import strategies as st

from vigie.charts.panel import Panel
from vigie.charts.scale import Linear, Slots, from_zero, without_outliers

numbers = st.floats(allow_nan=False, allow_infinity=False)
values = st.lists(st.one_of(st.none(), numbers), max_size=40)


@given(values=values, first=numbers, second=numbers)
@example(values=[5e-324], first=0.0, second=5e-324)
@example(values=[-1.7e308, 1.7e308], first=0.0, second=1.0)
def test_a_larger_figure_never_stands_lower(
    values: list[float | None], first: float, second: float
) -> None:
    scale = Linear(*from_zero(values), 0, 100)
    low, high = sorted((first, second))
    assert 0 <= scale(low) <= scale(high) <= 100


@given(values=values)
def test_nought_and_every_value_are_inside(values: list[float | None]) -> None:
    low, high = from_zero(values)
    assert low <= 0 <= high
    assert low < high
    assert all(low <= value <= high for value in values if value is not None)


@given(values=values, cap=st.floats(0.01, 1e6))
def test_a_panel_keeps_its_marks_and_their_labels_inside(
    values: list[float | None], cap: float
) -> None:
    panel = Panel.around(values, 20, 60, cap)
    for value in (0, *(v for v in values if v is not None)):
        assert panel.top <= panel.y(value) <= panel.bottom
        if value > 0 and panel.scale.high > 0:
            assert panel.y(value) - 11 >= panel.top


@given(count=st.integers(0, 400))
def test_slots_never_leave_the_chart(count: int) -> None:
    slots = Slots(count)
    assert slots.at(count - 1 if count else 0, 1) <= 100 + 1e-9


def test_one_freak_does_not_crush_the_others() -> None:
    assert without_outliers([0.02, 0.03, -0.05, 6.0]) == 0.05
    assert without_outliers([None, 0, 3.0]) == 3.0
    assert without_outliers([]) == 1.0
