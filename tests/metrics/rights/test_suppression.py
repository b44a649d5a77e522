"""What is withheld does not follow from what is shown, however one subtracts."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.metrics.rights.suppression import Cells, Place, is_small, parted, withheld

A, B, C, D, E, F = (frozenset({one}) for one in "ABCDEF")


def test_a_figure_of_one_is_withheld_and_so_is_what_would_give_it_away() -> None:
    # Three regions, at least three colleagues. The total of all six is known: the north alone
    # would follow from it. With the east together, five stand behind what is not shown.
    cells: Cells = {("north",): A, ("east",): A | B | C | D, ("west",): B | C | D | E | F}
    assert withheld(cells, 3) == {("north",), ("east",)}


def test_nothing_is_withheld_where_there_are_enough() -> None:
    assert withheld({("north",): A | B | C, ("south",): D | E | F}, 3) == frozenset()


def test_a_total_of_too_few_is_withheld_and_a_figure_of_nobody_is_not() -> None:
    assert withheld({(): A | B}, 3) == {()}
    assert withheld({(): frozenset()}, 3) == frozenset()


def test_two_that_are_too_few_together_take_a_third_with_them() -> None:
    # Subtraction gives the two small ones together: still only A and B.
    cells: Cells = {("n",): A, ("e",): B, ("w",): C | D | E, ("s",): C | D | E | F}
    assert withheld(cells, 3) == {("n",), ("e",), ("w",)}


def test_in_a_table_neither_rows_nor_columns_give_it_away() -> None:
    many = A | B | C | D
    cells: Cells = dict.fromkeys(product("nsw", (1, 2, 3)), many) | {("n", 1): A}
    hidden = withheld(cells, 3)
    assert ("n", 1) in hidden
    assert len({r for r, _ in hidden}) >= 2
    assert len({m for _, m in hidden}) >= 2
    assert len(hidden) < len(cells)


people = st.frozensets(st.sampled_from("ABCDEFG"), max_size=7)


@st.composite
def tables(draw: st.DrawFn) -> Cells:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=2))
    places = list(product(*(range(size) for size in sizes)))
    return {place: draw(people) for place in places}


@given(cells=tables(), least=st.integers(2, 4))
def test_no_withheld_figure_follows_from_totals_and_what_is_shown(cells: Cells, least: int) -> None:
    hidden = withheld(cells, least)
    small = {place for place, behind in cells.items() if is_small(behind, least)}
    assert small <= hidden
    totals = list(shown_totals(cells, least))
    for place in small:
        assert not follows(place, sorted(hidden), totals), (place, hidden)
    for line in totals:
        # All that is withheld of a line is told together by its total.
        together = frozenset().union(*(cells[place] for place in line & hidden))
        assert not is_small(together, least), (line, hidden)


@given(cells=tables(), least=st.integers(2, 4), data=st.data())
def test_no_withheld_figure_follows_from_many_questions_with_filters(
    cells: Cells, least: int, data: st.DataObject
) -> None:
    """However members are chosen, one question after the other, all answers may be subtracted."""
    hidden = sorted(withheld(cells, least))
    small = {place for place, behind in cells.items() if is_small(behind, least)}
    answers = list(shown_totals(cells, least))
    heads = data.draw(st.integers(0, len(next(iter(cells)))))
    for _ in range(data.draw(st.integers(1, 6))):
        chosen = data.draw(st.frozensets(st.sampled_from(sorted(cells))))
        refused = parted(cells, chosen, heads, least)
        for head in {place[:heads] for place in chosen} - refused:
            answers.append(frozenset(place for place in chosen if place[:heads] == head))
    for place in small:
        assert not follows(place, hidden, answers), (place, hidden, answers)


def test_a_filter_that_leaves_one_colleague_out_is_not_answered() -> None:
    cells: Cells = {("n",): A | B | C, ("e",): D, ("w",): A | B | C}
    # The east is one colleague's; the north goes with it, as the total is known.
    assert withheld(cells, 3) == {("n",), ("e",)}
    assert parted(cells, {("n",), ("w",)}, 0, 3) == {()}
    assert parted(cells, {("n",), ("e",)}, 0, 3) == frozenset()
    assert parted(cells, {("w",)}, 0, 3) == frozenset()


def shown_totals(cells: Cells, least: int) -> Iterator[frozenset[Place]]:
    """Every margin that an answer with fewer dimensions shows."""
    for along in range(len(next(iter(cells)))):
        lines: dict[Place, set[Place]] = {}
        for place in cells:
            head = tuple(v for i, v in enumerate(place) if i != along)
            lines.setdefault(head, set()).add(place)
        margin = {h: frozenset().union(*(cells[p] for p in line)) for h, line in lines.items()}
        closed = withheld(margin, least)
        yield from (frozenset(line) for head, line in lines.items() if head not in closed)


def follows(place: Place, hidden: list[Place], totals: list[frozenset[Place]]) -> bool:
    """Whether a combination of totals gives the cell alone: the unit vector is in their span."""
    rows = [[Fraction(one in line) for one in hidden] for line in totals]
    unit = [Fraction(one == place) for one in hidden]
    return rank(rows) == rank([*rows, unit])


def rank(rows: list[list[Fraction]]) -> int:
    rows, found = [row[:] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(len(rows)):
            if r != found and rows[r][column]:
                factor = rows[r][column] / rows[found][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


@pytest.mark.parametrize("count", [500])
def test_a_large_answer_with_many_small_cells_is_withheld_whole(count: int) -> None:
    cells: Cells = {(i,): frozenset({str(i % 5)}) for i in range(count)}
    assert withheld(cells, 3) == set(cells)
