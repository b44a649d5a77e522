"""The days of the demo company: French holidays, working days, months and weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from vigie.demo.frame import Array
from vigie.kit.calendar.feasts import Feast, public_holidays
from vigie.kit.periods import Grain, shift
from vigie.warehouse.parquet import ColumnData

SATURDAY, SUNDAY = 5, 6
_OPENS, _CLOSES = 8 * 3600 + 1800, 18 * 3600 + 1800  # seconds of the day
NAMES = {
    Feast.NEW_YEAR: "Jour de l'an",
    Feast.EASTER_MONDAY: "Lundi de Pâques",
    Feast.LABOUR_DAY: "Fête du Travail",
    Feast.VICTORY_1945: "Victoire 1945",
    Feast.ASCENSION: "Ascension",
    Feast.WHIT_MONDAY: "Lundi de Pentecôte",
    Feast.NATIONAL_DAY: "Fête nationale",
    Feast.ASSUMPTION: "Assomption",
    Feast.ALL_SAINTS: "Toussaint",
    Feast.ARMISTICE_1918: "Armistice 1918",
    Feast.CHRISTMAS: "Noël",
}
# Zone C (Paris): first and last day as (month, day), good enough for every year.
SCHOOL_HOLIDAYS = {
    "Toussaint": ((10, 18), (11, 2)),
    "Noël": ((12, 20), (12, 31)),
    "Hiver": ((2, 20), (3, 7)),
    "Printemps": ((4, 17), (5, 2)),
    "Été": ((7, 5), (8, 31)),
}


@dataclass(frozen=True)
class Span:
    """The days of the demo, from the first of a month to `until`, both included."""

    start: date
    until: date

    @classmethod
    def ending(cls, until: date, years: int = 3) -> "Span":
        """`years` whole years before `until`, from the first day of their first month."""
        return cls(shift(until, Grain.YEAR, -years).replace(day=1), until)

    @cached_property
    def days(self) -> Array:
        """Every day, as datetime64[D]."""
        return np.arange(np.datetime64(self.start), np.datetime64(self.until) + 1)

    @cached_property
    def months(self) -> Array:
        """The first day of every month, as datetime64[M]."""
        return np.unique(self.days.astype("datetime64[M]"))

    @cached_property
    def mondays(self) -> Array:
        """The first day of every ISO week that the span touches."""
        first = self.days[0] - weekday(self.days[:1])[0]
        return np.arange(first, self.days[-1] + 1, 7)

    @cached_property
    def holidays(self) -> dict[date, str]:
        """The public holidays, a year beyond the span included."""
        found: dict[date, str] = {}
        for year in range(self.start.year, self.until.year + 2):
            found.update({day: NAMES[feast] for day, feast in public_holidays(year).items()})
        return found

    @cached_property
    def holiday_days(self) -> Array:
        return np.array(sorted(self.holidays), dtype="datetime64[D]")

    @cached_property
    def last(self) -> np.datetime64:
        return np.datetime64(self.until)

    def month_of(self, days: Array) -> Array:
        """The position of each day's month in `months`."""
        return (days.astype("datetime64[M]") - self.months[0]).astype(np.int64)

    def week_of(self, days: Array) -> Array:
        """The position of each day's week in `mondays`."""
        return (days - self.mondays[0]).astype(np.int64) // 7

    def years_since_start(self, days: Array) -> Array:
        return (days - self.days[0]).astype(np.float64) / 365.25

    def months_before_end(self, days: Array) -> Array:
        """How many months (of 30.4 days) each day lies before `until`."""
        return (self.last - days).astype(np.float64) / 30.4375

    def ago(self, days: int) -> np.datetime64:
        return np.datetime64(self.until - timedelta(days=days))

    def is_open(self, days: Array) -> Array:
        """Which days are working days, Monday to Friday but holidays."""
        return np.is_busday(days, holidays=self.holiday_days)

    def working_day(self, days: Array, offset: Array | int = 0) -> Array:
        """The working day `offset` working days after each day (itself when it is one)."""
        return np.busday_offset(days, offset, roll="forward", holidays=self.holiday_days)


def weekday(days: Array) -> Array:
    """0 for Monday to 6 for Sunday."""
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


def at_hour(chance: np.random.Generator, days: Array, first: int = 8, last: int = 18) -> Array:
    """A moment of each day between two hours, thicker around 10:30 and 15:00."""
    morning = chance.normal(10.5, 1.0, len(days))
    afternoon = chance.normal(15.3, 1.2, len(days))
    hours = np.where(chance.random(len(days)) < 0.55, morning, afternoon)
    seconds = (np.clip(hours, first, last - 0.02) * 3600).astype(np.int64)
    return days.astype("datetime64[s]") + seconds


def office_hours(span: Span, moments: Array) -> Array:
    """Each moment, or the first half hour of work after it when the office is closed."""
    day = moments.astype("datetime64[D]")
    seconds = (moments - day.astype("datetime64[s]")).astype(np.int64)
    late = seconds >= _CLOSES
    opened = span.working_day(day + late)
    waits = late | (opened > day) | (seconds < _OPENS)
    return opened.astype("datetime64[s]") + np.where(waits, _OPENS + seconds % 1800, seconds)


def table(span: Span) -> dict[str, ColumnData]:
    """The columns of `calendar_date`, three months beyond `until` included."""
    days = np.arange(span.days[0], span.last + 93)
    dates: list[date] = days.tolist()
    names = [span.holidays.get(day) for day in dates]
    return {
        "date": days,
        "iso_week": np.array([day.isocalendar().week for day in dates]),
        "month": np.array([day.month for day in dates]),
        "quarter": np.array([(day.month + 2) // 3 for day in dates]),
        "fiscal_year": np.array([day.year for day in dates]),
        "fiscal_period": np.array([day.month for day in dates]),
        "is_business_day": span.is_open(days),
        "is_public_holiday": np.array([name is not None for name in names]),
        "holiday_name": names,
        "school_holiday_zone": [_school_zone(day) for day in dates],
    }


def _school_zone(day: date) -> str | None:
    inside = any(a <= (day.month, day.day) <= b for a, b in SCHOOL_HOLIDAYS.values())
    return "C" if inside else None
