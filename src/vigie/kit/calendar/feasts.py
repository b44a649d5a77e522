"""The French public holidays, fixed by law or moving with Easter."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Region(StrEnum):
    """Which law says what a public holiday is."""

    FRANCE = "france"
    ALSACE_MOSELLE = "alsace-moselle"


class Feast(StrEnum):
    """A public holiday."""

    NEW_YEAR = "new_year"
    GOOD_FRIDAY = "good_friday"
    EASTER_MONDAY = "easter_monday"
    LABOUR_DAY = "labour_day"
    VICTORY_1945 = "victory_1945"
    ASCENSION = "ascension"
    WHIT_MONDAY = "whit_monday"
    NATIONAL_DAY = "national_day"
    ASSUMPTION = "assumption"
    ALL_SAINTS = "all_saints"
    ARMISTICE_1918 = "armistice_1918"
    CHRISTMAS = "christmas"
    SAINT_STEPHEN = "saint_stephen"

    @property
    def is_moving(self) -> bool:
        """Whether it stands at a distance from Easter, not on a date."""
        return self in _FROM_EASTER


_FROM_EASTER: Final = {
    Feast.GOOD_FRIDAY: -2,
    Feast.EASTER_MONDAY: 1,
    Feast.ASCENSION: 39,
    Feast.WHIT_MONDAY: 50,
}
_ON: Final = {
    Feast.NEW_YEAR: (1, 1),
    Feast.LABOUR_DAY: (5, 1),
    Feast.VICTORY_1945: (5, 8),
    Feast.NATIONAL_DAY: (7, 14),
    Feast.ASSUMPTION: (8, 15),
    Feast.ALL_SAINTS: (11, 1),
    Feast.ARMISTICE_1918: (11, 11),
    Feast.CHRISTMAS: (12, 25),
    Feast.SAINT_STEPHEN: (12, 26),
}
_LOCAL: Final = (Feast.GOOD_FRIDAY, Feast.SAINT_STEPHEN)  # Alsace and Moselle only


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, quarter = divmod(century, 4)
    moon = (8 * century + 13) // 25
    full = (19 * golden + century - leaps - moon + 15) % 30
    twos, ones = divmod(rest, 4)
    sunday = (32 + 2 * quarter + 2 * twos - full - ones) % 7
    late = (golden + 11 * full + 19 * sunday) // 433
    month = (full + sunday - 7 * late + 90) // 25
    return date(year, month, (full + sunday - 7 * late + 33 * month + 19) % 32)


def day_of(feast: Feast, year: int) -> date:
    """The day of a holiday in a year."""
    if feast.is_moving:
        return easter(year) + timedelta(days=_FROM_EASTER[feast])
    return date(year, *_ON[feast])


def feasts_in(region: Region) -> tuple[Feast, ...]:
    """The public holidays of a region, in the order of the year."""
    return tuple(one for one in Feast if region is Region.ALSACE_MOSELLE or one not in _LOCAL)


@lru_cache(maxsize=256)
def public_holidays(year: int, region: Region = Region.FRANCE) -> dict[date, Feast]:
    """The public holidays of a year; where two fall on one day, the moving one names it."""
    found = {day_of(one, year): one for one in feasts_in(region) if not one.is_moving}
    return found | {day_of(one, year): one for one in feasts_in(region) if one.is_moving}
