"""Blank files to fill in: one table's columns as a header, and what each of them means."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vigie.kit.i18n import Locale, text
from vigie.model.schema import Column, ColumnType, Table
from vigie.model.wording import TYPES, presence

_DELIMITERS: Final[Mapping[Locale, str]] = {"en": ",", "fr": ";"}  # what Excel expects there
_ROWS: Final = 10_000  # as far as lists and formats reach down the sheet
_LIST_LIMIT: Final = 255  # characters that Excel allows in a list of values
_DICTIONARY: Final = text("Dictionary")
_HEADINGS: Final = (
    text("Column"),
    text("Label"),
    text("Type"),
    text("Presence"),
    text("Allowed values"),
    text("Meaning"),
)
_WIDTHS: Final = (26, 30, 28, 20, 60, 70)
_CELLS: Final[Mapping[ColumnType, str]] = {
    ColumnType.KEY: "@",  # or Excel would turn 00123 into 123
    ColumnType.TEXT: "@",
    ColumnType.DATE: "yyyy-mm-dd",
    ColumnType.INSTANT: "yyyy-mm-dd hh:mm:ss",
}


def importable(table: Table) -> tuple[Column, ...]:
    """The columns that a file can give."""
    return tuple(column for column in table.columns.values() if not column.computed)


def csv_template(table: Table, locale: Locale) -> bytes:
    """A CSV file that holds only the header, as a spreadsheet of `locale` opens it."""
    lines = StringIO()
    writer = csv.writer(lines, delimiter=_DELIMITERS[locale], lineterminator="\r\n")
    writer.writerow(column.name for column in importable(table))
    return lines.getvalue().encode("utf-8-sig")


def xlsx_template(table: Table, locale: Locale) -> bytes:
    """An Excel file: a sheet to fill in, named after the table, and a dictionary of its columns."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        _data_sheet(book, table, heading)
        _dictionary_sheet(book, table, locale, heading)
    return content.getvalue()


def _data_sheet(book: Workbook, table: Table, heading: Format) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(importable(table)):
        width = max(12, len(column.name) + 2)
        sheet.set_column(place, place, width, _cell_format(book, column))
        sheet.write_string(0, place, column.name, heading)
        _offer_values(sheet, place, column)


def _cell_format(book: Workbook, column: Column) -> Format | None:
    pattern = _CELLS.get(column.type)
    return book.add_format({"num_format": pattern}) if pattern else None


def _offer_values(sheet: Worksheet, place: int, column: Column) -> None:
    """A drop-down list of an enum's words."""
    if column.values and len(",".join(column.values)) <= _LIST_LIMIT:
        choice = {"validate": "list", "source": list(column.values)}
        sheet.data_validation(1, place, _ROWS, place, choice)


def _dictionary_sheet(book: Workbook, table: Table, locale: Locale, heading: Format) -> None:
    sheet = book.add_worksheet(_DICTIONARY.to(locale))
    sheet.freeze_panes(1, 0)
    for place, (words, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, words.to(locale), heading)
    for row, column in enumerate(importable(table), start=1):
        for place, cell in enumerate(_entry(column, locale)):
            sheet.write_string(row, place, cell)


def _entry(column: Column, locale: Locale) -> tuple[str, ...]:
    return (
        column.name,
        column.label.to(locale),
        TYPES[column.type].to(locale),
        presence(column).to(locale),
        ", ".join(column.values),
        column.description.to(locale) if column.description else "",
    )
