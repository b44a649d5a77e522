"""A ranked table whose bars are cells: who is first, and who moved."""

from dataclasses import dataclass

from vigie.charts.scenario import Direction, Scenario
from vigie.kit.formats import Number, Unit


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One thing compared with the others."""

    name: str
    value: Number | None
    previous: Number | None = None
    plan: Number | None = None
    href: str | None = None  # the link on the name (cross-filter or drill)
    selected: bool = False
    note: str | None = None  # a few muted words under the name
    trend: tuple[Number | None, ...] = ()  # a sparkline, oldest first


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows in the order given (rank 1 first), against `reference` (PY or PL, None for none)."""

    name: str  # the measure
    heading: str  # the dimension, as the column heading: "Region"
    unit: Unit
    rows: tuple[RankingRow, ...]
    direction: Direction = Direction.UP
    reference: Scenario | None = Scenario.PY
    total: RankingRow | None = None
