"""Several lengths of time in one question: the finest cuts the figures, the others follow."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.i18n import Label, text
from vigie.kit.periods import Grain, Period

PERIOD_LABELS: Final = {
    Grain.DAY: Label("Day", "Jour"),
    Grain.WEEK: Label("Week", "Semaine"),
    Grain.MONTH: Label("Month", "Mois"),
    Grain.QUARTER: Label("Quarter", "Trimestre"),
    Grain.YEAR: Label("Year", "Année"),
    Grain.FISCAL_MONTH: Label("Fiscal month", "Mois fiscal"),
    Grain.FISCAL_QUARTER: Label("Fiscal quarter", "Trimestre fiscal"),
    Grain.FISCAL_YEAR: Label("Fiscal year", "Exercice"),
}
_PROBE: Final = Period(date(2015, 1, 1), date(2028, 12, 31))  # leap years, years of 53 weeks


def finest(grains: Mapping[str, Grain], calendar: Calendar) -> str | None:
    """The word of the length that every other one is made of; raises Invalid where none is."""
    for word, grain in grains.items():
        if all(is_nested(grain, other, calendar) for other in grains.values()):
            return word
    if not grains:
        return None
    first, second = _apart(list(grains), grains, calendar)
    raise Invalid(
        "Figures are cut by one length of time, not by {grains}: choose one.",
        grains=text("{first} and {second}", first=first, second=second),
    )


def is_nested(fine: Grain, coarse: Grain, calendar: Calendar) -> bool:
    """Whether every period of `fine` lies in one period of `coarse`."""
    if coarse in (fine, Grain.DAY) or fine is Grain.DAY:
        return coarse is fine or fine is Grain.DAY
    return all(
        calendar.period(one.start, coarse).end >= one.end for one in calendar.periods(_PROBE, fine)
    )


def _apart(words: list[str], grains: Mapping[str, Grain], calendar: Calendar) -> tuple[str, str]:
    """Two lengths of which neither is made of the other."""
    return next(
        (one, other)
        for place, one in enumerate(words)
        for other in words[place + 1 :]
        if not is_nested(grains[one], grains[other], calendar)
        and not is_nested(grains[other], grains[one], calendar)
    )
