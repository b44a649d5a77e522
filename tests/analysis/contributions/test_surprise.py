"""Which dimension tells most."""

import pytest

from vigie.analysis.contributions.surprise import Moves, surprises


def moves(*pairs: tuple[float, float], unfilled: int | None = None) -> Moves:
    return Moves([after - before for before, after in pairs], list(pairs), unfilled)


EVEN = moves((100, 110), (200, 220), (50, 55))
ONE_FELL = moves(*[(100, 101)] * 9, (100, 20))


def test_members_that_grow_alike_tell_nothing() -> None:
    assert EVEN.distances == pytest.approx([0, 0, 0])
    assert surprises([EVEN]) == [0]


def test_the_dimension_where_one_member_fell_tells_most() -> None:
    told = surprises([EVEN, ONE_FELL])
    assert told[1] > told[0]


def test_noise_of_many_members_does_not_beat_one_that_fell() -> None:
    noise = moves(*((100.0, 100.0 + (-1) ** n * (n % 7)) for n in range(200)))
    told = surprises([noise, ONE_FELL])
    assert told[1] > 10 * told[0]


def test_a_dimension_that_is_filled_differently_tells_of_its_filling() -> None:
    refilled = moves((900, 100), (50, 450), (50, 450), unfilled=0)
    assert refilled.is_refilled
    assert surprises([refilled]) == [0]


def test_concentration_is_the_part_of_the_largest_moves() -> None:
    assert moves((0, 6), (6, 0), (0, 3), (0, 3), (0, 2)).concentration == pytest.approx(15 / 20)
    assert moves((5, 5)).concentration == 0
    assert moves().distances == []
