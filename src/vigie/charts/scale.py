"""From figures to coordinates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from vigie.kit.formats import Number, known


@dataclass(frozen=True, slots=True)
class Linear:
    """Maps `low`..`high` onto `start`..`end`; values outside are held at the ends."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        if self.high == self.low:
            return self.start
        # Huge ends are halved before they are subtracted, or they overflow; tiny ones would vanish.
        half = 2.0 if max(abs(self.low), abs(self.high)) > 1 else 1.0
        share = (float(value) / half - self.low / half) / (self.high / half - self.low / half)
        return self.start + (self.end - self.start) * min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Slots:
    """Equal places side by side in `room` per cent of the width, none wider than `widest`."""

    count: int
    widest: float = 100 / 7
    room: float = 100

    @property
    def width(self) -> float:
        return min(self.widest, self.room / max(1, self.count))

    def left(self, index: int) -> float:
        return index * self.width

    def at(self, index: int, share: float = 0.5) -> float:
        """The x of a point `share` of the way through a slot."""
        return self.left(index) + self.width * share


def numbers(values: Iterable[Number | None]) -> list[float]:
    """The figures among `values`, ready for drawing."""
    return [float(number) for value in values if (number := known(value)) is not None]


def from_zero(values: Iterable[Number | None]) -> tuple[float, float]:
    """The extent of `values` and nought; 0..1 where there is nothing to show."""
    figures = [0.0, *numbers(values)]
    low, high = min(figures), max(figures)
    return (low, high) if high > low else (0.0, 1.0)


def across(values: Iterable[Number | None], end: float = 100) -> Linear:
    """A scale from left to right in per cent that holds `values` and nought."""
    low, high = from_zero(values)
    return Linear(low, high, 0, end)


def without_outliers(values: Sequence[Number | None], factor: float = 4.0) -> float:
    """The largest size worth drawing to scale: one freak must not crush the rest.

    Sizes beyond `factor` times the median are cut off (and marked by the chart).
    """
    sizes = sorted(abs(value) for value in numbers(values) if value)
    if not sizes:
        return 1.0
    limit = median(sizes) * factor
    return max((size for size in sizes if size <= limit), default=sizes[-1])
