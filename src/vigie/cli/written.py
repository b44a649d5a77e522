"""How an answer is written: a table for people, CSV or Parquet for programs."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from vigie.cli.desk import Desk
from vigie.kit.errors import UsageError
from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import text
from vigie.kit.periods import Grain
from vigie.metrics.answers.result import NOT_FILLED, Result, ResultColumn
from vigie.model.words import word
from vigie.workspace import Workspace

TOTAL: Final = text("Total")


def deliver(desk: Desk, answer: bytes, output: Path | None) -> None:
    """Prints an answer, or writes it to a file."""
    if output is None:
        desk.console.raw(answer)
        return
    try:
        desk.path(output).write_bytes(answer)
    except OSError as error:
        raise UsageError(
            "{file} cannot be written: {reason}.", file=output, reason=error.strerror
        ) from error


def as_csv(result: Result) -> str:
    """The rows under their column names."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(column.name for column in result.columns)
    writer.writerows([_harmless(value) for value in row] for row in result.rows)
    return target.getvalue()


def _harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def as_table(result: Result, workspace: Workspace) -> str:
    """The rows for people: labels, units and dates in the company's language."""
    settings = workspace.settings
    formatter = Formatter(settings.locale, settings.currency, settings.calendar)
    head = [column.label.to(settings.locale) for column in result.columns]
    body = [
        [_cell(value, column, formatter) for value, column in zip(row, result.columns, strict=True)]
        for row in result.rows
    ]
    if result.totals:
        body.append(list(_totals(result.columns, result.totals, formatter)))
    return aligned([head, *body], [column.unit is not None for column in result.columns])


def _totals(
    columns: Sequence[ResultColumn], values: Sequence[Any], formatter: Formatter
) -> Iterator[str]:
    """The row of all rows together, named once; what has no total is left empty."""
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        if column.unit is None:
            yield "" if place else TOTAL.to(formatter.locale)
        else:
            yield "" if value is None else _cell(value, column, formatter)


def _cell(value: Any, column: ResultColumn, formatter: Formatter) -> str:
    if column.role == "period" and isinstance(value, date):
        return formatter.period(value, Grain(column.name.rpartition(":")[2]))
    if column.unit is None:
        if value is None:
            return NOT_FILLED.to(formatter.locale)
        return (
            word(str(value), *column.listed).to(formatter.locale) if column.listed else str(value)
        )
    if column.measure == "relative_change":
        return formatter.relative(value)
    if column.measure == "difference":
        return formatter.variance(value, column.unit, _digits(column.unit))
    return formatter.value(value, column.unit)


def _digits(unit: Unit) -> int:
    """Decimals of a difference written in full."""
    return {Unit.CURRENCY: 2, Unit.COUNT: 0, Unit.QUANTITY: 0}.get(unit, 1)


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Rows of words in columns, the first one as a heading; `right` aligns figures."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]]) + "\n"
