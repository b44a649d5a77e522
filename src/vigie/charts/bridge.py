"""A bridge (waterfall): how one total becomes another."""

from dataclasses import dataclass

from vigie.charts.scenario import Direction, Scenario
from vigie.kit.formats import Number, Unit


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One cause and its signed effect."""

    name: str
    effect: Number | None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """From `start` through the effects to their sum; both ends are drawn as their scenario."""

    name: str
    unit: Unit
    start_name: str
    start: Number
    steps: tuple[BridgeStep, ...]
    end_name: str
    start_scenario: Scenario = Scenario.PY
    end_scenario: Scenario = Scenario.AC
    direction: Direction = Direction.UP
