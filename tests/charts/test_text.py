"""Label placement: nothing overlaps, nothing leaves the chart, at any width."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.charts.text import OVERHANG, WIDTHS, Label, Placed, place, strides, width

labels = st.builds(
    Label,
    text=st.text(alphabet="0123456789 ,−+abcdefghijklmWMÉ€%\u202f", min_size=1, max_size=18),
    x=st.floats(0, 100),
    y=st.floats(0, 300),
    anchor=st.sampled_from(["start", "middle", "end"]),
    size=st.sampled_from([10, 11, 13]),
)
tiers = st.lists(st.lists(labels, max_size=8), max_size=10)


def overlap(one: Placed, other: Placed, chart_width: float) -> bool:
    a, b = one.label.box(chart_width), other.label.box(chart_width)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(tiers=tiers, stretch=st.floats(1, 4))
def test_labels_that_show_at_a_width_never_overlap_there_or_wider(
    tiers: list[list[Label]], stretch: float
) -> None:
    placed = place(tiers)
    for chart_width in WIDTHS:
        shown = [p for p in placed if p.from_width <= chart_width]
        for one, other in combinations(shown, 2):
            assert not overlap(one, other, chart_width * stretch)


@given(tiers=tiers)
def test_labels_stay_in_the_chart(tiers: list[list[Label]]) -> None:
    for p in place(tiers):
        left, _, right, _ = p.label.box(p.from_width)
        assert left >= -OVERHANG
        assert right <= p.from_width + OVERHANG


@given(tiers=tiers)
def test_a_tier_shows_whole_or_not_at_all(tiers: list[list[Label]]) -> None:
    placed = {id(p.label): p.from_width for p in place(tiers)}
    for tier in tiers:
        assert len({placed.get(id(label)) for label in tier}) <= 1


def test_the_more_important_tier_wins() -> None:
    first, second = Label("1 204", 50, 20), Label("1 190", 51, 20)
    assert [p.label for p in place([[first], [second]])] == [first]


def test_what_fits_only_in_a_wide_chart_says_so() -> None:
    close = [Label("janv.", 50, 20), Label("févr.", 56, 20)]
    assert {p.from_width for p in place([close])} == {480}


def test_words_must_fit_the_bar_that_holds_them() -> None:
    assert [p.from_width for p in place([[Label("402", 50, 20, room=4)]])] == [720]


@pytest.mark.parametrize("steps", [(1, 3, 6, 12), (1, 2, 4, 8)])
@given(count=st.integers(0, 200))
def test_strides_hold_every_index_once_and_begin_with_the_last(
    steps: tuple[int, ...], count: int
) -> None:
    found = strides(count, steps)
    assert sorted(i for tier in found for i in tier) == list(range(count))
    assert not count or found[0][0] == count - 1


def test_widths_are_those_that_a_browser_measured() -> None:
    """Inter at 100 px in Chromium, digits tabular."""
    for words, measured in {
        "Auvergne-Rhône-Alpes": 1151,
        "Pays de la Loire": 743,
        "N.-Aquitaine": 608,
        "1\u202f204": 273,
        "+8,8 %": 346,
        "sept. 2026": 518,
        "ΔN−1 k€": 418,
    }.items():
        assert width(words, 100) == pytest.approx(measured, rel=0.08)
