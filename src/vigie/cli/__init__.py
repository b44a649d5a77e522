"""The command line: `vigie …`."""

from vigie.cli.main import main

__all__ = ["main"]
