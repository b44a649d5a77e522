"""The `vigie` command."""

import os
import sys
from pathlib import Path

import click

from vigie.cli import imports, metrics, quarantine, query, start
from vigie.cli.console import Terminal
from vigie.cli.desk import Desk
from vigie.cli.relay import forward
from vigie.cli.run import complain, run
from vigie.workspace import WorkspaceHeld


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="vigie", message="%(prog)s %(version)s")
def vigie() -> None:
    """The cockpit from which a company steers its sales."""


for room in (start, imports, quarantine, metrics, query):
    for command in room.COMMANDS:
        vigie.add_command(command)


def main() -> None:
    """Entry point: exits 0 on success, 1 on a refused or failed job, 2 on wrong usage."""
    arguments = sys.argv[1:]
    console = Terminal()
    try:
        code = run(arguments, Desk(console, Path.cwd()))
    except WorkspaceHeld as held:
        relayed = forward(held.data, arguments, console)
        code = complain(held, console, arguments) if relayed is None else relayed
    except BrokenPipeError:
        # The reader of a pipe has left: nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
