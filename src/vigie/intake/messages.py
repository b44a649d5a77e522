"""What each rule says of a row that breaks it, and how the row is mended."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vigie.kit.i18n import Text, text
from vigie.kit.spelling import nearest
from vigie.model.schema import ColumnType, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX


class Check(StrEnum):
    """The checks that follow from the model without being written as rules."""

    TYPE = "type"
    REQUIRED = "required"
    VALUES = "values"
    REFERENCE = "reference"
    DUPLICATE = "duplicate"
    RATE = "rate"
    CONFLICT = "conflict"
    TOTAL = "total"
    NO_LINES = "no_lines"
    UNREADABLE = "unreadable"


_NOT_OF_TYPE: Final[Mapping[ColumnType, Text]] = {
    ColumnType.DATE: text("{column}: this is not a date."),
    ColumnType.INSTANT: text("{column}: this is not a date and time."),
    ColumnType.BOOLEAN: text("{column}: this is neither yes nor no."),
    ColumnType.INTEGER: text("{column}: this is not a whole number."),
    ColumnType.JSON: text("{column}: this is not JSON."),
}
_NOT_A_NUMBER: Final = text("{column}: this is not a number.")
_REFUSED: Final = text("{column}: refused.")
_MESSAGES: Final[Mapping[str, Text]] = {
    Check.REQUIRED: text("{column} is missing."),
    Check.VALUES: text("{column}: this is not one of the known values."),
    Check.REFERENCE: text("{column}: this row is not there, or waits in quarantine itself."),
    Check.DUPLICATE: text("{column}: an earlier line has the same key and says something else."),
    Check.RATE: text("{column}: no exchange rate on or before the document's date."),
    Check.CONFLICT: text("{column}: lines disagree about the same thing; the first one was kept."),
    Check.TOTAL: text("{column}: this is not the sum of the lines."),
    Check.NO_LINES: text("{column} is unknown: none of the document's lines came in."),
    Check.UNREADABLE: text("This line does not read as a row."),
}
_FIXES: Final[Mapping[str, Text]] = {
    Check.TYPE: text("Correct the value, or say in the mapping how the file writes it."),
    Check.REQUIRED: text("Fill {column}, or map it to a column that is filled."),
    Check.REFERENCE: text("Import the missing row first, or correct {column}."),
    Check.DUPLICATE: text("Keep one of the lines, or map a key that tells them apart."),
    Check.RATE: text("Import the exchange rates (currency_rate), then retry the row."),
    Check.CONFLICT: text("Correct the lines that differ, or import the table from its own file."),
    Check.TOTAL: text("Check the document against its lines in the source."),
    Check.NO_LINES: text("Correct the lines that wait in quarantine, then retry them."),
    Check.UNREADABLE: text("Correct the line in the file and import the file again."),
}


def explain(table: Table, column: str, rule: str) -> Text:
    """What is wrong, in one sentence."""
    declared = next((r for r in table.rules if r.name == rule), None)
    if declared:
        return text("{message}", message=declared.message)
    if rule == Check.TYPE:
        known = table.columns.get(column.removesuffix(COMPANY_SUFFIX))
        said = _NOT_OF_TYPE.get(known.type, _NOT_A_NUMBER) if known else _NOT_A_NUMBER
        return _about(said, table, column)
    return _about(_MESSAGES.get(rule, _REFUSED), table, column)


def remedy(table: Table, column: str, rule: str, value: str | None = None) -> Text:
    """How to mend it; `value` lets the nearest valid word be named."""
    if rule == Check.VALUES:
        return _valid_words(table, column, value)
    if rule in _FIXES:
        return _about(_FIXES[rule], table, column)
    return text("Correct the row, or the mapping that made it.")


def _valid_words(table: Table, column: str, value: str | None) -> Text:
    words = table.columns[column].values
    guess = nearest(value.casefold(), words) if value else None
    known = ", ".join(words)
    if guess:
        return text("Did you mean {guess}? The values are: {known}.", guess=guess, known=known)
    return text("Use one of {known}, or translate the value in the mapping.", known=known)


def _about(said: Text, table: Table, column: str) -> Text:
    known = table.columns.get(column.removesuffix(COMPANY_SUFFIX))
    return Text(said.template, {"column": known.label if known else column})
