"""`vigie privacy`: the register, consents, requests of persons, retention."""

import csv
import io
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from vigie.cli.console import progress_on
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.kit.errors import UsageError
from vigie.kit.i18n import Locale, text
from vigie.kit.spelling import nearest

if TYPE_CHECKING:
    from vigie.warehouse.consents import Contact

lang_option = click.option(
    "--lang", type=click.Choice(["en", "fr"]), default=None, help="Default: the company's language."
)


@click.group()
def privacy() -> None:
    """Personal data: register, notices, consents, requests, retention."""


@privacy.command()
@click.option(
    "--format", "kind", type=click.Choice(["md", "csv", "json"]), default="md", show_default=True
)
@lang_option
@workspace_option
@pass_desk
def register(desk: Desk, kind: str, lang: str | None, directory: Path) -> None:
    """Print the register of processing activities (RGPD, art. 30)."""
    from vigie.privacy import written

    ways = {"md": written.markdown, "csv": written.comma_separated, "json": written.in_json}
    with desk.workspace(directory) as workspace:
        locale = workspace.settings.locale if lang is None else ("fr" if lang == "fr" else "en")
        desk.console.out(ways[kind](workspace.privacy.register(), locale).rstrip("\n"))


@privacy.command()
@click.argument("audience", metavar="AUDIENCE")
@lang_option
@workspace_option
@pass_desk
def notice(desk: Desk, audience: str, lang: str | None, directory: Path) -> None:
    """Print the information owed to customers, prospects, employees or users (art. 13 and 14)."""
    from vigie.privacy.notice import notice as written

    with desk.workspace(directory) as workspace:
        office = workspace.privacy
        known = office.declaration.audiences
        if audience not in known:
            raise UsageError(
                "There is no audience '{word}'; did you mean '{nearest}'?",
                word=audience,
                nearest=nearest(audience, known) or ", ".join(known),
            )
        locale = workspace.settings.locale if lang is None else ("fr" if lang == "fr" else "en")
        said = written(office.register(), office.declaration, audience, locale)
        desk.console.out(said.rstrip("\n"))


rows_argument = click.argument("rows", metavar="ROW...", nargs=-1, required=True)


@privacy.command()
@click.argument("term", metavar="TERM")
@json_option
@workspace_option
@pass_desk
def find(desk: Desk, term: str, as_json: bool, directory: Path) -> None:
    """Find a person by e-mail address, phone number, name or key; prints the rows about them."""
    with desk.workspace(directory) as workspace:
        found = workspace.privacy.requests.find(term)
        if as_json:
            told = [
                {"row": str(one.anchor), "name": one.name, "emails": one.emails,
                 "phones": one.phones}
                for one in found
            ]  # fmt: skip
            desk.console.out(json.dumps(told, ensure_ascii=False))
            return
        for one in found:
            said = " ".join((one.name, *one.emails, *one.phones))
            desk.console.out(f"{one.anchor!s:<28} {said}")


@privacy.command()
@rows_argument
@click.option("--to", "file", type=click.Path(path_type=Path), required=True, help="A zip.")
@workspace_option
@pass_desk
def export(desk: Desk, rows: tuple[str, ...], file: Path, directory: Path) -> None:
    """Write everything about a person to FILE, to be handed over (art. 15 and 20).

    ROW is what `vigie privacy find` prints: contact:K1.
    """
    from vigie.privacy.finding import anchor

    with desk.workspace(directory) as workspace:
        made = workspace.privacy.requests.hand_over([anchor(row) for row in rows])
        try:
            desk.path(file).write_bytes(made)
        except OSError as error:
            raise UsageError(
                "{file} cannot be written: {reason}.", file=file.name, reason=error.strerror
            ) from error


@privacy.command()
@rows_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@workspace_option
@pass_desk
def erase(desk: Desk, rows: tuple[str, ...], yes: bool, as_json: bool, directory: Path) -> None:
    """Erase a person for good: figures stay, nothing tells any more whose they are.

    Name every row of the person, as `vigie privacy find` prints them.
    """
    from vigie.privacy.finding import anchor

    anchors = [anchor(row) for row in rows]
    with desk.workspace(directory) as workspace:
        locale = workspace.settings.locale
        question = text("Erase the person of these {count} rows for good?", count=len(anchors)).to(
            locale
        )
        if not yes and not (desk.console.interactive and desk.console.ask(question)):
            raise UsageError("Nothing was erased: say --yes where nobody can be asked.")
        done = workspace.privacy.requests.erase(anchors, progress=progress_on(desk.console, locale))
        desk.console.status("")
        _say_done(desk, done, locale, as_json)


@privacy.command()
@click.argument("row", metavar="ROW")
@click.argument("column", metavar="COLUMN")
@click.argument("value", metavar="VALUE")
@workspace_option
@pass_desk
def rectify(desk: Desk, row: str, column: str, value: str, directory: Path) -> None:
    """Correct one column of a person's row; the wrong value does not come back by an import."""
    from vigie.privacy.finding import anchor

    with desk.workspace(directory) as workspace:
        workspace.privacy.requests.correct(anchor(row), column, value)


@privacy.command()
@rows_argument
@workspace_option
@pass_desk
def restrict(desk: Desk, rows: tuple[str, ...], directory: Path) -> None:
    """Set a person's data aside: rows stay for the figures, nothing tells whose they are."""
    from vigie.privacy.finding import anchor

    with desk.workspace(directory) as workspace:
        workspace.privacy.requests.restrict([anchor(row) for row in rows])


@privacy.command()
@rows_argument
@workspace_option
@pass_desk
def release(desk: Desk, rows: tuple[str, ...], directory: Path) -> None:
    """Lift a restriction: everything is there again."""
    from vigie.privacy.finding import anchor

    with desk.workspace(directory) as workspace:
        workspace.privacy.requests.release([anchor(row) for row in rows])


