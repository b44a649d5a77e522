"""What a figure is held against: an earlier time, however it is counted, or the plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from vigie.kit.errors import Invalid
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label
from vigie.kit.periods import Grain, Period, length, parse_date
from vigie.kit.spelling import nearest


class Comparison(StrEnum):
    """A comparison that has a name."""

    PREVIOUS_PERIOD = "previous_period"
    PREVIOUS_YEAR = "previous_year"
    PREVIOUS_YEAR_WEEKDAY = "previous_year_weekday"
    PREVIOUS_YEAR_FEAST = "previous_year_feast"
    TARGET = "target"
    BUDGET = "budget"
    FORECAST = "forecast"

    @property
    def is_planned(self) -> bool:
        """Whether it comes from the plan (core.target), not from earlier facts."""
        return self in (Comparison.TARGET, Comparison.BUDGET, Comparison.FORECAST)

    @property
    def label(self) -> Label:
        """What people call it."""
        return _LABELS[self]


@dataclass(frozen=True, slots=True)
class Ago:
    """So many periods earlier, as in '2 years'; its columns are named `2_years`."""

    count: int
    grain: Grain
    is_planned: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"{self.count}_{self.grain}{'s' if self.count > 1 else ''}"

    @property
    def label(self) -> Label:
        """What people call it."""
        english, french = _UNITS[self.grain][self.count > 1]
        return Label(f"{self.count} {english} earlier", f"{self.count} {french} plus tôt")


@dataclass(frozen=True, slots=True)
class Range:
    """Chosen days, as in 2024-01-01..2024-03-31; named `2024_01_01_to_2024_03_31`."""

    period: Period
    is_planned: ClassVar[bool] = False

    def __str__(self) -> str:
        return f"{self.period.start}_to_{self.period.end}".replace("-", "_")

    @property
    def label(self) -> Label:
        """What people call it."""
        return Label(Formatter("en").span(self.period), Formatter("fr").span(self.period))


Against = Comparison | Ago | Range
"""Anything that a figure can be held against; `str()` ends the names of its columns."""


class Align(StrEnum):
    """How much of an earlier period answers for the elapsed part of a running one."""

    DAYS = "days"  # as many days
    WORKING_DAYS = "working_days"  # as many working days


def comparisons(words: Iterable[str]) -> tuple[Against, ...]:
    """The comparisons that `words` name; raises Invalid with the nearest word."""
    return tuple(dict.fromkeys(_comparison(word.strip()) for word in words))


def align(word: str) -> Align:
    """The alignment that `word` names; raises Invalid with the nearest one."""
    if word in list(Align):
        return Align(word)
    raise Invalid(
        "'{word}' is not a way to align a running period; did you mean '{nearest}'? "
        "Known: {known}.",
        word=word,
        nearest=nearest(word, list(Align)) or Align.DAYS,
        known=", ".join(Align),
    )


def _comparison(word: str) -> Against:
    if word in list(Comparison):
        return Comparison(word)
    first, dots, last = word.partition("..")
    if dots:
        return Range(Period(parse_date(first), parse_date(last)))
    if _LENGTH.match(word):
        return Ago(*length(word))
    raise Invalid(
        "'{word}' is not a comparison; did you mean '{nearest}'? Known: {known}, "
        "a length such as '2 years', days such as 2024-01-01..2024-03-31.",
        word=word,
        nearest=nearest(word, list(Comparison)) or Comparison.PREVIOUS_YEAR,
        known=", ".join(Comparison),
    )


_LENGTH: Final = re.compile(r"\d+\s")
_LABELS: Final = {
    Comparison.PREVIOUS_PERIOD: Label("previous period", "période précédente"),
    Comparison.PREVIOUS_YEAR: Label("previous year", "année précédente"),
    Comparison.PREVIOUS_YEAR_WEEKDAY: Label(
        "previous year, same weekdays", "année précédente, mêmes jours de la semaine"
    ),
    Comparison.PREVIOUS_YEAR_FEAST: Label(
        "previous year, feast for feast", "année précédente, fête pour fête"
    ),
    Comparison.TARGET: Label("target", "objectif"),
    Comparison.BUDGET: Label("budget", "budget"),
    Comparison.FORECAST: Label("forecast", "prévision"),
}
_UNITS: Final[dict[Grain, tuple[tuple[str, str], tuple[str, str]]]] = {
    Grain.DAY: (("day", "jour"), ("days", "jours")),
    Grain.WEEK: (("week", "semaine"), ("weeks", "semaines")),
    Grain.MONTH: (("month", "mois"), ("months", "mois")),
    Grain.QUARTER: (("quarter", "trimestre"), ("quarters", "trimestres")),
    Grain.YEAR: (("year", "an"), ("years", "ans")),
    Grain.FISCAL_MONTH: (("fiscal month", "mois fiscal"), ("fiscal months", "mois fiscaux")),
    Grain.FISCAL_QUARTER: (
        ("fiscal quarter", "trimestre fiscal"),
        ("fiscal quarters", "trimestres fiscaux"),
    ),
    Grain.FISCAL_YEAR: (("fiscal year", "exercice"), ("fiscal years", "exercices")),
}
