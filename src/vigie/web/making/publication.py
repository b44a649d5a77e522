"""The company's boards: YAML files of the workspace, written and taken back from the page."""

import re
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from vigie.kit.errors import Invalid, NotFound
from vigie.personal.boards import MARK
from vigie.web.boards.checks import mistakes
from vigie.web.boards.declaration import Dashboard, load_dashboard
from vigie.web.boards.written import written
from vigie.web.cockpit import Cockpit

NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,60}")


def publish(here: Cockpit, name: str, board: Dashboard) -> Path:
    """Writes `board` as the company's board `name`; the file.

    What the company had under that name stays among the boards of whoever publishes. Raises
    Invalid for a name that cannot be one, or a board that asks what cannot be answered.
    """
    if not NAME.fullmatch(name) or name.startswith(MARK):
        raise Invalid(
            "'{name}' cannot be the name of a file: small letters, digits and hyphens, "
            "a letter first.",
            name=name,
        )
    if wrong := mistakes(board, here.workspace.metrics.catalog):
        raise Invalid("This board cannot be published: {reason}", reason=wrong[0])
    file = here.boards.file(name)
    if file.exists():
        _keep(here, file)
    _write(file, written(board))
    return file


def take_back(here: Cockpit, name: str) -> str:
    """Removes the company's board of that name; the name of the copy that stays with the visitor.

    A shipped board that it stood for is shown again. Raises NotFound where there is none.
    """
    file = here.boards.file(name)
    if not NAME.fullmatch(name) or not file.exists():
        raise NotFound("The company has no board of its own called '{name}'.", name=name)
    kept = _keep(here, file)
    file.unlink()
    return kept


def _keep(here: Cockpit, file: Path) -> str:
    board = load_dashboard(file)
    return here.personal.make(here.person, written(board), file.stem)


def _write(file: Path, content: str) -> None:
    """All of it or nothing: whoever reads meanwhile finds the old file or the new one."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=file.parent, prefix=".", delete=False
    ) as written_first:
        written_first.write(content)
    Path(written_first.name).chmod(0o644)
    Path(written_first.name).replace(file)
