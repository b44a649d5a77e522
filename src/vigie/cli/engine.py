"""`vigie engine`: where figures are read, and how to move there."""

import json
from functools import partial
from pathlib import Path
from typing import Final, get_args

import click

from vigie.cli.console import progress_on
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.kit.i18n import text
from vigie.kit.progress import Progress
from vigie.settings import FILE_NAME, EngineKind, EngineSettings, with_engine
from vigie.warehouse.mirror import Carried, Mirror
from vigie.warehouse.stores import open_store
from vigie.workspace import Workspace


@click.group()
def engine() -> None:
    """Where figures are read: the workspace's own engine, ClickHouse or Spark."""


@engine.command()
@json_option
@workspace_option
@pass_desk
def show(desk: Desk, as_json: bool, directory: Path) -> None:
    """Show which engine answers, and whether it holds all the data."""
    with desk.workspace(directory) as workspace:
        kind = workspace.settings.engine.kind
        current = workspace.mirror is None or workspace.mirror.is_current
        if as_json:
            desk.console.out(json.dumps({"engine": kind, "current": current}))
            return
        if current:
            said = text("Figures are read from {engine}, which holds all the data.", engine=kind)
        else:
            said = text(
                "Figures are read from {engine}, which does not hold all the data: "
                "run 'vigie engine move {engine}'.",
                engine=kind,
            )
        desk.say(said, workspace.settings.locale)


@engine.command()
@click.argument("kind", type=click.Choice(get_args(EngineKind)))
@click.option("--url", default=None, help="A ClickHouse server or a Spark master.")
@click.option("--path", default=None, help="Where the copy's files lie (default: data/KIND).")
@json_option
@workspace_option
@pass_desk
def move(
    desk: Desk, kind: EngineKind, url: str | None, path: str | None, as_json: bool, directory: Path
) -> None:
    """Copy all data to KIND, verify it, and read figures there from now on.

    A move that was cut off goes on where it stopped. What imports and undo change later follows by
    itself. Moving to duckdb goes back to the workspace's own engine, which always holds everything.
    """
    with desk.workspace(directory) as workspace:
        locale = workspace.settings.locale
        wanted = EngineSettings(kind, url, path)
        carried = _carried(workspace, wanted, progress_on(desk.console, locale))
        desk.console.status("")
        settings = workspace.directory / FILE_NAME
        written = with_engine(settings.read_text(encoding="utf-8"), wanted)
        settings.write_text(written, encoding="utf-8")
        if as_json:
            moved = {"engine": kind, "slices": carried.slices, "rows": carried.rows}
            desk.console.out(json.dumps(moved))
            return
        said = text(
            "{rows} rows moved and verified. "
            "From the next start on, figures are read from {engine}.",
            rows=carried.rows,
            engine=kind,
        )
        desk.say(said, locale)


def _carried(workspace: Workspace, wanted: EngineSettings, progress: Progress) -> Carried:
    if wanted.kind == "duckdb":
        return Carried(0, 0)
    if workspace.mirror and wanted == workspace.settings.engine:
        return workspace.mirror.carry(progress, resumable=True)
    opens = partial(open_store, wanted, workspace.directory, workspace.model)
    mirror = Mirror(workspace.warehouse, opens, workspace.model)
    try:
        return mirror.carry(progress, resumable=True)
    finally:
        mirror.close()


COMMANDS: Final = (engine,)
