"""Days, months, quarters and fiscal years: the arithmetic of time ranges."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from vigie.kit.errors import Invalid

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LAST = re.compile(r"\s*(\d{1,4})\s*(day|week|month|quarter|year)s?\s*", re.IGNORECASE)


class Grain(StrEnum):
    """A length of period that rows are grouped by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"

    @property
    def civil(self) -> "Grain":
        """The same length counted from January."""
        return Grain(self.value.removeprefix("fiscal_"))

    @property
    def is_fiscal(self) -> bool:
        return self.value.startswith("fiscal_")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Invalid(
                "The period ends on {end}, before it starts on {start}: swap the two dates.",
                start=self.start,
                end=self.end,
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def until(self, day: date) -> "Period":
        """This period cut at `day`, for a comparison to date."""
        return Period(self.start, max(self.start, min(self.end, day)))


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a company counts its years; `fiscal_start` is the fiscal year's first month, 1 to 12.

    A fiscal year is named after the calendar year in which it ends.
    """

    fiscal_start: int = 1

    def start(self, day: date, grain: Grain) -> date:
        """The first day of the period of `grain` that holds `day`."""
        civil = grain.civil
        if civil is Grain.DAY:
            return day
        if civil is Grain.WEEK:
            return day - timedelta(days=day.weekday())
        length = _MONTHS[civil]
        offset = (self.fiscal_start - 1) if grain.is_fiscal else 0
        month = day.year * 12 + day.month - 1 - offset
        month -= month % length
        return _first_of_month(month + offset)

    def period(self, day: date, grain: Grain) -> Period:
        """The whole period of `grain` that holds `day`."""
        start = self.start(day, grain)
        return Period(start, shift(start, grain, 1) - timedelta(days=1))

    def periods(self, span: Period, grain: Grain) -> Iterator[Period]:
        """Every period of `grain` that touches `span`, whole, in order."""
        current = self.period(span.start, grain)
        while current.start <= span.end:
            yield current
            current = self.period(current.end + timedelta(days=1), grain)

    def last(self, words: str, today: date) -> Period:
        """The range that words such as '12 months' name, the running period included.

        >>> Calendar().last("2 months", date(2026, 3, 15))
        Period(start=datetime.date(2026, 2, 1), end=datetime.date(2026, 3, 15))
        """
        count, grain = length(words)
        return Period(shift(self.start(today, grain), grain, 1 - count), today)


def length(words: str) -> tuple[int, Grain]:
    """The count and the unit that words such as '12 months' name."""
    match = _LAST.fullmatch(words)
    if not match or int(match[1]) == 0:
        raise Invalid(
            "'{words}' is not a length of time: write a number and a unit, as in '12 months'.",
            words=words,
        )
    return int(match[1]), Grain(match[2].lower())


def shift(day: date, grain: Grain, count: int) -> date:
    """`day` moved by `count` periods; the end of a shorter month stands in for a missing day.

    >>> shift(date(2024, 2, 29), Grain.YEAR, -1)
    datetime.date(2023, 2, 28)
    """
    civil = grain.civil
    if civil is Grain.DAY:
        return day + timedelta(days=count)
    if civil is Grain.WEEK:
        return day + timedelta(weeks=count)
    month = day.year * 12 + day.month - 1 + count * _MONTHS[civil]
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def _first_of_month(month: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, 1)
