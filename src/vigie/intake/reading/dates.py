"""The grammar of written days and instants, for Python and for the engine alike.

A format is a strptime form, `EXCEL_SERIAL`, or a form with `%b` (a month in letters). A time of
day may follow any of them, and ISO is always understood.
"""

import datetime as dt
import re
from contextlib import suppress
from decimal import ROUND_HALF_UP
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from vigie.intake.reading.formats import EXCEL_SERIAL, NumberFormat
from vigie.intake.reading.months import MONTHS, WORD, plain_word
from vigie.intake.reading.number import number

ISO: Final = "%Y-%m-%d"
FORMATS: Final = (
    ISO, "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%Y%m%d", "%d %b %Y", "%b %d %Y",
)  # fmt: skip
"""The formats that are recognised; another may be given."""

ISO_DAY: Final = "([12][0-9]{3})-([0-9]{1,2})-([0-9]{1,2})"
_ISO_TIME: Final = r"((?:[01]?[0-9])|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]+))?)?"
_OFFSET: Final = "(?: ?(Z|[+-][01][0-9]:?[0-5][0-9]|[+-][01][0-9]))"
ISO_SHAPE: Final = rf"\s*{ISO_DAY}(?:[ T]{_ISO_TIME}{_OFFSET}?)?\s*"
ISO_LOCAL: Final = rf"{ISO_DAY}(?:[ T]{_ISO_TIME})?"
"""What the engine casts without help: no offset, no spaces around."""

OFFSET_SHAPE: Final = rf".*:[0-9.]+{_OFFSET}\s*"

DAY_FIRST_WORDS: Final = (
    rf"\s*([0-9]{{1,2}})(?:er)?[ ./-]+({WORD})[ .,/-]+([12][0-9]{{3}}|[0-9]{{2}})\s*"
)
MONTH_FIRST_WORDS: Final = (
    rf"\s*({WORD})[ ./-]+([0-9]{{1,2}})[ .,/-]+([12][0-9]{{3}}|[0-9]{{2}})\s*"
)

SERIAL_RANGE: Final = (1, 2958465)  # 1899-12-31 to 9999-12-31
_SERIAL_ORIGIN: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a wall clock
_TIMES: Final = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %Hh%M",
)  # fmt: skip
_SHAPES: Final = {
    "d": "[0-9]{1,2}", "m": "[0-9]{1,2}", "Y": "[12][0-9]{3}", "y": "[0-9]{2}",
    "H": "[0-9]{1,2}", "I": "[0-9]{1,2}", "M": "[0-9]{2}", "S": "[0-9]{2}", "f": "[0-9]{1,6}",
    "p": "[AaPp][Mm]",
}  # fmt: skip


def is_worded(date_format: str) -> bool:
    """Whether the month is in letters."""
    return "%b" in date_format or "%B" in date_format


def is_month_first(date_format: str) -> bool:
    """Whether the month in letters comes before the day."""
    return date_format.lower().index("%b") < date_format.index("%d")


@lru_cache
def variants(date_format: str) -> tuple[str, ...]:
    """`date_format` alone and with each way of writing a time of day."""
    if re.search("%[HI]", date_format):
        return (date_format,)
    return tuple(date_format + time for time in _TIMES)


@lru_cache
def shape(date_format: str) -> str:
    """The expression that a value in `date_format`, with or without a time, matches."""
    if is_worded(date_format):
        return MONTH_FIRST_WORDS if is_month_first(date_format) else DAY_FIRST_WORDS
    forms = "|".join(_shape(variant) for variant in variants(date_format))
    return rf"\s*(?:{forms})\s*"


def fits(written: str, date_format: str) -> bool:
    """Whether `written` has the shape of `date_format`, be it a day of the calendar or not."""
    expression = ISO_SHAPE if date_format == ISO else shape(date_format)
    return re.fullmatch(expression, written) is not None


def instant(written: str, date_format: str | None, time_zone: str) -> dt.datetime | None:
    """The wall clock in `time_zone` that `written` names; None when it names none.

    >>> instant("31/01/2026 14:05", "%d/%m/%Y", "Europe/Paris")
    datetime.datetime(2026, 1, 31, 14, 5)
    """
    if date_format == EXCEL_SERIAL:
        return _serial(written)
    if date_format and re.fullmatch(shape(date_format), written):
        found = _worded if is_worded(date_format) else _formatted
        return found(written, date_format)
    return _iso(written, time_zone)


def day(written: str, date_format: str | None) -> dt.date | None:
    """The day that `written` names; None when it names none.

    >>> day("31/02/2026", "%d/%m/%Y")
    """
    moment = instant(written, date_format, "UTC")
    return moment.date() if moment else None


def _shape(variant: str) -> str:
    # Without separators every part has its full width: 20260131.
    packed = "%m%d" in variant
    shapes = {**_SHAPES, "d": "[0-9]{2}", "m": "[0-9]{2}"} if packed else _SHAPES
    parts = re.split("%([a-zA-Z])", variant)
    return "".join(
        shapes.get(part, re.escape("%" + part)) if index % 2 else re.escape(part)
        for index, part in enumerate(parts)
    )


def _formatted(written: str, date_format: str) -> dt.datetime | None:
    for variant in variants(date_format):
        with suppress(ValueError):
            return dt.datetime.strptime(written.strip(), variant)  # noqa: DTZ007  a wall clock
    return None


def _worded(written: str, date_format: str) -> dt.datetime | None:
    match = re.fullmatch(shape(date_format), written)
    assert match is not None  # noqa: S101  the caller matched the shape
    first, second, year = match.groups()
    number_of_day, word = (second, first) if is_month_first(date_format) else (first, second)
    month = MONTHS.get(plain_word(word))
    if month is None:
        return None
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 69 else 1900)
    with suppress(ValueError):
        return dt.datetime(full, month, int(number_of_day))  # noqa: DTZ001
    return None


def _serial(written: str) -> dt.datetime | None:
    days = number(written, NumberFormat())
    if days is None or not SERIAL_RANGE[0] <= days < SERIAL_RANGE[1] + 1:
        return None
    seconds = ((days - int(days)) * 86400).to_integral_value(ROUND_HALF_UP)
    return _SERIAL_ORIGIN + dt.timedelta(days=int(days), seconds=int(seconds))


def _iso(written: str, time_zone: str) -> dt.datetime | None:
    match = re.fullmatch(ISO_SHAPE, written)
    if match is None:
        return None
    *parts, fraction, offset = match.groups(default="0")
    year, month, number_of_day, hour, minute, second = map(int, parts)
    micros = int(fraction[:6].ljust(6, "0"))
    with suppress(ValueError, OverflowError):
        moment = dt.datetime(year, month, number_of_day, hour, minute, second, micros)  # noqa: DTZ001
        return moment if offset == "0" else _local(moment, offset, time_zone)
    return None


def _local(moment: dt.datetime, offset: str, time_zone: str) -> dt.datetime:
    digits = "+0000" if offset == "Z" else offset.replace(":", "").ljust(5, "0")
    away = dt.timedelta(hours=int(digits[1:3]), minutes=int(digits[3:]))
    world = moment - away if digits[0] == "+" else moment + away
    there = world.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(time_zone))
    return there.replace(tzinfo=None)
