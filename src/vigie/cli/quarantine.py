"""`vigie quarantine`: the rows that wait, out to be corrected and in again."""

import json
from pathlib import Path
from typing import Final

import click

from vigie.cli.account import finding_words, report_lines
from vigie.cli.console import progress_on
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.intake.account import account, finding_account
from vigie.kit.i18n import text

import_option = click.option("--import", "import_id", metavar="ID", help="Only this import's rows.")
table_option = click.option("--table", metavar="TABLE", help="Only rows meant for this table.")


@click.group()
def quarantine() -> None:
    """Rows that could not come in, each with the reason and the fix."""


@quarantine.command("list")
@import_option
@table_option
@json_option
@workspace_option
@pass_desk
def list_rows(
    desk: Desk, import_id: str | None, table: str | None, as_json: bool, directory: Path
) -> None:
    """List why rows wait, the most frequent reason first."""
    with desk.workspace(directory) as workspace:
        findings = workspace.intake.quarantine(import_id, table)
        locale = workspace.settings.locale
        if as_json:
            rows = [finding_account(finding) for finding in findings]
            desk.console.out(json.dumps(rows, ensure_ascii=False))
            return
        if not findings:
            desk.say(text("No row is waiting."), locale)
        for finding in findings:
            desk.console.out(f"{finding.rows:>7}  {finding_words(finding, locale)}")
            desk.console.out(f"         → {finding.fix.to(locale)}")


@quarantine.command()
@click.argument("file", type=click.Path(path_type=Path))
@import_option
@table_option
@workspace_option
@pass_desk
def export(
    desk: Desk, file: Path, import_id: str | None, table: str | None, directory: Path
) -> None:
    """Write the waiting rows to FILE (.csv or .xlsx), to be corrected there."""
    with desk.workspace(directory) as workspace:
        count = workspace.intake.export_quarantine(desk.path(file), import_id, table)
        written = text("{count} rows are in {file}.", count=count, file=file.name)
        desk.say(written, workspace.settings.locale)


@quarantine.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@workspace_option
@pass_desk
def retry(desk: Desk, file: Path, as_json: bool, directory: Path) -> None:
    """Import the corrected rows of FILE, an export of the quarantine."""
    with desk.workspace(directory) as workspace:
        progress = progress_on(desk.console, workspace.settings.locale)
        report = workspace.intake.retry(desk.path(file), progress)
        workspace.note("imported", report.import_id)
        desk.console.status("")
        if as_json:
            desk.console.out(json.dumps(account(report), ensure_ascii=False))
            return
        for line in report_lines(report, workspace):
            desk.console.out(line)


COMMANDS: Final = (quarantine,)
