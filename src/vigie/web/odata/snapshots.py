"""Answers that are being read page by page: they stay as they were when the reading began."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

WITHHELD: Final = object()  # stands in a row for a figure that its reader may not see
HELD: Final = 400_000  # rows of all answers together


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rows of one answer, their order settled."""

    version: int
    rows: list[tuple[Any, ...]]


class Snapshots:
    """The answers read last, as many as `held` rows allow; safe between threads."""

    def __init__(self, held: int = HELD) -> None:
        self._held = held
        self._known: OrderedDict[Hashable, Snapshot] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Snapshot | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def keep(self, key: Hashable, snapshot: Snapshot) -> None:
        with self._lock:
            self._known[key] = snapshot
            self._known.move_to_end(key)
            while len(self._known) > 1 and self._size() > self._held:
                self._known.popitem(last=False)

    def _size(self) -> int:
        # An answer without rows takes a place, too.
        return sum(len(snapshot.rows) + 1 for snapshot in self._known.values())
