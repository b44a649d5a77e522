"""Which dimension tells most: where a few members moved apart from the rest, beyond chance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from typing import Final

FEW: Final = 3  # members that a reader keeps in mind
REFILLED: Final = 0.1  # of the whole that has changed between filled and not filled
_MEDIAN_OF_CHI_SQUARE: Final = 0.455  # with one degree of freedom


@dataclass(frozen=True, slots=True)
class Moves:
    """The members of one dimension: how much each made of the change, and how much it weighs."""

    changes: Sequence[float]
    sizes: Sequence[tuple[float, float]]  # before and after, never negative
    unfilled: int | None = None  # which of them stands for rows without a member

    @property
    def distances(self) -> list[float]:
        """How far each member is from having moved with the rest, for its size.

        With p and q a member's share before and after, (q − p)² / (q + p) is its part of the
        triangular discrimination, a divergence of the Jensen family; chance moves large and
        small members by equally much of it.
        """
        weights = [before + after for before, after in self.sizes]
        size, change = sum(weights), sum(self.changes)
        if not size:
            return [0.0 for _ in weights]
        pairs = zip(self.changes, weights, strict=True)
        return [
            (moved - change * weight / size) ** 2 / (weight * size) if weight else 0.0
            for moved, weight in pairs
        ]

    @property
    def is_refilled(self) -> bool:
        """Whether the dimension was filled differently: then it tells of filling, not of change."""
        if self.unfilled is None:
            return False
        shares = [
            side[self.unfilled] / sum(side) for side in zip(*self.sizes, strict=True) if sum(side)
        ]
        return len(shares) == 2 and abs(shares[1] - shares[0]) > REFILLED

    @property
    def concentration(self) -> float:
        """The part of all that moved, up or down, that the few largest moves make; 0 to 1."""
        sizes = sorted((abs(change) for change in self.changes), reverse=True)
        return sum(sizes[:FEW]) / sum(sizes) if any(sizes) else 0.0


def surprises(dimensions: Sequence[Moves]) -> list[float]:
    """How much each dimension tells: its few largest distances, less what chance would give.

    Among k members chance alone makes one move by about 2·ln k times the usual distance: so much
    is taken off, or the dimension with most members would always seem to tell most. The usual
    distance is the middle one of all members of all dimensions.
    """
    usual = _usual(dimensions)
    return [
        0.0 if moves.is_refilled else _beyond_chance(moves.distances, usual) for moves in dimensions
    ]


def _beyond_chance(distances: Iterable[float], usual: float) -> float:
    ordered = sorted(distances, reverse=True)
    chance = 2 * log(max(2, len(ordered))) * usual
    return sum(max(0.0, distance - chance) for distance in ordered[:FEW])


def _usual(dimensions: Sequence[Moves]) -> float:
    known = [distance for moves in dimensions for distance in moves.distances if distance]
    return median(known) / _MEDIAN_OF_CHI_SQUARE if known else 0.0
