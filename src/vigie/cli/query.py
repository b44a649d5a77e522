"""`vigie query`: a question in words, the answer as a table, CSV, JSON or Parquet."""

from pathlib import Path
from typing import Final, Literal

import click

from vigie.cli.access import FILES, reader_options, take_away
from vigie.cli.desk import Desk, pass_desk, workspace_option
from vigie.cli.written import as_csv, as_table, deliver
from vigie.kit.errors import Invalid, UsageError
from vigie.kit.i18n import Locale
from vigie.kit.periods import parse_date
from vigie.metrics.answers.result import Result
from vigie.metrics.language.comparison import Align
from vigie.metrics.question.query import Query
from vigie.web.export import as_parquet
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
    help="previous_period, previous_year, previous_year_weekday, previous_year_feast, a length "
    "such as '2 years', days such as 2024-01-01..2024-03-31, target, budget or forecast "
    "(repeatable).",
)
@click.option(
    "--align",
    type=click.Choice([one.value for one in Align]),
    default=Align.DAYS.value,
    show_default=True,
    help="What a running period is held against: as many days, or as many working days.",
)
@click.option(
    "--show",
    metavar="WHAT",
    multiple=True,
    help="year_to_date, 'trailing 12 months', 'moving_average 3 periods', cumulative, share, "
    "rank, 'share within region' … (repeatable).",
)
@click.option("--totals", is_flag=True, help="Add the figures of all rows together.")
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
@reader_options
@click.option("--explain", is_flag=True, help="Show the plan and the SQL instead of the answer.")
@click.option("--no-rollups", is_flag=True, help="Read the rows, not sums made beforehand.")
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
    align: str,
    show: tuple[str, ...],
    totals: bool,
    as_of: str | None,
    order: tuple[str, ...],
    limit: int | None,
    format_: Format,
    as_json: bool,
    output: Path | None,
    explain: bool,
    no_rollups: bool,
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
            align=align,
            as_of=parse_date(as_of) if as_of else None,
            order=order,
            limit=limit,
            show=show,
            totals=totals,
        )
    except Invalid as error:
        # An option that cannot mean anything is wrong usage, whatever the data hold.
        raise UsageError(error.text.template, **error.text.values) from error
    if totals and not as_json and format_ in ("csv", "parquet"):
        raise UsageError("Totals stand in a table or in JSON, where no one takes them for a row.")
    with desk.workspace(directory) as workspace:
        if output or format_ in FILES:
            take_away()
        if explain:
            desk.console.out(workspace.metrics.explain(question, rollups=not no_rollups))
            return
        result = workspace.metrics.query(question, rollups=not no_rollups)
        answer = _written(result, "json" if as_json else format_, workspace)
        deliver(desk, answer, output)
        if format_ != "json" and not as_json:
            _notes(desk, result, workspace.settings.locale)


def _written(result: Result, format_: Format, workspace: Workspace) -> bytes:
    match format_:
        case "json":
            return (result.json() + "\n").encode()
        case "csv":
            return as_csv(result).encode()
        case "parquet":
            return as_parquet(result)
        case "table":
            return as_table(result, workspace).encode()


def _notes(desk: Desk, result: Result, locale: Locale) -> None:
    if result.basis:
        desk.console.note(result.basis.to(locale))
    for warning in result.warnings:
        desk.console.note(f"! {warning.to(locale)}")


COMMANDS: Final = (query,)
