"""Figures as an Excel workbook: real numbers on one sheet, what they mean on the other."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import text
from vigie.metrics.answers.result import Result, ResultColumn
from vigie.web.export import WITHHELD

FIGURES: Final = text("Figures")
DEFINITION: Final = text("Definition")
WIDEST: Final = 60  # letters of a column

Told = Sequence[tuple[str, str]]  # what is said of the figures: a name, then words
_PATTERNS: Final = {
    Unit.COUNT: "#,##0",
    Unit.QUANTITY: "#,##0.##",
    Unit.RATIO: "0.0%",
    Unit.POINTS: "0.0",
    Unit.NUMBER: "#,##0.00",
}


def workbook(result: Result, told: Told, formats: Formatter) -> bytes:
    """The rows of an answer, and beside them how they were asked.

    Words are written as words, whatever they begin with: nothing in the file calculates.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": told[0][1] if told else "", "author": "Vigie"})
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        patterns = {c.name: book.add_format(_look(c, formats)) for c in result.columns}
        _figures(book.add_worksheet(FIGURES.to(formats.locale)), result, heading, patterns, formats)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "valign": "top"})
        _definition(book.add_worksheet(DEFINITION.to(formats.locale)), told, bold, wrapped)
    return target.getvalue()


def _figures(
    sheet: Worksheet,
    result: Result,
    heading: Format,
    patterns: dict[str, Format],
    formats: Formatter,
) -> None:
    for index, column in enumerate(result.columns):
        name = column.label.to(formats.locale)
        sheet.write_string(0, index, name, heading)
        values = (row[index] for row in result.rows)
        sheet.set_column(index, index, _width(name, values, column))
    for place, row in enumerate(result.rows, 1):
        for index, column in enumerate(result.columns):
            kept = (place - 1, column.name) in result.withheld
            value = WITHHELD if kept else row[index]
            _write(sheet, place, index, value, patterns[column.name])
    sheet.freeze_panes(1, 0)
    if result.rows:
        sheet.autofilter(0, 0, len(result.rows), len(result.columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(value), look)
        case datetime() | date():
            sheet.write_datetime(row, column, value, look)
        case _:
            sheet.write_string(row, column, str(value))


def _look(column: ResultColumn, formats: Formatter) -> dict[str, Any]:
    if column.type in ("date", "instant"):
        return {"num_format": "yyyy-mm-dd" if column.type == "date" else "yyyy-mm-dd hh:mm"}
    if column.measure == "relative_change":
        return {"num_format": "+0.0%;-0.0%;0.0%"}
    if column.unit is Unit.CURRENCY:
        return {"num_format": f'#,##0.00 "{formats.symbol}"'}
    if column.unit is Unit.RATIO and column.measure == "difference":
        return {"num_format": "+0.0%;-0.0%;0.0%"}
    return {"num_format": _PATTERNS.get(column.unit or Unit.NUMBER, "0.0")}


def _width(name: str, values: Iterable[Any], column: ResultColumn) -> float:
    if column.type != "text":
        return max(14, min(24, len(name)))
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(WIDEST, max(12, longest, len(name)))


def _definition(sheet: Worksheet, told: Told, bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for place, (name, words) in enumerate(told):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, words, wrapped)
