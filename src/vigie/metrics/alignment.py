"""Which days an earlier period answers for: whole periods to whole ones, elapsed to elapsed."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain, Period, shift
from vigie.metrics.query import Comparison

_TO_DATE_GRAINS = (
    Grain.MONTH,
    Grain.QUARTER,
    Grain.FISCAL_QUARTER,
    Grain.YEAR,
    Grain.FISCAL_YEAR,
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A step back in time of `count` periods of `grain`."""

    grain: Grain
    count: int

    def start(self, day: date) -> date:
        """The day that answers for the first day of a range."""
        return shift(day, self.grain, -self.count)

    def end(self, day: date) -> date:
        """The day that answers for the last day of a range: a month's end for a month's end."""
        moved = shift(day, self.grain, -self.count)
        if self.grain.civil in (Grain.DAY, Grain.WEEK) or not ends_month(day):
            return moved
        return moved.replace(day=monthrange(moved.year, moved.month)[1])

    def period(self, period: Period) -> Period:
        return Period(self.start(period.start), self.end(period.end))


def alignment(
    comparison: Comparison, span: Period, grain: Grain | None, calendar: Calendar
) -> Alignment:
    """How far back `comparison` looks from `span`, asked by `grain` or as one figure."""
    if comparison is Comparison.PREVIOUS_YEAR:
        # Weeks are held against the week of the same days, 52 weeks earlier.
        return Alignment(Grain.WEEK, 52) if grain is Grain.WEEK else Alignment(Grain.YEAR, 1)
    if grain is not None:
        return Alignment(grain, 1)
    for whole in _TO_DATE_GRAINS:
        if calendar.start(span.end, whole) == span.start:
            return Alignment(whole, 1)
    if span.start.day == 1:
        months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
        return Alignment(Grain.MONTH, months)
    return Alignment(Grain.DAY, span.days)


def ends_month(day: date) -> bool:
    """Whether `day` is the last of its month."""
    return (day + timedelta(days=1)).month != day.month
