"""One file on disk, and what it is called by whoever sent it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vigie.intake.reading.formats import FileKind

INSIDE: Final = " › "
"""Stands between a file and what is in it, in names shown to people."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file ready to be read. `path` may be a temporary copy of a member of `file`."""

    path: Path
    file: Path  # as given
    member: str | None  # within an archive or folder, with '/'
    name: str  # shown to people
    kind: FileKind
    sha256: str  # of the file as it was before unpacking; of a member's own bytes
    compression: str | None = None

    @property
    def container(self) -> str:
        """The folder of the member, or of the file."""
        inside = self.member.rpartition("/")[0] if self.member else ""
        return f"{self.file}/{inside}" if self.member else str(self.file.parent)

    @property
    def own_name(self) -> str:
        """The file's or member's own name."""
        return (self.member or self.file.name).rpartition("/")[2]
