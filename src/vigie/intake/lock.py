"""One import at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from vigie.kit.errors import Busy


class ImportLock:
    """Held while an import works; others wait, or are told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @contextmanager
    def held(self, wait: bool = True) -> Iterator[None]:
        """Raises Busy when another import works and `wait` is False."""
        if not self._lock.acquire(blocking=wait):
            raise Busy("Another import is running: wait until it has finished, then try again.")
        try:
            yield
        finally:
            self._lock.release()
