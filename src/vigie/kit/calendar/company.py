"""How a company counts its days: weeks, fiscal years, working days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from vigie.kit.calendar.feasts import Region
from vigie.kit.calendar.retail import ExtraWeek, RetailYear
from vigie.kit.calendar.season import Season
from vigie.kit.calendar.working import WorkingDays
from vigie.kit.periods import MONTHS, Grain, Period, first_of_month, length, shift

_DAY = timedelta(days=1)


class YearName(StrEnum):
    """Which civil year gives a fiscal year its name."""

    END = "end"
    START = "start"


@dataclass(frozen=True, slots=True)
class Calendar:
    """`fiscal_start` is the fiscal year's first month, 1 to 12; `retail` makes fiscal periods of
    whole weeks instead; `week_start` is 0 for Monday to 6 for Sunday."""

    fiscal_start: int = 1
    week_start: int = 0
    retail: RetailYear | None = None
    year_name: YearName = YearName.END
    working: WorkingDays = field(default_factory=WorkingDays)

    @property
    def season(self) -> Season:
        """Which day of the year before answers for a day, feast for feast."""
        return Season(self.working.region or Region.FRANCE)

    def start(self, day: date, grain: Grain) -> date:
        """The first day of the period of `grain` that holds `day`."""
        civil = grain.civil
        if civil is Grain.DAY:
            return day
        if civil is Grain.WEEK:
            return day - timedelta(days=(day.weekday() - self.week_start) % 7)
        if self.retail and grain.is_fiscal:
            return self.retail.period(day, grain).start
        offset = (self.fiscal_start - 1) if grain.is_fiscal else 0
        month = day.year * 12 + day.month - 1 - offset
        return first_of_month(month - month % MONTHS[civil] + offset)

    def period(self, day: date, grain: Grain) -> Period:
        """The whole period of `grain` that holds `day`."""
        if self.retail and grain.is_fiscal:
            return self.retail.period(day, grain)
        start = self.start(day, grain)
        return Period(start, shift(start, grain, 1) - _DAY)

    def periods(self, span: Period, grain: Grain) -> Iterator[Period]:
        """Every period of `grain` that touches `span`, whole, in order."""
        current = self.period(span.start, grain)
        while current.start <= span.end:
            yield current
            current = self.period(current.end + _DAY, grain)

    def shift(self, day: date, grain: Grain, count: int) -> date:
        """`day` moved by `count` periods; the end of a shorter one stands in for a missing day."""
        if not (self.retail and grain.is_fiscal):
            return shift(day, grain, count)
        here = self.retail.period(day, grain)
        there = self.retail.period(day, grain, count)
        return min(there.start + (day - here.start), there.end)

    def last(self, words: str, today: date) -> Period:
        """The range that words such as '12 months' name, the running period included.

        >>> Calendar().last("2 months", date(2026, 3, 15))
        Period(start=datetime.date(2026, 2, 1), end=datetime.date(2026, 3, 15))
        """
        count, grain = length(words)
        return Period(self.shift(self.start(today, grain), grain, 1 - count), today)

    def is_listed(self, grain: Grain) -> bool:
        """Whether no engine knows the periods of `grain`: they are then listed day by day."""
        if grain.civil is Grain.WEEK:
            return self.week_start != 0
        return self.retail is not None and grain.is_fiscal

    def fiscal_year(self, day: date) -> int:
        """The civil year that the fiscal year of `day` is named after."""
        if self.retail:
            ends = self.retail.number(day)
        else:
            ends = day.year + (self.fiscal_start > 1 and day.month >= self.fiscal_start)
        return ends - self._named_before

    def fiscal_year_named(self, number: int) -> Period:
        """The days of the fiscal year of a name."""
        ends = number + self._named_before
        if self.retail:
            return self.retail.year(ends)
        return self.period(date(ends, (self.fiscal_start - 2) % 12 + 1, 1), Grain.FISCAL_YEAR)

    def place(self, day: date, grain: Grain) -> int:
        """Which period of its year holds `day`, from 1: of the fiscal year for a fiscal grain."""
        if self.retail and grain.is_fiscal:
            return self.retail.place(day, grain)[1] + 1
        first = self.fiscal_start if grain.is_fiscal else 1
        return (day.month - first) % 12 // MONTHS[grain.civil] + 1

    def ends_month(self, day: date) -> bool:
        """Whether `day` is the last of its month, or of its month of whole weeks."""
        if self.retail and self.period(day, Grain.FISCAL_MONTH).end == day:
            return True
        return (day + _DAY).month != day.month

    @property
    def restates(self) -> bool:
        """Whether years are held against the same weeks 52 weeks before."""
        return self.retail is not None and self.retail.extra_week is ExtraWeek.RESTATED

    @property
    def _named_before(self) -> int:
        return int(self.year_name is YearName.START and self.fiscal_start > 1)
