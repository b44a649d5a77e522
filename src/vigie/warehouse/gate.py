"""Many may be inside, or one who changes what they would see."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

from vigie.kit.errors import Busy


class Gate:
    """Readers share it; the one who closes it waits for them to leave and keeps new ones out.

    Whoever is inside may come in again.
    """

    def __init__(self) -> None:
        self._moved = Condition()
        self._inside = 0
        self._closing = False
        self._own = local()

    @contextmanager
    def inside(self) -> Iterator[None]:
        depth: int = getattr(self._own, "depth", 0)
        with self._moved:
            self._moved.wait_for(lambda: depth or not self._closing)
            self._inside += 1
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            with self._moved:
                self._inside -= 1
                self._moved.notify_all()

    @contextmanager
    def closed(self, patience: float | None = None) -> Iterator[None]:
        """For one thread at a time; raises Busy when readers stay `patience` seconds."""
        try:
            with self._moved:
                self._closing = True
                if not self._moved.wait_for(lambda: self._inside == 0, patience):
                    raise Busy("The data are being read all the time: try again in a moment.")
            yield
        finally:
            with self._moved:
                self._closing = False
                self._moved.notify_all()
