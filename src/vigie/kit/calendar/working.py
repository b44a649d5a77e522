"""The days that a company works."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from vigie.kit.calendar.feasts import Feast, Region, public_holidays
from vigie.kit.periods import Period

MONDAY_TO_FRIDAY = frozenset(range(5))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closing:
    """Days on which the company is closed: once, or every year on the same dates.

    A yearly closing may run over New Year: `start` is then later in the year than `end`.
    """

    start: date
    end: date
    yearly: bool = False

    def __contains__(self, day: date) -> bool:
        if not self.yearly:
            return self.start <= day <= self.end
        first, last = _in_year(self.start), _in_year(self.end)
        here = _in_year(day)
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Days of the week less public holidays, bridges where they are closed, and own closings.

    A bridge is the one working day between a public holiday and a day that is never worked: the
    Friday after Ascension. `worked` are public holidays on which the company works all the same.
    """

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY  # 0: Monday
    region: Region | None = Region.FRANCE
    worked: frozenset[Feast] = frozenset()
    closes_bridges: bool = False
    closings: tuple[Closing, ...] = ()

    def __contains__(self, day: date) -> bool:
        days = _of_year(self, day.year)
        place = bisect_left(days, day)
        return place < len(days) and days[place] == day

    def count(self, period: Period) -> int:
        """How many working days a period holds."""
        return sum(
            bisect_right(days, period.end) - bisect_left(days, period.start)
            for days in self._years(period)
        )

    def within(self, period: Period) -> list[date]:
        """The working days of a period."""
        return [
            day
            for days in self._years(period)
            for day in days[bisect_left(days, period.start) : bisect_right(days, period.end)]
        ]

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday on which the company rests."""
        if self.region is None:
            return False
        feast = public_holidays(day.year, self.region).get(day)
        return feast is not None and feast not in self.worked

    def _years(self, period: Period) -> list[tuple[date, ...]]:
        return [_of_year(self, year) for year in range(period.start.year, period.end.year + 1)]

    def _is_open(self, day: date) -> bool:
        return day.weekday() in self.weekdays and not self.is_holiday(day)

    def _is_bridge(self, day: date) -> bool:
        """Whether a public holiday and the company's weekly rest enclose `day` alone."""
        before, after = day - _DAY, day + _DAY
        return (self.is_holiday(before) and after.weekday() not in self.weekdays) or (
            self.is_holiday(after) and before.weekday() not in self.weekdays
        )

    def _is_worked(self, day: date) -> bool:
        if not self._is_open(day) or any(day in closing for closing in self.closings):
            return False
        return not (self.closes_bridges and self._is_bridge(day))


@lru_cache(maxsize=256)
def _of_year(working: WorkingDays, year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (date.fromordinal(first.toordinal() + i) for i in range(366))
    return tuple(day for day in days if day.year == year and working._is_worked(day))


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day
