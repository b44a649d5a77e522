"""Values of any kind as a table prints them, and the document that they lead to."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import text
from vigie.metrics.answers.result import ResultColumn
from vigie.model.schema import NUMERIC_TYPES, ColumnType
from vigie.model.words import word

YES: Final = text("yes")
NO: Final = text("no")
_UNITS: Final = {
    ColumnType.INTEGER: Unit.COUNT,
    ColumnType.QUANTITY: Unit.QUANTITY,
    ColumnType.MONEY: Unit.CURRENCY,
    ColumnType.PRICE: Unit.CURRENCY,
    ColumnType.RATIO: Unit.RATIO,
    ColumnType.DECIMAL: Unit.NUMBER,
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One value in words; figures stand to the right."""

    words: str
    number: bool = False
    href: str | None = None


NOTHING: Final = Printed("")


def printed(value: Any, unit: Unit | None, formats: Formatter) -> Printed:
    """A value of an answer; a figure without a unit is a plain number."""
    match value:
        case None:
            return NOTHING
        case bool():
            return Printed((YES if value else NO).to(formats.locale))
        case int() | float() | Decimal():
            return Printed(formats.value(value, unit or Unit.QUANTITY), number=True)
        case datetime():
            return Printed(formats.instant(value))
        case date():
            return Printed(formats.date(value))
        case _:
            return Printed(str(value))


def printed_cell(value: Any, column: ResultColumn, formats: Formatter) -> Printed:
    """A value of an answer; one of a list in the words of its reader."""
    if column.listed and value is not None:
        return Printed(word(str(value), *column.listed).to(formats.locale))
    return printed(value, column.unit, formats)


def printed_column(value: Any, kind: ColumnType, formats: Formatter) -> Printed:
    """A value of a table's column; amounts are in the currency that `formats` writes."""
    unit = _UNITS[kind] if kind in NUMERIC_TYPES else None
    return printed(value, unit, formats)


def document(table: str, key: object) -> str:
    """The address of one row of a table."""
    return f"/records/{table}/{quote(str(key), safe='')}"
