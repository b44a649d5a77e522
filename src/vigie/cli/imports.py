"""`vigie import` and `vigie imports`: files in, and out again."""

import json
from pathlib import Path
from typing import Final

import click

from vigie.cli.account import plan_lines, report_lines
from vigie.cli.console import progress_on
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.intake.account import account
from vigie.intake.plan import Origin, Plan
from vigie.intake.report import ImportReport
from vigie.kit.errors import Refused, UsageError
from vigie.kit.i18n import text
from vigie.workspace import Workspace

_SURE: Final = (Origin.EXPLICIT, Origin.SAVED, Origin.IDENTITY)


@click.command("import")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--as", "as_table", metavar="TABLE", help="The table that the files feed.")
@click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path), help="How columns fill tables."
)
@click.option("--dry-run", is_flag=True, help="Tell what would happen, change nothing.")
@click.option("--yes", is_flag=True, help="Accept the proposed mapping without a question.")
@json_option
@workspace_option
@pass_desk
def import_(
    desk: Desk,
    paths: tuple[Path, ...],
    as_table: str | None,
    mapping: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    directory: Path,
) -> None:
    """Bring files (CSV, Excel, Parquet, JSON; plain, gz, zip, folders) into the workspace."""
    if as_table and mapping:
        raise UsageError("--as and --mapping exclude each other: a mapping names its tables.")
    with desk.workspace(directory) as workspace:
        progress = progress_on(desk.console, workspace.settings.locale)
        plan = workspace.intake.plan(
            [desk.path(path) for path in paths],
            as_table=as_table,
            mapping=desk.path(mapping) if mapping else None,
            progress=progress,
        )
        desk.console.status("")
        if not as_json:
            _show(desk, plan_lines(plan, workspace.settings.locale))
        if dry_run:
            report = workspace.intake.dry_run(plan, progress)
        else:
            _agree(desk, plan, workspace, yes=yes)
            report = workspace.intake.commit(plan, progress)
            workspace.note("imported", report.import_id)
        desk.console.status("")
        _tell(desk, report, workspace, as_json=as_json)
        _nothing_came_in(report)


def _agree(desk: Desk, plan: Plan, workspace: Workspace, *, yes: bool) -> None:
    """Goes on only with a mapping that somebody has accepted, and keeps a newly accepted one."""
    guessed = [s for s in plan.sources if s.tables and s.origin not in _SURE]
    if not guessed:
        return
    if not yes:
        question = text("Import with the proposed mapping?").to(workspace.settings.locale)
        if not desk.console.interactive:
            raise UsageError(
                "The mapping of {file} is a proposal: look at it with --dry-run, then accept it "
                "with --yes or give one with --mapping.",
                file=guessed[0].source.name,
            )
        if not desk.console.ask(question):
            raise click.Abort
    workspace.intake.save_mapping(plan, guessed[0].source.file.name.split(".")[0])


def _nothing_came_in(report: ImportReport) -> None:
    if report.quarantined and not (report.created or report.updated or report.unchanged):
        raise Refused(
            "No row of the {rows} could come in: see 'vigie quarantine list'.",
            rows=report.quarantined,
        )


@click.group()
def imports() -> None:
    """What was imported, and how to take it back."""


@imports.command("list")
@json_option
@workspace_option
@pass_desk
def list_imports(desk: Desk, as_json: bool, directory: Path) -> None:
    """List the imports, the latest first."""
    with desk.workspace(directory) as workspace:
        reports = workspace.intake.imports()
        if as_json:
            desk.console.out(json.dumps([account(r) for r in reports], ensure_ascii=False))
            return
        if not reports:
            desk.say(text("Nothing has been imported yet."), workspace.settings.locale)
        for report in reports:
            files = ", ".join(dict.fromkeys(file.name for file in report.files))
            desk.console.out(
                f"{report.import_id}  {report.started_at:%Y-%m-%d %H:%M}  {report.status:<11}  "
                f"+{report.created} ~{report.updated} !{report.quarantined}  {files}"
            )


@imports.command()
@click.argument("import_id", metavar="ID")
@json_option
@workspace_option
@pass_desk
def show(desk: Desk, import_id: str, as_json: bool, directory: Path) -> None:
    """Show one import: files, rows by table, what was refused and why."""
    with desk.workspace(directory) as workspace:
        _tell(desk, workspace.intake.show(import_id), workspace, as_json=as_json)


@imports.command()
@click.argument("import_id", metavar="ID")
@json_option
@workspace_option
@pass_desk
def undo(desk: Desk, import_id: str, as_json: bool, directory: Path) -> None:
    """Put every row back exactly as it was before import ID."""
    with desk.workspace(directory) as workspace:
        report = workspace.intake.undo(import_id)
        workspace.note("undone", import_id)
        if as_json:
            _tell(desk, report, workspace, as_json=True)
        else:
            done = text("Import {import_id} is undone.", import_id=import_id)
            desk.say(done, workspace.settings.locale)


def _tell(desk: Desk, report: ImportReport, workspace: Workspace, *, as_json: bool) -> None:
    if as_json:
        desk.console.out(json.dumps(account(report), ensure_ascii=False))
    else:
        _show(desk, report_lines(report, workspace))


def _show(desk: Desk, lines: list[str]) -> None:
    for line in lines:
        desk.console.out(line)


COMMANDS: Final = (import_, imports)
