"""The calendar as `vigie.toml` writes it."""

import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator

from vigie.kit.calendar.company import Calendar, YearName
from vigie.kit.calendar.feasts import Feast, Region
from vigie.kit.calendar.retail import ExtraWeek, Pattern, RetailYear, YearEnd
from vigie.kit.calendar.working import Closing, WorkingDays

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEK: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_CLOSING: Final = re.compile(r"(?P<year>\d{4}-)?\d\d-\d\d(\.\.(?P<until>\d{4}-)?\d\d-\d\d)?")
_LEAP: Final = "2000-"  # a year that has every date, for the dates that come back every year


def _read(word: object) -> Closing:
    match = _CLOSING.fullmatch(word) if isinstance(word, str) else None
    first, _, last = word.partition("..") if isinstance(word, str) else ("", "", "")
    if match is None or (last and bool(match["year"]) != bool(match["until"])):
        raise ValueError("write 2026-12-24, 12-24 for every year, or two days as in 08-03..08-16")
    yearly = match["year"] is None
    days = [date.fromisoformat(_LEAP + day if yearly else day) for day in (first, last or first)]
    if not yearly and days[1] < days[0]:
        raise ValueError("it ends before it starts")
    return Closing(days[0], days[1], yearly)


def _written(closing: Closing) -> str:
    days = [str(day).removeprefix(_LEAP if closing.yearly else "") for day in _ends(closing)]
    return "..".join(days)


def _ends(closing: Closing) -> tuple[date, ...]:
    return (closing.start,) if closing.start == closing.end else (closing.start, closing.end)


Closed = Annotated[Closing, PlainValidator(_read), PlainSerializer(_written)]


class CalendarForm(BaseModel):
    """The section `[calendar]`; the fiscal year's first month is the company's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weeks: Pattern | None = None  # the fiscal year in whole weeks; None: in civil months
    week_start: Weekday = "monday"
    year_end: YearEnd = YearEnd.LAST
    extra_week: ExtraWeek = ExtraWeek.RESTATED
    year_name: YearName = YearName.END
    working_week: Annotated[tuple[Weekday, ...], Field(min_length=1)] = _WEEK[:5]
    holidays: Region | Literal["none"] = Region.FRANCE
    worked_holidays: tuple[Feast, ...] = ()
    bridges: Literal["worked", "closed"] = "worked"
    closed: tuple[Closed, ...] = ()

    def calendar(self, fiscal_start: int) -> Calendar:
        """The calendar of a company whose fiscal year starts in this month."""
        return Calendar(
            fiscal_start=fiscal_start,
            week_start=_WEEK.index(self.week_start),
            retail=self._retail(fiscal_start),
            year_name=self.year_name,
            working=WorkingDays(
                weekdays=frozenset(_WEEK.index(day) for day in self.working_week),
                region=None if self.holidays == "none" else Region(self.holidays),
                worked=frozenset(self.worked_holidays),
                closes_bridges=self.bridges == "closed",
                closings=self.closed,
            ),
        )

    def _retail(self, fiscal_start: int) -> RetailYear | None:
        if self.weeks is None:
            return None
        start = _WEEK.index(self.week_start)
        return RetailYear(self.weeks, self.year_end, fiscal_start, start, self.extra_week)
