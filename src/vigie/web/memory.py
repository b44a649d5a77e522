"""Drawn parts of pages, remembered for as long as nothing they rest on has changed."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from vigie.kit import memory

Drawn = TypeVar("Drawn")


class Memory(Generic[Drawn]):
    """Keeps the `size` most recently used values, each made once; safe between threads."""

    def __init__(self, size: int) -> None:
        self._known: memory.Memory[tuple[Drawn]] = memory.Memory(
            size
        )  # held, so that None is known
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], Drawn]) -> Drawn:
        """What is known under `key`, or what `make` makes now.

        After an import every open page asks for the same: one makes it, the others wait.
        """
        if known := self._known.get(key):
            return known[0]
        with self._lock:
            turn = self._making.setdefault(key, Lock())
        # Made outside the lock of all: a slow chart must not hold up the others.
        with turn:
            if known := self._known.get(key):
                return known[0]
            try:
                drawn = make()
                self._known.keep(key, (drawn,))
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return drawn
