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
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Drawn]) -> Drawn:
        """What is known under `key`, or what `make` makes now.

        After an import every open page asks for the same: one makes it, the others wait.
        """
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            turn = self._making.setdefault(key, Lock())
        # Made outside the lock of all: a slow chart must not hold up the others.
        with turn:
            with self._lock:
                if key in self._known:
                    return self._known[key]
            try:
                drawn = make()
                self._keep(key, drawn)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return drawn

    def _keep(self, key: Hashable, drawn: Drawn) -> None:
        with self._lock:
            self._known[key] = drawn
            if len(self._known) > self._size:
                self._known.popitem(last=False)
