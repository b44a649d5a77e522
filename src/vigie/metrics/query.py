"""A question to the metric layer, in the words that every face shares."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Label
from vigie.kit.periods import Period, length
from vigie.kit.spelling import nearest


class Comparison(StrEnum):
    """What a figure is held against."""

    PREVIOUS_PERIOD = "previous_period"
    PREVIOUS_YEAR = "previous_year"
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


_LABELS: Final = {
    Comparison.PREVIOUS_PERIOD: Label("previous period", "période précédente"),
    Comparison.PREVIOUS_YEAR: Label("previous year", "année précédente"),
    Comparison.TARGET: Label("target", "objectif"),
    Comparison.BUDGET: Label("budget", "budget"),
    Comparison.FORECAST: Label("forecast", "prévision"),
}


@dataclass(frozen=True, slots=True)
class Query:
    """Metrics × dimensions × filters × period × comparisons.

    `by` holds dimension names and at most one time grain (`month` or `date:month`); `where`
    holds `field op value` words; both dates are included; `last` is a length such as
    '12 months'; `order` holds column names, `-name` for the largest first.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    last: str | None = None
    compare: tuple[str, ...] = ()
    as_of: date | None = None
    order: tuple[str, ...] = ()
    limit: int | None = None

    def __post_init__(self) -> None:
        if not self.metrics:
            raise Invalid("A query names at least one metric, as in 'revenue'.")
        if self.limit is not None and self.limit < 1:
            raise Invalid("The limit is {limit}: ask for one row or more.", limit=self.limit)
        if self.last and (self.date_from or self.date_to):
            raise Invalid("Give either a length of time ('last') or two dates, not both.")
        if self.last:
            length(self.last)
        if self.date_from and self.date_to:
            Period(self.date_from, self.date_to)
        comparisons(self.compare)


def comparisons(words: tuple[str, ...]) -> tuple[Comparison, ...]:
    """The comparisons that `words` name; raises Invalid with the nearest word."""
    return tuple(_comparison(word) for word in dict.fromkeys(words))


def parse_date(word: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(word.strip())
    except ValueError as error:
        raise Invalid(
            "'{word}' is not a date: write year, month and day, as in 2026-03-31.", word=word
        ) from error


def _comparison(word: str) -> Comparison:
    try:
        return Comparison(word)
    except ValueError as error:
        raise Invalid(
            "'{word}' is not a comparison; did you mean '{nearest}'? Known: {known}.",
            word=word,
            nearest=nearest(word, list(Comparison)) or "previous_year",
            known=", ".join(Comparison),
        ) from error
