"""A funnel as left-aligned bars with the conversion from step to step."""

from dataclasses import dataclass

from vigie.kit.formats import Number, Unit


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One stage, in order; `amount` is a second figure printed beside (money of the deals)."""

    name: str
    value: Number | None
    amount: Number | None = None
    previous: Number | None = None  # the same stage a year before, drawn as a tick
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """Stages from the widest on; `conversion` prints each step's share of the one before."""

    name: str
    heading: str  # the name of the stages' column: "Stage"
    unit: Unit
    steps: tuple[FunnelStep, ...]
    amount_name: str | None = None
    amount_unit: Unit = Unit.CURRENCY
    conversion: bool = True
