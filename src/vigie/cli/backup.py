"""`vigie backup`, `vigie restore`: the whole workspace as one file, and back."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from vigie.cli.console import progress_on, spoken
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.kit.errors import Busy
from vigie.kit.i18n import Locale, text

if TYPE_CHECKING:
    from vigie.backup.manifest import Manifest

MAKE: Final = "make"
MEGABYTE: Final = 1_000_000


class _Backups(click.Group):
    """`vigie backup FILE` makes one; `vigie backup verify FILE` looks at it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [MAKE, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Backups)
def backup() -> None:
    """Save the workspace to one file, while it is used; verify a backup."""


@backup.command(MAKE)
@click.argument("destination", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), default=None, help="In a folder: keep so many, the latest."
)
@json_option
@workspace_option
@pass_desk
def make(desk: Desk, destination: Path, keep: int | None, as_json: bool, directory: Path) -> None:
    """Save everything to FILE, or to a file of its own in FOLDER (the word 'make' may be left out).

    Works beside a running server and running imports: what is saved is one moment.
    """
    from vigie.backup.making import back_up

    with desk.workspace(directory) as workspace:
        locale = workspace.settings.locale
        made = back_up(workspace, desk.path(destination), keep, progress_on(desk.console, locale))
    desk.console.status("")
    if as_json:
        told = {"file": str(made.path), "sha256": made.sha256, **_account(made.manifest)}
        desk.console.out(json.dumps(told, ensure_ascii=False))
        return
    desk.say(text("Saved to {file}.", file=made.path), locale)
    _tell(desk, made.manifest, locale)
    desk.console.out(f"sha256: {made.sha256}")


@backup.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@json_option
@pass_desk
def verify(desk: Desk, file: Path, as_json: bool) -> None:
    """Read a backup as a restoration would, and add its tables up; fails unless all is as saved."""
    from vigie.backup.restoring import verify as proven

    manifest = proven(desk.path(file), progress_on(desk.console, spoken()))
    desk.console.status("")
    if as_json:
        desk.console.out(json.dumps(_account(manifest), ensure_ascii=False))
        return
    desk.say(text("This backup is whole."), spoken())
    _tell(desk, manifest, spoken())


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there; it is kept aside.")
@json_option
@workspace_option
@pass_desk
def restore(desk: Desk, file: Path, force: bool, as_json: bool, directory: Path) -> None:
    """Put a backup in the place of a workspace (an empty folder, or any with --force).

    Everything is read and proven first: a backup that is not whole changes nothing.
    """
    if desk.lent:
        raise Busy("Vigie works in {folder}: stop it, then restore.", folder=directory)
    from vigie.backup.restoring import restore as put_back

    manifest = put_back(
        desk.path(file),
        desk.path(directory),
        force=force,
        progress=progress_on(desk.console, spoken()),
    )
    desk.console.status("")
    if as_json:
        desk.console.out(json.dumps(_account(manifest), ensure_ascii=False))
        return
    desk.say(text("The workspace {directory} is restored.", directory=directory), spoken())
    _tell(desk, manifest, spoken())


def _account(manifest: "Manifest") -> dict[str, object]:
    return {
        "company": manifest.company,
        "made_at": manifest.made_at,
        "vigie": manifest.vigie,
        "data_version": manifest.data_version,
        "tables": len(manifest.tables),
        "rows": sum(table.rows for table in manifest.tables.values()),
        "parts": len(manifest.parts),
        "bytes": manifest.size,
        "audit": manifest.audit.model_dump(),
    }


def _tell(desk: Desk, manifest: "Manifest", locale: Locale) -> None:
    made = datetime.fromisoformat(manifest.made_at).astimezone()
    desk.say(
        text(
            "{company}, {made}: {rows} rows in {tables} tables, {parts} files, {size} MB.",
            company=manifest.company,
            made=f"{made:%Y-%m-%d %H:%M}",
            rows=sum(table.rows for table in manifest.tables.values()),
            tables=len(manifest.tables),
            parts=len(manifest.parts),
            size=round(manifest.size / MEGABYTE),
        ),
        locale,
    )
    desk.say(
        text(
            "Audit: {count} entries, last seal {seal}",
            count=manifest.audit.entries,
            seal=manifest.audit.seal,
        ),
        locale,
    )


COMMANDS: Final = (backup, restore)
