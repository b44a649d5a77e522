"""Scenarios in IBCS notation, and whether a variance is good news."""

from decimal import Decimal
from enum import StrEnum

from vigie.kit.formats import Number, known
from vigie.kit.i18n import Label, Locale


class Scenario(StrEnum):
    """Which world a figure belongs to."""

    AC = "ac"  # actual: solid dark
    PY = "py"  # previous year: solid light
    PP = "pp"  # another earlier time: drawn as a previous year is
    PL = "pl"  # plan: target, budget or forecast of whoever answers for it; outlined
    FC = "fc"  # forecast: hatched

    @property
    def css(self) -> str:
        """The class that draws it."""
        return Scenario.PY.value if self is Scenario.PP else self.value

    @property
    def label(self) -> Label:
        """The word for it in a legend or tooltip."""
        return _LABELS[self]

    @property
    def short(self) -> Label:
        """The word for it where there is room for a few letters only."""
        return _SHORTS[self]

    def delta(self, locale: Locale) -> str:
        """The name of a variance, which is that of what is subtracted."""
        return f"Δ{self.short.to(locale)}"


def told_apart(reference: Scenario | None) -> tuple[Scenario, ...]:
    """The scenarios of one chart; what is earlier is a year ago unless the reference says else."""
    earlier = Scenario.PP if reference is Scenario.PP else Scenario.PY
    return (Scenario.AC, earlier, Scenario.PL, Scenario.FC)


_LABELS = {
    Scenario.AC: Label("Actual", "Réel"),
    Scenario.PY: Label("Previous year", "Année précédente"),
    Scenario.PP: Label("Earlier period", "Période antérieure"),
    Scenario.PL: Label("Plan", "Plan"),
    Scenario.FC: Label("Forecast", "Prévision"),
}
_SHORTS = {
    Scenario.AC: Label("AC", "Réel"),
    Scenario.PY: Label("PY", "N−1"),
    Scenario.PP: Label("EP", "Pér. ant."),
    Scenario.PL: Label("PL", "Plan"),
    Scenario.FC: Label("FC", "Prév."),
}


class Direction(StrEnum):
    """Which way a measure should move."""

    UP = "up"
    DOWN = "down"
    BAND = "band"  # neither: it should stay where it is


class Verdict(StrEnum):
    """What a variance means; the value is also the CSS class that colours it."""

    GOOD = "good"
    BAD = "bad"
    EVEN = "even"


def verdict(difference: Number | None, direction: Direction) -> Verdict:
    """Good or bad news; no difference, or a measure without a direction, is neither."""
    if not difference or direction is Direction.BAND:
        return Verdict.EVEN
    return Verdict.GOOD if (difference > 0) == (direction is Direction.UP) else Verdict.BAD


def difference(value: Number | None, reference: Number | None) -> Decimal | None:
    """`value` less `reference`; None where either is missing."""
    left, right = known(value), known(reference)
    return None if left is None or right is None else left - right


def relative(value: Number | None, reference: Number | None) -> Decimal | None:
    """The change as a share of `reference`'s size; None where the reference is nought."""
    gap, base = difference(value, reference), known(reference)
    return gap / abs(base) if gap is not None and base else None
