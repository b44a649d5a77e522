"""What two measures usually have to do with each other, and who falls out of it.

The line is Theil and Sen's: the median of the slopes between all pairs, which a few freaks cannot
turn. Who stands out lies further from it than `LIMIT` times the usual distance: the median of all
distances, made comparable with a standard deviation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Final

LIMIT: Final = 3.0
FEWEST: Final = 6  # points from which on a line says anything
_TO_DEVIATION: Final = 1.4826  # the median distance of a normal spread, in standard deviations

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Usual:
    """The line y = `level` + `slope` x, and the usual distance from it."""

    slope: float
    level: float
    spread: float

    def at(self, x: float) -> float:
        """What is usual at `x`."""
        return self.level + self.slope * x

    def stands_out(self, place: Place) -> bool:
        """Whether a point is unusually far from the line."""
        return abs(place[1] - self.at(place[0])) > LIMIT * self.spread > 0


def usual(places: Sequence[Place]) -> Usual | None:
    """The line through most of `places`; None for too few, or for one x alone."""
    if len(places) < FEWEST:
        return None
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(places, 2) if a[0] != b[0]]
    if not slopes:
        return None
    slope = median(slopes)
    level = median(y - slope * x for x, y in places)
    distances = [abs(y - level - slope * x) for x, y in places]
    return Usual(slope, level, median(distances) * _TO_DEVIATION)
