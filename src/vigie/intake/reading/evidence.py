"""What a sample of a column suggests, before the whole column is asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from vigie.intake.reading import dates
from vigie.intake.reading.formats import EXCEL_SERIAL, NumberFormat
from vigie.intake.reading.number import FORMATS, PLAIN, PLAIN_COMMA, WHOLE_FLOAT, number
from vigie.intake.reading.words import BLANKS, FALSE, TRUE

_SUGGESTS: Final = 0.6  # of the sample
_GLANCE: Final = 20  # values among which one must hold before all are tried
_DIGIT: Final = re.compile("[0-9]")
_GROUPED: Final = re.compile(r"[-+]?[0-9]{1,3}(?:[.,][0-9]{3})+")
_SERIALS: Final = (20_000, 80_000)  # 1954 to 2119, as Excel counts days


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The readings that are worth counting over a whole column.

    `plain` and `comma` say that the sample is mostly numbers as programs write them, and that the
    marks in it cannot all be thousands marks.
    """

    filled: int = 0
    numeric: bool = False
    plain: bool = False
    comma: bool = False
    floats: bool = False  # integers written as 17850.0
    serial: bool = False  # numbers that may be Excel's days
    date_formats: tuple[str, ...] = ()
    boolean: bool = False


def suggest(values: Sequence[str], given_format: str | None = None) -> Suggestion:
    """What a sample of a column's cells may be; `given_format` is tried as a date too."""
    filled = [value for value in values if value.strip() and value.strip() not in BLANKS]
    if not filled:
        return Suggestion()
    marked = [value for value in filled if "." in value or "," in value]
    clear = not marked or not all(_GROUPED.fullmatch(value) for value in marked)
    words = {value.strip().lower() for value in filled}
    return Suggestion(
        filled=len(filled),
        numeric=_most(filled, _is_number),
        plain=clear and _most(filled, partial(_has_shape, PLAIN)),
        comma=clear and _most(filled, partial(_has_shape, PLAIN_COMMA)),
        floats=_most(filled, partial(_has_shape, WHOLE_FLOAT)),
        serial=_most(filled, _is_serial),
        date_formats=_date_formats(filled, given_format),
        boolean=words <= {*TRUE, *FALSE} and not all(word.isdecimal() for word in words),
    )


def _has_shape(shape: str, value: str) -> bool:
    return re.fullmatch(shape, value) is not None


def _most(values: Sequence[str], holds: Callable[[str], bool]) -> bool:
    if not any(map(holds, values[:_GLANCE])):
        return False
    return sum(map(holds, values)) >= max(1, len(values) * _SUGGESTS)


def _date_formats(filled: Sequence[str], given: str | None) -> tuple[str, ...]:
    known = (given, *dates.FORMATS) if given and given != EXCEL_SERIAL else dates.FORMATS
    return tuple(form for form in dict.fromkeys(known) if _most(filled, partial(_is_day, form)))


def _is_day(date_format: str, value: str) -> bool:
    if not _DIGIT.search(value) or not dates.fits(value, date_format):
        return False
    if date_format != "%Y%m%d":
        return True  # 31/02 is a mistaken day, not a word
    day = dates.day(value, date_format)
    return day is not None and 1900 <= day.year <= 2100


def _is_number(value: str) -> bool:
    return bool(_DIGIT.search(value)) and any(number(value, form) is not None for form in FORMATS)


def _is_serial(value: str) -> bool:
    found = number(value, NumberFormat())
    return found is not None and _SERIALS[0] <= found <= _SERIALS[1]
