"""`vigie query`: a question in words, the answer as a table, CSV, JSON or Parquet."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import click

from vigie.cli.desk import Desk, pass_desk, workspace_option
from vigie.kit.errors import Invalid, UsageError
from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import Locale
from vigie.kit.periods import Grain, parse_date
from vigie.metrics.query import Query
from vigie.metrics.result import NOT_FILLED, Result, ResultColumn
from vigie.workspace import Workspace

Format = Literal["table", "csv", "json", "parquet"]


@click.command()
@click.argument("metrics", metavar="METRIC...", nargs=-1, required=True)
@click.option("--by", metavar="DIM[:GRAIN]", multiple=True, help="Cut by this (repeatable).")
@click.option("--where", metavar="'FIELD OP VALUE'", multiple=True, help="Filter (repeatable).")
@click.option("--from", "date_from", metavar="DATE", help="First day, YYYY-MM-DD.")
@click.option("--to", "date_to", metavar="DATE", help="Last day, YYYY-MM-DD.")
@click.option("--last", metavar="LENGTH", help="Such as '12 months', up to today.")
@click.option(
    "--compare",
    metavar="WHAT",
    multiple=True,
    help="previous_period, previous_year, target, budget or forecast (repeatable).",
)
@click.option("--as-of", metavar="DATE", help="Pretend that this day is today.")
@click.option("--order", metavar="COLUMN", multiple=True, help="Sort; -COLUMN: largest first.")
@click.option("--limit", type=int, help="At most so many rows.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json; errors in JSON too.")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file.")
@click.option("--explain", is_flag=True, help="Show the plan and the SQL instead of the answer.")
@workspace_option
@pass_desk
def query(
    desk: Desk,
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    where: tuple[str, ...],
    date_from: str | None,
    date_to: str | None,
    last: str | None,
    compare: tuple[str, ...],
    as_of: str | None,
    order: tuple[str, ...],
    limit: int | None,
    format_: Format,
    as_json: bool,
    output: Path | None,
    explain: bool,
    directory: Path,
) -> None:
    """Ask for one or more metrics, as in: vigie query revenue --by month --last '12 months'."""
    try:
        question = Query(
            metrics,
            by=by,
            where=where,
            date_from=parse_date(date_from) if date_from else None,
            date_to=parse_date(date_to) if date_to else None,
            last=last,
            compare=compare,
            as_of=parse_date(as_of) if as_of else None,
            order=order,
            limit=limit,
        )
    except Invalid as error:
        # An option that cannot mean anything is wrong usage, whatever the data hold.
        raise UsageError(error.text.template, **error.text.values) from error
    with desk.workspace(directory) as workspace:
        if explain:
            desk.console.out(workspace.metrics.explain(question))
            return
        result = workspace.metrics.query(question)
        answer = _written(result, "json" if as_json else format_, workspace)
        _deliver(desk, answer, output)
        if format_ != "json" and not as_json:
            _notes(desk, result, workspace.settings.locale)


def _deliver(desk: Desk, answer: bytes, output: Path | None) -> None:
    if output is None:
        desk.console.raw(answer)
        return
    try:
        desk.path(output).write_bytes(answer)
    except OSError as error:
        raise UsageError(
            "{file} cannot be written: {reason}.", file=output, reason=error.strerror
        ) from error


def _written(result: Result, format_: Format, workspace: Workspace) -> bytes:
    match format_:
        case "json":
            return (result.json() + "\n").encode()
        case "csv":
            return _csv(result).encode()
        case "parquet":
            return _parquet(result)
        case "table":
            return _table(result, workspace).encode()


def _csv(result: Result) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(column.name for column in result.columns)
    writer.writerows([_harmless(value) for value in row] for row in result.rows)
    return target.getvalue()


def _harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def _parquet(result: Result) -> bytes:
    import pyarrow.parquet as pq

    target = io.BytesIO()
    pq.write_table(result.arrow(), target)
    return target.getvalue()


def _table(result: Result, workspace: Workspace) -> str:
    settings = workspace.settings
    formatter = Formatter(settings.locale, settings.currency, settings.calendar)
    head = [column.label.to(settings.locale) for column in result.columns]
    body = [
        [_cell(value, column, formatter) for value, column in zip(row, result.columns, strict=True)]
        for row in result.rows
    ]
    return _aligned([head, *body], [column.unit is not None for column in result.columns])


def _cell(value: Any, column: ResultColumn, formatter: Formatter) -> str:
    if column.role == "period" and isinstance(value, date):
        return formatter.period(value, Grain(column.name.rpartition(":")[2]))
    if column.unit is None:
        shown = NOT_FILLED.to(formatter.locale) if value is None else value
        return str(shown)
    if column.measure == "relative_change":
        return formatter.relative(value)
    if column.measure == "difference":
        return formatter.variance(value, column.unit, _digits(column.unit))
    return formatter.value(value, column.unit)


def _digits(unit: Unit) -> int:
    """Decimals of a difference written in full."""
    return {Unit.CURRENCY: 2, Unit.COUNT: 0, Unit.QUANTITY: 0}.get(unit, 1)


def _aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]]) + "\n"


def _notes(desk: Desk, result: Result, locale: Locale) -> None:
    if result.basis:
        desk.console.note(result.basis.to(locale))
    for warning in result.warnings:
        desk.console.note(f"! {warning.to(locale)}")


COMMANDS: Final = (query,)
