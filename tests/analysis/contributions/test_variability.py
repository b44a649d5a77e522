"""Signal or noise."""

import pytest

from vigie.analysis.contributions.result import Flag
from vigie.analysis.contributions.variability import FARTHEST, LEAST, SIGNAL, flags, habit

QUIET = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 0.0]


def test_too_few_changes_say_nothing_of_what_is_usual() -> None:
    assert habit([1.0] * (LEAST - 1)) is None


def test_a_change_far_from_the_usual_one_is_a_signal() -> None:
    usual = habit(QUIET)
    assert usual is not None
    far, near = (usual.score(change, times=1, width=1) for change in (10, 1))
    assert far is not None
    assert far > SIGNAL
    assert flags(far) == {Flag.SIGNAL}
    assert flags(near) == {Flag.USUAL}


def test_one_odd_month_does_not_hide_the_next() -> None:
    usual = habit([*QUIET * 3, 40.0])
    assert usual is not None
    score = usual.score(-40, times=1, width=1)
    assert score is not None
    assert score < -SIGNAL


def test_a_longer_period_moves_more() -> None:
    usual = habit([11.0, 9.0, 11.0, 9.0, 10.0, 11.0, 9.0])
    assert usual is not None
    # Four months that each add ten, as every month does.
    assert usual.score(40, times=4, width=2) == pytest.approx(0)


def test_what_never_moved_has_no_habits() -> None:
    usual = habit([0.0] * LEAST)
    assert usual is not None
    assert usual.score(5, times=1, width=1) is None
    assert flags(None) == frozenset()


def test_scores_end_somewhere() -> None:
    usual = habit(QUIET)
    assert usual is not None
    assert usual.score(1e9, times=1, width=1) == FARTHEST
