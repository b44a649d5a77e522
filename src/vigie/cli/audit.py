"""`vigie audit`: who did what, and whether the record of it is whole."""

import csv
import io
import json
from pathlib import Path
from typing import Final

import click

from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.cli.users import open_people
from vigie.kit.errors import UsageError, VigieError
from vigie.kit.i18n import text


@click.group()
def audit() -> None:
    """Who did what: a record that cannot be altered unseen."""


@audit.command("list")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@json_option
@workspace_option
@pass_desk
def list_entries(desk: Desk, limit: int, as_json: bool, directory: Path) -> None:
    """List what was done, the latest first."""
    from vigie.people.audit import Wish

    with open_people(desk, directory) as people:
        names = {one.id: one.email for one in people.directory.all()}
        for one in people.audit.entries(Wish(limit=limit)):
            actor = names.get(one.actor, one.actor)
            if as_json:
                told = {
                    "number": one.number,
                    "at": one.at.isoformat(),
                    "action": one.action,
                    "actor": actor,
                    "subject": one.subject,
                    "detail": json.loads(one.detail),
                    "address": one.address,
                }
                desk.console.out(json.dumps(told, ensure_ascii=False))
            else:
                at = one.at.astimezone(people.settings.zone)
                line = (
                    f"{one.number:>6}  {at:%Y-%m-%d %H:%M}  {one.action:<20} {actor} {one.subject}"
                )
                desk.console.out(line.rstrip())


@audit.command()
@click.option("--seal", default=None, help="The seal that was noted at an earlier verification.")
@json_option
@workspace_option
@pass_desk
def verify(desk: Desk, seal: str | None, as_json: bool, directory: Path) -> None:
    """Follow the seals from the first entry to the last; fails at the first that does not fit."""
    with open_people(desk, directory) as people:
        verdict = people.audit.verify()
        if verdict.broken:
            raise VigieError(
                "Entry {number} has been altered, removed or slipped in.", number=verdict.broken
            )
        if seal and all(one.seal != seal for one in people.audit.oldest_first()):
            raise VigieError("No entry has the seal that was noted: the record was written anew.")
        if as_json:
            desk.console.out(json.dumps({"entries": verdict.count, "seal": verdict.seal}))
            return
        said = text("{count} entries, none of them altered.", count=verdict.count)
        desk.say(said, people.settings.locale)
        desk.say(text("Last seal: {seal}", seal=verdict.seal), people.settings.locale)


@audit.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@workspace_option
@pass_desk
def export(desk: Desk, file: Path, directory: Path) -> None:
    """Write every entry with its seal to a CSV file, the oldest first."""
    from vigie.people.audit import COMMAND_LINE, Action

    with open_people(desk, directory) as people:
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(["number", "at", "action", "actor", "subject", "detail", "address", "seal"])
        for one in people.audit.oldest_first():
            told = (one.number, one.at.isoformat(), one.action, one.actor, one.subject, one.detail)
            writer.writerow([*told, one.address, one.seal])
        try:
            desk.path(file).write_text(written.getvalue(), encoding="utf-8")
        except OSError as error:
            raise UsageError(
                "{file} cannot be written: {reason}.", file=file, reason=error.strerror
            ) from error
        people.audit.record(Action.AUDIT_EXPORTED, COMMAND_LINE, file.name)


COMMANDS: Final = (audit,)