@privacy.command()
@json_option
@workspace_option
@pass_desk
def resume(desk: Desk, as_json: bool, directory: Path) -> None:
    """Finish erasures that were cut off."""
    with desk.workspace(directory) as workspace:
        for done in workspace.privacy.requests.resume():
            _say_done(desk, done, workspace.settings.locale, as_json)


@privacy.command()
@json_option
@workspace_option
@pass_desk
def requests(desk: Desk, as_json: bool, directory: Path) -> None:
    """List what was asked for and what came of it, the latest first."""
    with desk.workspace(directory) as workspace:
        for one in workspace.privacy.ledger.requests():
            if as_json:
                told = {
                    "id": one.id,
                    "kind": one.kind,
                    "state": one.state,
                    "opened": one.opened_at.isoformat(),
                    "certificate": one.certificate,
                }
                desk.console.out(json.dumps(told, ensure_ascii=False))
            else:
                at = one.opened_at.astimezone(workspace.settings.zone)
                desk.console.out(f"{one.id}  {at:%Y-%m-%d %H:%M}  {one.kind:<10} {one.state}")


@privacy.command()
@click.option("--purpose", required=True, help="prospecting, newsletter, profiling, survey, …")
@click.option("--channel", required=True, help="email, sms, phone, post or social.")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "json"]), default="csv", show_default=True
)
@workspace_option
@pass_desk
def contacts(desk: Desk, purpose: str, channel: str, kind: str, directory: Path) -> None:
    """List whom one may contact for a purpose by a channel, and nobody else.

    The latest decision counts, an objection always wins, silence is no.
    """
    from vigie.privacy.consents import table

    with desk.workspace(directory) as workspace:
        rows = table(workspace.privacy.consents.contacts(purpose, channel))
        if kind == "json":
            desk.console.out(json.dumps(rows, ensure_ascii=False))
            return
        written = io.StringIO()
        writer = csv.DictWriter(written, [field.name for field in fields(_contact())])
        writer.writeheader()
        writer.writerows(rows)
        desk.console.out(written.getvalue().rstrip())


@privacy.command()
@click.argument("row", metavar="ROW")
@click.option("--purpose", default=None, help="What it is about.")
@click.option("--channel", default=None, help="By which way.")
@click.option("--status", default=None, help="granted, denied or withdrawn.")
@click.option("--source", default="", help="Where it was given: a form, a letter, a call.")
@click.option("--proof", default="", help="What proves it.")
@click.option("--text-version", default="", help="The wording that was agreed to.")
@json_option
@workspace_option
@pass_desk
def consent(
    desk: Desk,
    row: str,
    purpose: str | None,
    channel: str | None,
    status: str | None,
    source: str,
    proof: str,
    text_version: str,
    as_json: bool,
    directory: Path,
) -> None:
    """Show what a person decided; with a purpose, a channel and a status: keep a decision.

    ROW is what `vigie privacy find` prints: contact:K1.
    """
    from vigie.privacy.consents import Recorded
    from vigie.privacy.finding import anchor

    with desk.workspace(directory) as workspace:
        desk_of, person = workspace.privacy.consents, anchor(row)
        if purpose and channel and status:
            said = Recorded(purpose, channel, status, source, proof, text_version)
            desk_of.record(person, said)
        elif purpose or channel or status:
            raise UsageError("Say --purpose, --channel and --status, or none of them.")
        for one in desk_of.of(person):
            if as_json:
                desk.console.out(json.dumps(asdict(one), ensure_ascii=False, default=str))
            else:
                holds = "*" if one.holds else " "
                line = (
                    f"{holds} {one.recorded_at:%Y-%m-%d %H:%M}  {one.purpose:<12} {one.channel:<8}"
                )
                desk.console.out(f"{line} {one.status:<10} {one.source or ''}".rstrip())


@privacy.command()
@click.option("--run", "do_it", is_flag=True, help="Make nameless what is over.")
@json_option
@workspace_option
@pass_desk
def retention(desk: Desk, do_it: bool, as_json: bool, directory: Path) -> None:
    """Tell what is older than it may be kept; with --run, make it nameless."""
    with desk.workspace(directory) as workspace:
        rules, locale = workspace.privacy.retention, workspace.settings.locale
        found = rules.run(progress=progress_on(desk.console, locale)) if do_it else rules.due()
        desk.console.status("")
        for one in found:
            if as_json:
                told = {"table": one.table, "months": one.rule.months, "over": one.count}
                desk.console.out(json.dumps({**told, "before": one.before.isoformat()}))
            else:
                desk.console.out(f"{one.table:<22} {one.rule.months:>4}  {one.count}")


def _contact() -> "type[Contact]":
    from vigie.warehouse.consents import Contact

    return Contact


def _say_done(desk: Desk, done: dict[str, Any], locale: Locale, as_json: bool) -> None:
    if as_json:
        desk.console.out(json.dumps(done, ensure_ascii=False, sort_keys=True))
        return
    changed = sum(done["rows"].values()) + sum(done["rows_beside"].values())
    said = text(
        "Request {request}: {rows} rows without a name now, {files} kept files cleaned.",
        request=done["request"],
        rows=changed,
        files=done["files"]["redacted"] + done["files"]["removed"],
    )
    desk.say(said, locale)
    if done["left"]:
        left = ", ".join(done["left"])
        desk.say(text("Something is still found in: {places}.", places=left), locale)
    else:
        desk.say(text("Searched afterwards: nothing is found any more."), locale)


COMMANDS: Final = (privacy,)
