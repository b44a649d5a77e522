"""How often something was done and how long it took, counted from any thread."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Meter:
    """Work that was done, in seconds, and work that was spared because its result was known."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.done = 0
        self.spared = 0
        self.seconds = 0.0

    def spare(self, count: int) -> None:
        """Counts results that were known."""
        with self._lock:
            self.spared += count

    @contextmanager
    def doing(self, count: int) -> Iterator[None]:
        """Counts `count` results and the time that they take together."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            with self._lock:
                self.done += count
                self.seconds += time.perf_counter() - begun
