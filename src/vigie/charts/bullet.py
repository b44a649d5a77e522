"""Bullet bars: progress towards a target, against bands and the expected pace."""

from dataclasses import dataclass

from vigie.charts.scenario import Direction
from vigie.kit.formats import Number, Unit


@dataclass(frozen=True, slots=True)
class BulletRow:
    """One measure against its target; `pace` is where it should stand today."""

    name: str
    value: Number | None
    target: Number | None = None
    pace: Number | None = None
    previous: Number | None = None
    bands: tuple[Number, ...] = ()  # rising limits, shaded from dark to light
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """Rows on one common scale."""

    name: str
    heading: str
    unit: Unit
    rows: tuple[BulletRow, ...]
    direction: Direction = Direction.UP
