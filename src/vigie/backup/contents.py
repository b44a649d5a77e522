"""Which files of a workspace belong in its backup: all that is not made anew by itself."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vigie.backup.manifest import MARK
from vigie.settings import EngineSettings
from vigie.state.store import FILE
from vigie.workspace import WAREHOUSE

PASSING: Final = ("incoming", "staging", "server.json")  # in data/: of a process, not of a company
HEADER: Final = 30  # bytes of a zip before the name of its first entry


def files(workspace: Path, engine: EngineSettings) -> Iterator[Path]:
    """The files to take as they are: warehouse and state are written out instead.

    Links to files are followed. Left out: what begins with a dot, and other backups.
    """
    for place, folders, names in os.walk(workspace):
        here = Path(place)
        folders[:] = [
            one for one in sorted(folders) if not _is_left_out(here / one, workspace, engine)
        ]
        for name in sorted(names):
            path = here / name
            if path.is_file() and not _is_left_out(path, workspace, engine) and not is_backup(path):
                yield path


def is_backup(path: Path) -> bool:
    """Whether a file is an archive of ours."""
    with path.open("rb") as file:
        head = file.read(HEADER + len(MARK))
    return head.startswith(b"PK\x03\x04") and head[HEADER:] == MARK.encode()


def _is_left_out(path: Path, workspace: Path, engine: EngineSettings) -> bool:
    data = workspace / "data"
    if path.parent == workspace:
        return path.name.startswith(".")
    if path.parent == data and path.name.startswith((WAREHOUSE, FILE)):
        return True
    # The copy in another engine is carried there again.
    copied = workspace / (engine.path or f"data/{engine.kind}")
    return path in {copied, *(data / name for name in PASSING)}
