"""`vigie rows`: the rows behind a figure, a page at a time."""

from pathlib import Path
from typing import Final, Literal

import click

from vigie.cli.access import FILES, reader_options, take_away
from vigie.cli.desk import Desk, pass_desk, workspace_option
from vigie.cli.written import as_csv, as_table, deliver
from vigie.kit.errors import Invalid, UsageError
from vigie.kit.formats import Formatter
from vigie.kit.i18n import text
from vigie.kit.periods import parse_date
from vigie.metrics.answers.cells import cell as cell_of
from vigie.metrics.answers.result import Result
from vigie.metrics.language.comparison import Align
from vigie.workspace import Workspace

Format = Literal["table", "csv", "json"]


@click.command()
@click.argument("metric")
@click.option(
    "--cell",
    metavar="DIM:MEMBER",
    multiple=True,
    help="Where the figure stands: region:Bretagne, month:2026-01-01 (repeatable).",
)
@click.option("--column", metavar="NAME", help="Another figure, such as revenue_previous_year.")
@click.option("--part", metavar="NAME", help="Which side of a ratio, a formula or a share.")
@click.option("--where", metavar="'FIELD OP VALUE'", multiple=True, help="Filter (repeatable).")
@click.option("--from", "date_from", metavar="DATE", help="First day, YYYY-MM-DD.")
@click.option("--to", "date_to", metavar="DATE", help="Last day, YYYY-MM-DD.")
@click.option("--last", metavar="LENGTH", help="Such as '12 months', up to today.")
@click.option("--compare", metavar="WHAT", multiple=True, help="As in 'vigie query'.")
@click.option(
    "--align",
    type=click.Choice([one.value for one in Align]),
    default=Align.DAYS.value,
    show_default=True,
    help="As in 'vigie query'.",
)
@click.option("--show", metavar="WHAT", multiple=True, help="As in 'vigie query'.")
@click.option("--as-of", metavar="DATE", help="Pretend that this day is today.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, help="Rows to pass over.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json; errors in JSON too.")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file.")
@reader_options
@workspace_option
@pass_desk
def rows(
    desk: Desk,
    metric: str,
    cell: tuple[str, ...],
    column: str | None,
    part: str | None,
    where: tuple[str, ...],
    date_from: str | None,
    date_to: str | None,
    last: str | None,
    compare: tuple[str, ...],
    align: str,
    show: tuple[str, ...],
    as_of: str | None,
    limit: int,
    offset: int,
    format_: Format,
    as_json: bool,
    output: Path | None,
    directory: Path,
) -> None:
    """Open the rows behind a figure, as in: vigie rows revenue --cell region:Bretagne."""
    with desk.workspace(directory) as workspace:
        if output or format_ in FILES:
            take_away()
        try:
            place = cell_of(cell)
            days = [parse_date(day) if day else None for day in (date_from, date_to, as_of)]
        except Invalid as error:
            raise UsageError(error.text.template, **error.text.values) from error
        found = workspace.rows_behind(
            metric,
            place,
            column=column,
            part=part,
            where=where,
            date_from=days[0],
            date_to=days[1],
            last=last,
            compare=compare,
            align=align,
            show=show,
            as_of=days[2],
            limit=limit,
            offset=offset,
        )
        deliver(desk, _written(found, "json" if as_json else format_, workspace), output)
        if format_ == "table" and not as_json:
            _notes(desk, found, workspace)


def _written(result: Result, format_: Format, workspace: Workspace) -> bytes:
    match format_:
        case "json":
            return (result.json() + "\n").encode()
        case "csv":
            return as_csv(result).encode()
        case "table":
            return as_table(result, workspace).encode()


def _notes(desk: Desk, found: Result, workspace: Workspace) -> None:
    """What the rows add up to, and what else can be opened."""
    settings, unit = workspace.settings, found.columns[-1].unit
    total = Formatter(settings.locale, settings.currency).value(found.total, unit) if unit else ""
    sentences = [
        text("{count} rows, {total} together.", count=found.total_rows or 0, total=total),
    ]
    if len(found.parts) > 1:
        sentences.append(text("Parts: {parts}.", parts=", ".join(found.parts)))
    for sentence in sentences:
        desk.console.note(sentence.to(settings.locale))


COMMANDS: Final = (rows,)
