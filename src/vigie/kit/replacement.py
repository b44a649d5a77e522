"""The content of a folder replaced as a whole: killed at any moment, it is the old or the new one.

New files are staged inside the folder, which may be the mount of a container and cannot be renamed.
Once all are there a mark is set; from then on the replacement is carried to its end by whoever
comes next. What begins with a dot is not part of the content: it stays.
"""

import os
import shutil
from pathlib import Path
from typing import Final

STAGE: Final = ".restoring"
READY: Final = ".restoring-ready"  # its content: the name of the folder for what was there before
CLEARED: Final = ".cleared"  # in that folder: everything that was there before has moved there


def begin(folder: Path) -> Path:
    """An empty place inside `folder` for the files to come."""
    give_up(folder)
    stage = folder / STAGE
    stage.mkdir(parents=True, mode=0o700)
    return stage


def give_up(folder: Path) -> None:
    """Throws away what was staged; a replacement that is ready is carried out."""
    carry_out(folder)
    shutil.rmtree(folder / STAGE, ignore_errors=True)


def replace(folder: Path, aside: str) -> None:
    """Puts what is staged in the place of what is there, which is kept in `folder/aside`."""
    draft = folder / f"{READY}.draft"
    draft.write_text(aside, encoding="utf-8")
    to_disk(draft)
    to_disk(folder / STAGE)
    draft.replace(folder / READY)
    to_disk(folder)
    carry_out(folder)


def carry_out(folder: Path) -> None:
    """Ends a replacement that is ready; does nothing where there is none."""
    mark, stage = folder / READY, folder / STAGE
    if not mark.is_file():
        return
    aside = folder / mark.read_text(encoding="utf-8")
    if not (aside / CLEARED).exists():
        _move(folder, aside)
        (aside / CLEARED).touch()
        to_disk(aside)
    _move(stage, folder)
    to_disk(folder)
    shutil.rmtree(stage, ignore_errors=True)
    mark.unlink()
    (aside / CLEARED).unlink()
    if not any(aside.iterdir()):
        aside.rmdir()


def to_disk(path: Path) -> None:
    """Returns when what was written to a file or a folder would survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700, exist_ok=True)
    if source.is_dir():
        for one in source.iterdir():
            if not one.name.startswith("."):
                one.rename(target / one.name)
