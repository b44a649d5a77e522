"""The days that a figure is read over when they are not those of its period: to date, trailing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.comparison import Comparison

_DAY = timedelta(days=1)


class Reach(StrEnum):
    """Where the days begin; they end with the period."""

    TO_DATE = "to_date"  # with the month, the quarter, the year that holds the last day
    TRAILING = "trailing"  # so many months or days before, to the day
    PERIODS = "periods"  # with the first of so many whole periods
    RUNNING = "running"  # with the first day of all that is shown
    EARLIER = "earlier"  # they are those of an earlier time


class PeriodAgg(StrEnum):
    """Which day of a period answers for it."""

    LAST = "last"
    FIRST = "first"
    AVERAGE = "average"  # the mean of the values of all its days


@dataclass(frozen=True, slots=True)
class Window:
    """A range of days that ends with a period; `grain` is its unit (None: the asked one)."""

    reach: Reach
    grain: Grain | None = None
    count: int = 1
    period_agg: PeriodAgg = PeriodAgg.LAST
    against: Comparison | None = None  # earlier: which time

    @property
    def is_mean(self) -> bool:
        """Whether it is read on every day of a period."""
        return self.period_agg is PeriodAgg.AVERAGE

    def at(self, grain: Grain | None) -> Self:
        """This window counted in periods of `grain` where it names none itself."""
        return self if self.grain else replace(self, grain=grain)

    def ranges(self, period: Period, first: date, calendar: Calendar) -> tuple[Period, ...]:
        """The days read for `period` in a question that begins on `first`."""
        ends = self._ends(period)
        return tuple(Period(min(end, self._start(end, first, calendar)), end) for end in ends)

    def _ends(self, period: Period) -> Iterator[date]:
        match self.period_agg:
            case PeriodAgg.LAST:
                yield period.end
            case PeriodAgg.FIRST:
                yield period.start
            case PeriodAgg.AVERAGE:
                yield from (period.start + timedelta(days=n) for n in range(period.days))

    def _start(self, end: date, first: date, calendar: Calendar) -> date:
        if self.grain is None or self.reach is Reach.RUNNING:
            return first
        if self.reach is Reach.TRAILING:
            return _before(end, self.grain, self.count, calendar) + _DAY
        start = calendar.start(end, self.grain)
        return calendar.shift(start, self.grain, 1 - self.count)


def _before(end: date, grain: Grain, count: int, calendar: Calendar) -> date:
    """The day so long before `end`: the end of a month for the end of a month.

    >>> _before(date(2025, 2, 28), Grain.MONTH, 12, Calendar())
    datetime.date(2024, 2, 29)
    """
    if grain.civil in (Grain.DAY, Grain.WEEK):
        return calendar.shift(end, grain, -count)
    tomorrow = end + _DAY
    if tomorrow == calendar.start(tomorrow, Grain.FISCAL_MONTH if grain.is_fiscal else Grain.MONTH):
        return calendar.shift(tomorrow, grain, -count) - _DAY
    return calendar.shift(end, grain, -count)
