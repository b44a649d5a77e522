"""Lines over time: cumulated pace against last year and plan, with the forecast's range."""

from dataclasses import dataclass
from datetime import date

from vigie.charts.scenario import Direction
from vigie.kit.formats import Number, Unit
from vigie.kit.periods import Grain


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One period of each line; `low` and `high` bound the forecast."""

    start: date
    actual: Number | None = None
    previous: Number | None = None
    plan: Number | None = None
    forecast: Number | None = None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A measure followed over consecutive periods."""

    name: str
    unit: Unit
    grain: Grain
    points: tuple[TimePoint, ...]
    direction: Direction = Direction.UP
    height: int = 240
