"""Days, months, quarters and years: the arithmetic of time ranges."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from vigie.kit.errors import Invalid

MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_LAST: Final = re.compile(
    r"\s*(\d{1,4})\s*(day|week|(?:fiscal[ _])?(?:month|quarter|year))s?\s*", re.IGNORECASE
)


class Grain(StrEnum):
    """A length of period that rows are grouped by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_MONTH = "fiscal_month"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"

    @property
    def civil(self) -> "Grain":
        """The same length counted from January."""
        return _CIVIL[self]

    @property
    def is_fiscal(self) -> bool:
        return self.value.startswith("fiscal_")


_CIVIL: Final = {grain: Grain(grain.removeprefix("fiscal_")) for grain in Grain}


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


def parse_date(word: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(word.strip())
    except ValueError as error:
        raise Invalid(
            "'{word}' is not a date: write year, month and day, as in 2026-03-31.", word=word
        ) from error


def length(words: str) -> tuple[int, Grain]:
    """The count and the unit that words such as '12 months' name."""
    match = _LAST.fullmatch(words)
    if not match or int(match[1]) == 0:
        raise Invalid(
            "'{words}' is not a length of time: write a number and a unit, as in '12 months'.",
            words=words,
        )
    return int(match[1]), Grain(match[2].lower().replace(" ", "_"))


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
    month = day.year * 12 + day.month - 1 + count * MONTHS[civil]
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def first_of_month(month: int) -> date:
    """The first day of a month counted from the year nought."""
    year, index = divmod(month, 12)
    return date(year, index + 1, 1)
