"""What whoever asks questions needs of an engine: a consistent view, and the words it speaks."""

from contextlib import AbstractContextManager
from typing import Any, Protocol

from vigie.warehouse.dialects.dialect import Dialect
from vigie.warehouse.session import Parameters


class Reader(Protocol):
    """A conversation in which every statement sees the same data."""

    @property
    def dialect(self) -> Dialect:
        """Writes statement trees in this engine's SQL."""

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """Every row of the answer: Decimal, int, float, str, bool, date, datetime or None."""

    def row(self, sql: str, parameters: Parameters = None) -> tuple[Any, ...] | None:
        """The first row, or None."""


class Source(Protocol):
    """Where the rows of figures are read: the workspace's own engine, or one it is copied to."""

    @property
    def version(self) -> int:
        """The data version that readers see."""

    def read(self) -> AbstractContextManager[Reader]:
        """A reader on one consistent snapshot."""
