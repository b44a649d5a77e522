"""`vigie contributions`: why a metric moved, as sentences and tables, CSV or JSON."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import click

from vigie.analysis.contributions.effects import Effect
from vigie.analysis.contributions.explain import contributions as explained
from vigie.analysis.contributions.question import USUAL_COMPARISON, Question
from vigie.analysis.contributions.result import Contributions, Part
from vigie.analysis.contributions.sentence import sentences
from vigie.analysis.contributions.table import as_json, flat
from vigie.cli.access import FILES, reader_options, take_away
from vigie.cli.desk import Desk, pass_desk, workspace_option
from vigie.cli.written import aligned, as_csv, deliver
from vigie.kit.errors import Invalid, UsageError
from vigie.kit.formats import Formatter
from vigie.kit.i18n import text
from vigie.kit.periods import parse_date

Format = Literal["table", "csv", "json"]
PRINTED: Final = 3  # dimensions, where none is asked for
_HEAD: Final = (text("Before"), text("After"), text("Contribution"), text("Share"))
_NOTES: Final = text("To know")
_FORMULA: Final = text("Figure")


@click.command()
@click.argument("metric")
@click.option(
    "--by", metavar="DIM", multiple=True, help="Explain by this (repeatable; default: all)."
)
@click.option("--where", metavar="'FIELD OP VALUE'", multiple=True, help="Filter (repeatable).")
@click.option("--from", "date_from", metavar="DATE", help="First day, YYYY-MM-DD.")
@click.option("--to", "date_to", metavar="DATE", help="Last day, YYYY-MM-DD.")
@click.option("--last", metavar="LENGTH", help="Up to today (default: '12 months').")
@click.option(
    "--compare",
    metavar="WHAT",
    default=USUAL_COMPARISON,
    show_default=True,
    help="What the figure is held against, as in 'vigie query'.",
)
@click.option("--as-of", metavar="DATE", help="Pretend that this day is today.")
@click.option("--top", type=int, default=10, show_default=True, help="Members to name.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
@click.option("--json", "as_json_", is_flag=True, help="Same as --format json; errors in JSON too.")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file.")
@reader_options
@workspace_option
@pass_desk
def contributions(
    desk: Desk,
    metric: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    date_from: str | None,
    date_to: str | None,
    last: str | None,
    compare: str,
    as_of: str | None,
    top: int,
    format_: Format,
    as_json_: bool,
    output: Path | None,
    directory: Path,
) -> None:
    """Say which members of which dimensions made a metric move, and by what.

    As in: vigie contributions revenue --last '3 months' --compare previous_year
    """
    try:
        question = Question(
            metric,
            by=by,
            where=where,
            date_from=parse_date(date_from) if date_from else None,
            date_to=parse_date(date_to) if date_to else None,
            last=last,
            compare=compare,
            as_of=parse_date(as_of) if as_of else None,
            top=top,
        )
    except Invalid as error:
        # An option that cannot mean anything is wrong usage, whatever the data hold.
        raise UsageError(error.text.template, **error.text.values) from error
    with desk.workspace(directory) as workspace:
        if output or format_ in FILES:
            take_away()
        settings = workspace.settings
        f = Formatter(settings.locale, settings.currency, settings.calendar)
        found = explained(workspace.metrics, question)
        deliver(desk, _written(found, "json" if as_json_ else format_, f, by).encode(), output)
        if format_ == "table" and not as_json_:
            for warning in found.warnings:
                desk.console.note(f"! {warning.to(settings.locale)}")


def _written(found: Contributions, format_: Format, f: Formatter, by: Sequence[str]) -> str:
    match format_:
        case "json":
            return as_json(found, f) + "\n"
        case "csv":
            return as_csv(flat(found))
        case "table":
            return "\n".join(_told(found, f, by))


def _told(found: Contributions, f: Formatter, by: Sequence[str]) -> Iterator[str]:
    yield " ".join(sentences(found, f)) + "\n"
    for one in found.breakdowns if by else found.breakdowns[:PRINTED]:
        yield _table(found, one.parts, one.telling.label.to(f.locale), f)
    if found.drivers and not by:
        yield _table(found, found.drivers, _FORMULA.to(f.locale), f)


def _table(found: Contributions, parts: Sequence[Part], heading: str, f: Formatter) -> str:
    had = {effect for part in parts for effect, _ in part.effects}
    effects = [effect for effect in Effect if effect in had]
    head = [heading, *(words.to(f.locale) for words in _HEAD)]
    head += [*(effect.label.to(f.locale) for effect in effects), _NOTES.to(f.locale)]
    rows = [_row(found, part, effects, f) for part in parts]
    return aligned([head, *rows], [False, *(True for _ in head[2:]), False])


def _row(found: Contributions, part: Part, effects: Sequence[Effect], f: Formatter) -> list[str]:
    unit, values = part.unit or found.unit, dict(part.effects)
    return [
        part.called(f.locale),
        f.value(part.before, unit),
        f.value(part.after, unit),
        f.variance(part.change, found.unit),
        f.percent(part.share, 0),
        *(f.variance(values.get(effect), found.unit) for effect in effects),
        ", ".join(sorted(flag.label.to(f.locale) for flag in part.flags)),
    ]


COMMANDS: Final = (contributions,)
