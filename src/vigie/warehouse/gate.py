"""Many may be inside, or one who changes what they would see."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Gate:
    """Readers share it; the one who closes it waits for them to leave and keeps new ones out."""

    def __init__(self) -> None:
        self._moved = Condition()
        self._inside = 0
        self._closing = False

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self._moved:
            self._moved.wait_for(lambda: not self._closing)
            self._inside += 1
        try:
            yield
        finally:
            with self._moved:
                self._inside -= 1
                self._moved.notify_all()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """For one thread at a time."""
        with self._moved:
            self._closing = True
            self._moved.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._moved:
                self._closing = False
                self._moved.notify_all()
