"""Drawn parts of pages, remembered for as long as nothing they rest on has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Memory(Generic[Drawn]):
    """Keeps the `size` most recently used values; safe between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = Lock()
        self._known: OrderedDict[Hashable, Drawn] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Drawn]) -> Drawn:
        """What is known under `key`, or what `make` makes now."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        # Made outside the lock: a slow chart must not hold up the others.
        drawn = make()
        with self._lock:
            self._known[key] = drawn
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return drawn
