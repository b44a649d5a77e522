"""How a received file is written: the recognised facts, and the overrides a person may give."""

from dataclasses import dataclass
from enum import StrEnum

from vigie.kit.i18n import Locale

EXCEL_SERIAL = "excel"
"""The date format of a column that counts days since 1899-12-30, as Excel stores dates."""

MONTH_NAMES = "%d %b %Y"
"""The date format of days with a month in letters, French or English: 3-janv.-26, 03 March 2026."""


class FileKind(StrEnum):
    """What a file is, by its content rather than its name."""

    DELIMITED = "delimited"
    EXCEL = "excel"
    PARQUET = "parquet"
    JSON = "json"


class ValueKind(StrEnum):
    """What at least nine in ten filled values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person or a mapping file knows better than recognition; None means: recognise.

    `header_row` counts physical lines from 1; 0 says that the file has no header.
    `date_format` is a strptime form (`%d/%m/%Y`) or `excel` for serial numbers.
    `locale` and `time_zone` settle what the file alone cannot: the reading of 03/04/2026, and the
    wall clock of instants that carry an offset.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    date_format: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    locale: Locale = "fr"
    time_zone: str = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a column writes numbers.

    Whatever the marks, a number may carry a currency or percent sign, a leading or trailing
    minus, accounting parentheses, an exponent.
    """

    decimal: str = "."
    thousands: str = ""  # none, " " (stands for all three spaces), ".", "," or "'"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file was read, for people to confirm; None where it has no meaning for the kind."""

    kind: FileKind
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    sheet: str | None = None
    header_row: int | None = None  # physical line of the header from 1; 0 when there is none
    compression: str | None = None  # "gzip", "zip", "tar" …
