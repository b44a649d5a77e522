"""Signal or noise: a change against the changes that the same member has had before."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from vigie.analysis.contributions.result import Flag

SIGNAL: Final = 3.0  # robust standard deviations; about one change in 400 by chance
FARTHEST: Final = 99.0  # a score says nothing more beyond
LEAST: Final = 6  # earlier changes, to say what is usual
_TO_SIGMA: Final = 1.4826  # median absolute deviation of a normal law → its standard deviation
_MEAN_TO_SIGMA: Final = 1.2533  # the same for the mean absolute deviation


@dataclass(frozen=True, slots=True)
class Habit:
    """How a member's figure usually moves from one bucket to the one it is compared with."""

    centre: float
    spread: float

    def score(self, change: float, *, times: float, width: float) -> float | None:
        """How many usual deviations `change` is away from the usual change.

        The change covers `times` buckets' usual changes, and varies `width` times as much as
        one. None where nothing has ever moved: what is new has no habits.
        """
        if not self.spread:
            return None
        score = (change - self.centre * times) / (self.spread * width)
        return max(-FARTHEST, min(FARTHEST, score))


def flags(score: float | None) -> frozenset[Flag]:
    """Whether a change is a signal; nothing where it cannot be said."""
    if score is None:
        return frozenset()
    return frozenset({Flag.SIGNAL if abs(score) >= SIGNAL else Flag.USUAL})


def habit(moves: Sequence[float]) -> Habit | None:
    """What is usual among `moves`; None where they are too few to say.

    The spread is the larger of what the median and the mean deviation say: the first is nought
    for a member that rarely moves, the second is too small for none.
    """
    if len(moves) < LEAST:
        return None
    centre = median(moves)
    away = [abs(move - centre) for move in moves]
    spread = max(_TO_SIGMA * median(away), _MEAN_TO_SIGMA * fmean(away))
    return Habit(centre, spread)
