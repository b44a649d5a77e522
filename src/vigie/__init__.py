"""Vigie: the cockpit from which a company steers its sales.

`vigie.open("my-company").query(["revenue"], by=["month"], compare=["previous_year"])`
"""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vigie.workspace import Workspace

__all__ = ["open"]


def open(
    directory: str | PathLike[str] = ".", *, as_user: str | None = None, token: str | None = None
) -> "Workspace":
    """Opens the workspace in `directory`; see `vigie.workspace.Workspace` for what it offers.

    With `as_user` (an e-mail address) or the `token` of a program, figures are answered as far as
    that person may see them, and nothing can be changed.
    """
    # Imported late: a part of Vigie can be used without loading the whole of it.
    from vigie.workspace import Workspace

    workspace = Workspace.open(Path(directory))
    if as_user is None and token is None:
        return workspace
    try:
        return workspace.seen_by(workspace.caller(as_user, token))
    except BaseException:
        workspace.close()
        raise
