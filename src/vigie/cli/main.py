"""The `vigie` command."""

import os
import sys
from pathlib import Path

from vigie.cli.console import Terminal
from vigie.cli.desk import Desk
from vigie.cli.relay import forward
from vigie.cli.run import complain, run
from vigie.kit.errors import Held


def main() -> None:
    """Entry point: exits 0 on success, 1 on a refused or failed job, 2 on wrong usage."""
    arguments = sys.argv[1:]
    console = Terminal()
    try:
        code = run(arguments, Desk(console, Path.cwd()))
    except Held as held:
        relayed = forward(held.folder, arguments, console)
        code = complain(held, console, arguments) if relayed is None else relayed
    except BrokenPipeError:
        # The reader of a pipe has left: nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)
