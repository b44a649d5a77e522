"""One sentence that a chart says, made from its data alone."""

from functools import singledispatch

from vigie.charts.scenario import Scenario
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import Text, text

ADDITIVE = frozenset({Unit.CURRENCY, Unit.COUNT, Unit.QUANTITY, Unit.HOURS})
"""Units whose figures may be shared out; a rate or an average may not."""


@singledispatch
def say(_chart: object, _formatter: Formatter) -> str | None:
    """The sentence of a chart, or None where its data say nothing."""
    return None


def described(name: str, chart: object, f: Formatter) -> str:
    """What a screen reader says of a chart: its name, then its sentence."""
    return f"{name}. {say(chart, f) or ''}".strip()


def capitalised(sentence: str) -> str:
    """A sentence that begins with a month's name needs its capital."""
    return sentence[:1].upper() + sentence[1:]


def versus(
    value: Number | None,
    reference: Number | None,
    scenario: Scenario | None,
    unit: Unit,
    f: Formatter,
) -> Text | None:
    """How a value stands to the previous year or to plan, as the end of a sentence."""
    left, right = known(value), known(reference)
    if left is None or right is None or scenario is None:
        return None
    gap = left - right
    if unit.is_additive_scale:
        if not right:
            return None
        size = f.percent(abs(gap / right), 1 if abs(gap) < abs(right) else 0)
    else:
        size = f.variance(abs(gap), unit).lstrip("+±")
    if not any(digit in "123456789" for digit in size):
        return _LEVEL[scenario]
    template = (_ABOVE if gap > 0 else _BELOW)[scenario]
    return Text(template.template, {"change": size})


_ABOVE = {
    Scenario.PY: text("{change} above the previous year"),
    Scenario.PP: text("{change} above the earlier period"),
    Scenario.PL: text("{change} above plan"),
}
_BELOW = {
    Scenario.PY: text("{change} below the previous year"),
    Scenario.PP: text("{change} below the earlier period"),
    Scenario.PL: text("{change} below plan"),
}
_LEVEL = {
    Scenario.PY: text("level with the previous year"),
    Scenario.PP: text("level with the earlier period"),
    Scenario.PL: text("level with plan"),
}
