"""One at a time: who erases, or makes nameless what is kept too long, is alone in doing so."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from vigie.kit.errors import Busy


class Turn:
    """Taken by one thread of the process that owns the workspace; by itself again and again."""

    def __init__(self) -> None:
        self._lock = RLock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Nobody else erases meanwhile; raises Busy while somebody does."""
        if not self._lock.acquire(blocking=False):
            raise Busy("Personal data are being erased already: wait until that has ended.")
        try:
            yield
        finally:
            self._lock.release()
