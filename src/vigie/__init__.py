"""Vigie: the cockpit from which a company steers its sales.

`vigie.open("my-company").query(["revenue"], by=["month"], compare=["previous_year"])`
"""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vigie.workspace import Workspace

__all__ = ["open"]


def open(directory: str | PathLike[str] = ".") -> "Workspace":
    """Opens the workspace in `directory`; see `vigie.workspace.Workspace` for what it offers."""
    # Imported late: a part of Vigie can be used without loading the whole of it.
    from vigie.workspace import Workspace

    return Workspace.open(Path(directory))
