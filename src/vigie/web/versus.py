"""What the reader compares with: how addresses write it, what faces call it."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import QueryParams

from vigie.charts.scenario import Scenario
from vigie.kit.errors import UsageError, VigieError
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain
from vigie.kit.spelling import nearest
from vigie.metrics.language.comparison import Against, Ago, Align, Comparison, Range, comparisons

Pairs = list[tuple[str, str]]
DATES: Final = "dates"  # as a value of `compare`: the days from `since` to `until`
USUAL: Final[Mapping[Comparison, Text]] = {
    Comparison.PREVIOUS_YEAR: text("Previous year"),
    Comparison.PREVIOUS_PERIOD: text("Previous period"),
    Comparison.TARGET: text("Target"),
}
"""Offered at first sight; each of the others is a click further."""
OTHERS: Final[Mapping[Against, Text]] = {
    Comparison.PREVIOUS_YEAR_WEEKDAY: text("Previous year, same weekdays"),
    Comparison.PREVIOUS_YEAR_FEAST: text("Previous year, feast for feast"),
    Ago(2, Grain.YEAR): text("2 years earlier"),
    Ago(3, Grain.YEAR): text("3 years earlier"),
    Comparison.BUDGET: text("Budget"),
    Comparison.FORECAST: text("Forecast"),
}
ALIGNED: Final[Mapping[Align, Text]] = {
    Align.DAYS: text("As many days"),
    Align.WORKING_DAYS: text("As many working days"),
}
_SHORT: Final = {
    Comparison.PREVIOUS_YEAR: text("vs PY"),
    Comparison.PREVIOUS_PERIOD: text("vs PP"),
    Comparison.TARGET: text("vs target"),
    Comparison.BUDGET: text("vs budget"),
    Comparison.FORECAST: text("vs forecast"),
}
_YEARS: Final = (
    Comparison.PREVIOUS_YEAR,
    Comparison.PREVIOUS_YEAR_WEEKDAY,
    Comparison.PREVIOUS_YEAR_FEAST,
)


def against_of(parameters: QueryParams) -> tuple[Against, Align]:
    """The comparison of an address, and how a running period is cut for it."""
    written = parameters.get("compare") or Comparison.PREVIOUS_YEAR.value
    if written == DATES:
        written = f"{parameters.get('since', '')}..{parameters.get('until', '')}"
    try:
        against = comparisons((written,))[0]
    except VigieError as error:
        if ".." in written:
            raise
        raise UsageError(
            "'{written}' is not a value of '{name}'; did you mean '{nearest}'?",
            written=written,
            name="compare",
            nearest=nearest(written, list(Comparison)) or " | ".join(Comparison),
        ) from error
    align = parameters.get("align") or Align.DAYS.value
    if align not in list(Align):
        raise UsageError(
            "'{written}' is not a value of '{name}'; did you mean '{nearest}'?",
            written=align,
            name="align",
            nearest=nearest(align, list(Align)) or Align.DAYS,
        )
    return against, Align(align)


def word(against: Against) -> str:
    """The comparison as a query names it.

    >>> word(Ago(2, Grain.YEAR))
    '2 years'
    """
    if isinstance(against, Range):
        return f"{against.period.start}..{against.period.end}"
    return str(against).replace("_", " ", 1) if isinstance(against, Ago) else str(against)


def parameters_of(against: Against, align: Align) -> Pairs:
    """The comparison as an address writes it."""
    if isinstance(against, Range):
        days = against.period
        pairs = [("compare", DATES), ("since", f"{days.start}"), ("until", f"{days.end}")]
    else:
        pairs = [("compare", word(against))]
    return pairs if align is Align.DAYS else [*pairs, ("align", align.value)]


def caption(against: Against) -> Text:
    """What stands beside a variance."""
    known = _SHORT.get(against) if isinstance(against, Comparison) else None
    return known or text("vs {name}", name=against.label)


def scenario(against: Against) -> Scenario:
    """How charts draw what is compared with."""
    if against.is_planned:
        return Scenario.PL
    return Scenario.PY if against in _YEARS else Scenario.PP
