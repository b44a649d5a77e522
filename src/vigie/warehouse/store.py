"""What an engine must offer to hold a copy of the core tables."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from vigie.warehouse.reading import Reader
from vigie.warehouse.slices import Mark, Slice


class Store(Protocol):
    """Holds slices of core tables; new ones are staged unseen, then shown all at once."""

    @property
    def label(self) -> str:
        """What people call this engine."""

    def held(self) -> Mapping[Slice, Mark]:
        """The slices that readers see."""

    def version(self) -> int | None:
        """The data version that the whole store was last brought up to; None when it never was."""

    def owner(self) -> int | None:
        """The identity of the warehouse whose copy this is; None of one that nothing fills yet."""

    def claim(self, owner: int) -> None:
        """Notes whose copy this is."""

    def discard(self) -> None:
        """Throws away what is staged, as a carry that was cut off has left it."""

    def stage(self, table: str, files: Mapping[str, Path]) -> None:
        """Takes in the slices of a table, a Parquet file a month, unseen by readers."""

    def staged(self, table: str) -> AbstractContextManager[Reader]:
        """A reader for whom `table` holds nothing but what was staged for it."""

    def switch(self, staged: Mapping[Slice, Mark], gone: Collection[Slice]) -> None:
        """Shows what is staged in the place of what was held, and drops slices that are no more.

        No reader is at work meanwhile. May be cut off: what `held` says stays true of every slice.
        """

    def settle(self, version: int) -> None:
        """Notes that everything of `version` is held."""

    def rewrite(self) -> None:
        """Leaves nothing of replaced and dropped slices in the engine's files.

        No reader is at work meanwhile. May be cut off and repeated.
        """

    def tables_with(self, patterns: Sequence[str]) -> Sequence[str]:
        """The tables that hold a text in which a pattern (RE2) is found.

        None are named where the files are all there is: whoever has them reads them.
        """

    def read(self) -> AbstractContextManager[Reader]:
        """A reader of what is held."""

    def close(self) -> None:
        """Lets go of the engine."""
