"""Which files a Spark store is made of: one small file, replaced as a whole."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from vigie.warehouse.slices import Mark, Slice

NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """The file of a slice, named inside the folder of its table."""

    file: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Manifest:
    """The slices that count; `version` is the data version of them all, None while they mix.

    `owner` is the identity of the warehouse that they are copied from.
    """

    version: int | None = None
    owner: int | None = None
    slices: Mapping[Slice, Kept] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Self:
        path = folder / NAME
        if not path.is_file():
            return cls()
        held = json.loads(path.read_text(encoding="utf-8"))
        slices = {
            Slice(table, month): Kept(file, Mark(rows, total))
            for table, month, file, rows, total in held["slices"]
        }
        return cls(held["version"], held["owner"], slices)

    def save(self, folder: Path) -> None:
        """Replaces the manifest in `folder`: at no time is there half a one."""
        rows = [
            (piece.table, piece.month, kept.file, kept.mark.rows, kept.mark.sum)
            for piece, kept in self.slices.items()
        ]
        fresh = folder / f"{NAME}.new"
        held = {"version": self.version, "owner": self.owner, "slices": rows}
        fresh.write_text(json.dumps(held), encoding="utf-8")
        fresh.replace(folder / NAME)

    def files(self, table: str) -> Iterator[str]:
        return (kept.file for piece, kept in self.slices.items() if piece.table == table)
