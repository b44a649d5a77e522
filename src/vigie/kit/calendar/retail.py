"""Years of whole weeks: the 4-4-5 family, of 52 weeks and now and then of 53."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Final

from vigie.kit.periods import Grain, Period, shift

WEEK: Final = timedelta(weeks=1)
_DAY: Final = timedelta(days=1)
_MONTHS: Final = {Grain.FISCAL_MONTH: 1, Grain.FISCAL_QUARTER: 3, Grain.FISCAL_YEAR: 12}


class Pattern(StrEnum):
    """How many weeks the three months of a quarter have."""

    FOUR_FOUR_FIVE = "4-4-5"
    FOUR_FIVE_FOUR = "4-5-4"
    FIVE_FOUR_FOUR = "5-4-4"

    @property
    def weeks(self) -> tuple[int, ...]:
        return tuple(int(count) for count in self.value.split("-"))


class YearEnd(StrEnum):
    """Which week is the last of a year."""

    LAST = "last"  # its last day is the last such weekday of the month
    NEAREST = "nearest"  # its last day is the such weekday nearest to the month's end


class ExtraWeek(StrEnum):
    """What a year of 53 weeks is held against."""

    RESTATED = "restated"  # the same 52 or 53 weeks, one year of weeks earlier
    AS_REPORTED = "as_reported"  # the period of the same number, a week shorter or longer


@dataclass(frozen=True, slots=True)
class RetailYear:
    """Years that end on a weekday at the end of the month before `fiscal_start`.

    The 53rd week belongs to the last month. A year is known by the civil year in which that month
    lies. `week_start`: 0 for Monday to 6 for Sunday.
    """

    pattern: Pattern = Pattern.FOUR_FOUR_FIVE
    year_end: YearEnd = YearEnd.LAST
    fiscal_start: int = 1
    week_start: int = 0
    extra_week: ExtraWeek = ExtraWeek.RESTATED

    def year(self, number: int) -> Period:
        """The year that ends in the civil year `number`."""
        return Period(self._end(number - 1) + _DAY, self._end(number))

    def number(self, day: date) -> int:
        """The year that holds `day`."""
        number = day.year - 1
        while self._end(number) < day:
            number += 1
        return number

    def months(self, number: int) -> list[date]:
        """The first days of the twelve months of a year."""
        weeks = (0, *accumulate(self.pattern.weeks * 4))[:12]
        start = self.year(number).start
        return [start + count * WEEK for count in weeks]

    def place(self, day: date, grain: Grain) -> tuple[int, int]:
        """The year that holds `day`, and which of its periods of `grain` does, from 0."""
        number = self.number(day)
        month = sum(start <= day for start in self.months(number)) - 1
        return number, month // _MONTHS[grain]

    def period(self, day: date, grain: Grain, later: int = 0) -> Period:
        """The period of `grain` that holds `day`, or one so many periods later."""
        number, index = self.place(day, grain)
        return self._period(number * (12 // _MONTHS[grain]) + index + later, grain)

    def _period(self, place: int, grain: Grain) -> Period:
        number, index = divmod(place, 12 // _MONTHS[grain])
        starts = [*self.months(number)[:: _MONTHS[grain]], self.year(number).end + _DAY]
        return Period(starts[index], starts[index + 1] - _DAY)

    def _end(self, number: int) -> date:
        """The last day of a year."""
        nominal = shift(date(number, self.fiscal_start, 1), Grain.YEAR, self.fiscal_start == 1)
        last = nominal - _DAY
        back = (last.weekday() - (self.week_start - 1)) % 7
        if self.year_end is YearEnd.NEAREST and back > 3:
            back -= 7
        return last - timedelta(days=back)
