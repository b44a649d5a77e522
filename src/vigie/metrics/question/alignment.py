"""Which days an earlier period answers for: whole periods to whole ones, elapsed to elapsed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import MONTHS, Grain, Period
from vigie.metrics.language.comparison import Ago, Comparison

_TO_DATE_GRAINS: Final = (
    Grain.MONTH,
    Grain.FISCAL_MONTH,
    Grain.QUARTER,
    Grain.FISCAL_QUARTER,
    Grain.YEAR,
    Grain.FISCAL_YEAR,
)
_SHORT: Final = (Grain.DAY, Grain.WEEK)
_WEEKS: Final = 52  # in a year that is counted by weekdays


@dataclass(frozen=True, slots=True)
class Alignment:
    """A step back in time of `count` periods of `grain`."""

    grain: Grain
    count: int
    calendar: Calendar

    def start(self, day: date) -> date:
        """The day that answers for the first day of a range."""
        return self.calendar.shift(day, self.grain, -self.count)

    def end(self, day: date) -> date:
        """The day that answers for the last day of a range: a month's end for a month's end."""
        moved = self.start(day)
        month = Grain.FISCAL_MONTH if self.grain.is_fiscal else Grain.MONTH
        if self.grain in _SHORT or self.calendar.period(day, month).end != day:
            return moved
        return self.calendar.period(moved, month).end

    def period(self, period: Period) -> Period:
        """The days that answer for the days of `period`."""
        return Period(self.start(period.start), self.end(period.end))

    def bucket(self, period: Period, grain: Grain) -> Period | None:
        """The days that answer for a whole period of `grain`; None for a day that was none."""
        if self.cuts(grain):
            return self.period(period)
        start = self.start(period.start)
        if grain is Grain.DAY and self.calendar.shift(start, self.grain, self.count) != period.end:
            return None
        return self.calendar.period(start, grain)

    def cuts(self, grain: Grain) -> bool:
        """Whether what answers for a period of `grain` is no period of it, but as many days."""
        return self.grain in _SHORT and grain not in _SHORT


def alignment(
    comparison: Comparison | Ago,
    span: Period,
    grain: Grain | None,
    calendar: Calendar,
    so_far: Grain | None = None,
) -> Alignment:
    """How far back `comparison` looks from `span`, asked by `grain` or as one figure.

    `so_far` names the period that the days are the beginning of, where that is known.
    """
    match comparison:
        case Ago(count, Grain.YEAR) | Ago(count, Grain.FISCAL_YEAR):
            return _years(count, span, grain, calendar)
        case Ago():
            return _ago(comparison, grain, calendar)
        case Comparison.PREVIOUS_YEAR:
            return _years(1, span, grain, calendar)
        case Comparison.PREVIOUS_YEAR_WEEKDAY:
            return Alignment(Grain.WEEK, _WEEKS, calendar)
        case _:
            return _previous(span, grain, calendar, so_far)


def _years(count: int, span: Period, grain: Grain | None, calendar: Calendar) -> Alignment:
    """Dates to dates; weeks to the weeks of the same days, and so years that are made of weeks."""
    by_weeks = Alignment(Grain.WEEK, _WEEKS * count, calendar)
    if grain is Grain.WEEK:
        return by_weeks
    if calendar.retail is None or grain in MONTHS:
        return Alignment(Grain.YEAR, count, calendar)
    of_months = calendar.start(span.start, Grain.FISCAL_MONTH) == span.start
    if calendar.restates or grain is Grain.DAY or not (grain or of_months):
        return by_weeks
    return Alignment(Grain.FISCAL_YEAR, count, calendar)


def _ago(comparison: Ago, grain: Grain | None, calendar: Calendar) -> Alignment:
    step, count = comparison.grain, comparison.count
    if grain not in (None, Grain.DAY, step) and not _divides(grain, step, count, calendar):
        raise Invalid(
            "'{words}' is no number of whole periods of a {grain}: compare with "
            "a number of them, or with a number of years.",
            words=str(comparison).replace("_", " "),
            grain=grain.replace("_", " "),
        )
    return Alignment(step, count, calendar)


def _divides(grain: Grain, step: Grain, count: int, calendar: Calendar) -> bool:
    """Whether `count` periods of `step` are whole periods of `grain`."""
    if grain in _SHORT or step in _SHORT:
        return False
    if calendar.retail and grain.is_fiscal != step.is_fiscal:
        return False
    return count * MONTHS[step.civil] % MONTHS[grain.civil] == 0


def begun(span: Period, calendar: Calendar, said: Grain | None = None) -> Grain | None:
    """Of what `span` is the beginning: of what is `said`, else of a month, a quarter, a year.

    The first days of a year are those of a month as well: only whoever asks can tell.
    """
    tried = (said, *_TO_DATE_GRAINS) if said else _TO_DATE_GRAINS
    found = (grain for grain in tried if calendar.start(span.end, grain) == span.start)
    return next(found, None)


def _previous(
    span: Period, grain: Grain | None, calendar: Calendar, so_far: Grain | None
) -> Alignment:
    step = grain or so_far or begun(span, calendar)
    if step is not None:
        return Alignment(step, 1, calendar)
    if span.start.day == 1:
        months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
        return Alignment(Grain.MONTH, months, calendar)
    return Alignment(Grain.DAY, span.days, calendar)
