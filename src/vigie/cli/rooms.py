"""The commands, each in a module of its own that is loaded when it is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

ROOMS: Final[Mapping[str, tuple[str, str]]] = {
    "annotations": ("annotations", "Notes on dates, which every chart in time shows."),
    "contributions": ("contributions", "Why a metric moved: who made the change, and by what."),
    "backup": ("backup", "Save the workspace to one file, while it is used; verify a backup."),
    "boards": ("boards", "The boards: shipped and the company's own, and whether they are sound."),
    "audit": ("audit", "Who did what: list, verify, export."),
    "demo": ("start", "Create the demo company (once) and open its cockpit."),
    "engine": ("engine", "Where figures are read; move them to ClickHouse or Spark."),
    "import": ("imports", "Bring files in: CSV, Excel, Parquet, JSON; zipped, or in folders."),
    "imports": ("imports", "What was imported, and how to take it back."),
    "init": ("start", "Make a new, empty workspace in DIR."),
    "lifetime": ("lifetime", "What customers are still worth, estimated and kept."),
    "metrics": ("metrics", "The indicators: definitions, and whether the data carry them."),
    "privacy": ("privacy", "Personal data: register, consents, requests of persons, retention."),
    "quarantine": ("quarantine", "Rows that could not come in, each with the reason and the fix."),
    "query": ("query", "Ask for one or more metrics, by any dimension and period."),
    "restore": ("backup", "Put a backup in the place of a workspace."),
    "rows": ("rows", "Open the rows behind a figure: they add up to it."),
    "serve": ("start", "Open the cockpit in the browser."),
    "tokens": ("users", "How programs come in, with which rights and for how long."),
    "users": ("users", "Who may come in, with which role; links to choose a password."),
}
"""Each command: the module it lives in, and what it is for."""


class Rooms(click.Group):
    """Loads a command when it is called: the version, the help and a typing mistake need none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*ROOMS]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in ROOMS:
            return None
        room = import_module(f"vigie.cli.{ROOMS[cmd_name][0]}")
        commands: tuple[click.Command, ...] = room.COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in ROOMS.items()])


@click.group(
    cls=Rooms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="vigie", message="%(prog)s %(version)s")
def vigie() -> None:
    """The cockpit from which a company steers its sales."""
