"""A map of the French regions; places that are not on it are listed beside."""

from dataclasses import dataclass

from vigie.charts.scenario import Direction
from vigie.kit.formats import Number, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A region by name, INSEE code or ISO code (`Bretagne`, `53`, `FR-BRE`)."""

    name: str
    value: Number | None
    previous: Number | None = None
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class RegionMap:
    """A measure by place, in five steps of one hue; without a known region, a grid of tiles."""

    name: str
    unit: Unit
    places: tuple[Place, ...]
    direction: Direction = Direction.UP
