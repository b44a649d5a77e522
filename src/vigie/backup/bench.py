"""Where a backup is put together: a folder of its own beside the file that it becomes."""

import fcntl
import os
import secrets
import shutil
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from vigie.kit.replacement import to_disk

PREFIX: Final = ".vigie-backup-"
LOCK: Final = "lock"


class Bench:
    """Cleared away at the end, and by the next one when its process was killed."""

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        self.place = destination.parent / f"{PREFIX}{secrets.token_hex(6)}"

    @property
    def archive(self) -> Path:
        """The archive while it is written."""
        return self.place / "archive.zip"

    def __enter__(self) -> Self:
        for left in self._destination.parent.glob(f"{PREFIX}*"):
            _clear_if_left(left)
        self.place.mkdir(mode=0o700)
        self._lock = _held(self.place)
        # What it becomes is its owner's alone: it holds all that the company has.
        os.close(os.open(self.archive, os.O_CREAT | os.O_EXCL, 0o600))
        return self

    def deliver(self) -> None:
        """Puts the archive in its place, whole."""
        self.archive.replace(self._destination)
        to_disk(self._destination.parent)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)


def _clear_if_left(place: Path) -> None:
    lock = _held(place)
    if lock is not None:
        shutil.rmtree(place, ignore_errors=True)
        os.close(lock)


def _held(place: Path) -> int | None:
    """The lock of a bench, which ends with its process; None while another one has it."""
    try:
        lock = os.open(place / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
