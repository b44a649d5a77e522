"""The pieces of an indicator tile: the figure, its variances, its shape in time."""

from dataclasses import dataclass

from vigie.charts.scenario import Direction
from vigie.kit.formats import Number, Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a measure."""

    value: Number | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Variance:
    """How far a value stands from a reference; `label` names it: "vs 2025", "vs target"."""

    label: str
    value: Number | None
    reference: Number | None
    unit: Unit
    direction: Direction = Direction.UP
