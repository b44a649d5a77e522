"""What a backup says of itself: its parts with their digests, and what its tables add up to."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from vigie.warehouse.snapshot import Control

FORMAT: Final = 1
MARK: Final = "vigie-backup"  # the first entry of every archive
MANIFEST: Final = "manifest.json"
WORKSPACE: Final = "workspace/"  # before the name of every part


def _inside(name: str) -> str:
    """A name that stays in the folder where it is put, whatever the system."""
    parts = name.removeprefix(WORKSPACE).split("/")
    if not name.startswith(WORKSPACE) or "\\" in name or "\0" in name or ":" in parts[0]:
        raise ValueError("not the name of a file in a workspace")
    if any(part in {"", ".", ".."} for part in parts) or parts[0].startswith("."):
        raise ValueError("not the name of a file in a workspace")
    return name


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Said):
    """One file of the workspace."""

    name: Annotated[str, AfterValidator(_inside)]
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Seal(_Said):
    """Where the audit stood."""

    entries: int
    seal: str


class Manifest(_Said):
    """All that is known of a backup without opening its parts."""

    format: int = FORMAT
    vigie: str  # the version that made it
    company: str
    made_at: str  # ISO 8601
    data_version: int
    tables: Mapping[str, Control]  # of the warehouse
    state_version: str
    state: Mapping[str, int]  # rows of each table of the state
    audit: Seal
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(part.size for part in self.parts)
