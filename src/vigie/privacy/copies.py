"""What other engines hold of a workspace's rows: written anew, and searched, with an erasure."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vigie.privacy.needles import holds, needles
from vigie.privacy.traces import Traces
from vigie.settings import EngineSettings
from vigie.warehouse import texts
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.session import Session
from vigie.warehouse.stores import USUAL_FOLDERS, folder_of


@dataclass(frozen=True)
class Copies:
    """The copy that figures are read from, if any, and those that an earlier engine left."""

    directory: Path
    engine: EngineSettings
    mirror: Mirror | None

    @property
    def folders(self) -> frozenset[Path]:
        """Where engines keep files that nobody else may touch."""
        usual = {self.directory / name for name in USUAL_FOLDERS}
        own = folder_of(self.engine, self.directory)
        return frozenset(usual | ({own} if own else set()))

    def write_anew(self) -> dict[str, Any]:
        """Rids every copy of rows that were replaced; tells what was done.

        A copy that an earlier engine left is read by nobody: it goes. Raises VigieError while the
        engine is away.
        """
        own = folder_of(self.engine, self.directory)
        left = [one for one in sorted(self.folders) if one != own and one.is_dir()]
        for one in left:
            shutil.rmtree(one)
        told: dict[str, Any] = {"removed": len(left)}
        if self.mirror:
            self.mirror.rewrite()
            # The disks, backups and logs of a server are out of reach: its rows are asked alone.
            told |= {"engine": self.mirror.label, "files_searched": own is not None}
        return told

    def search(self, traces: Traces, session: Session) -> Iterator[str]:
        """The tables of the copy in which a person is still found, then its files."""
        if self.mirror is None:
            return
        for table in self.mirror.tables_with(traces.everywhere):
            yield f"{self.mirror.label} {table}"
        own = folder_of(self.engine, self.directory)
        wanted = needles(traces)
        for path in sorted(own.rglob("*")) if own else ():
            if path.is_file() and (holds(path, wanted) or _is_among(path, traces, session)):
                yield f"{self.mirror.label} {path.name[:12]}"


def _is_among(path: Path, traces: Traces, session: Session) -> bool:
    """Whether a person is in the rows of a Parquet file, which are packed."""
    if path.suffix != ".parquet" or not traces.everywhere:
        return False
    return texts.in_parquet(session, path, traces.everywhere)
