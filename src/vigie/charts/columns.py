"""Columns over time: actual against a reference, with the variances above."""

from dataclasses import dataclass
from datetime import date

from vigie.charts.scenario import Direction, Scenario
from vigie.kit.formats import Number, Unit
from vigie.kit.periods import Grain


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """One period: its first day and the figures of each scenario, None where there is none."""

    start: date
    actual: Number | None = None
    previous: Number | None = None
    plan: Number | None = None
    forecast: Number | None = None  # where the whole period is expected to land
    href: str | None = None  # follows the period (cross-filter, drill)
    partial: bool = False  # the period is still running; compare to date
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A measure over consecutive periods, against `reference` (PY or PL, None for none)."""

    name: str
    unit: Unit
    grain: Grain
    points: tuple[TimeColumn, ...]
    direction: Direction = Direction.UP
    reference: Scenario | None = Scenario.PY
    height: int = 300  # px, axis included
