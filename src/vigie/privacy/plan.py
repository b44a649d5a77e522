"""What an erasure is about to remove, written down until it is done: whoever is killed can go on.

The file names the person; it lies in the workspace for as long as the work lasts, readable by its
owner alone, and goes at the end.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from vigie.privacy.finding import Anchor
from vigie.privacy.ledger import Kind
from vigie.privacy.traces import Traces

FOLDER: Final = "data/privacy"


@dataclass(frozen=True, slots=True)
class Plan:
    """The persons to erase, and what gives them away."""

    request: str
    kind: Kind
    anchors: tuple[Anchor, ...]
    traces: Traces
    users: tuple[str, ...] = ()  # accounts of theirs, by id

    def write(self, workspace: Path) -> None:
        """Keeps the plan: it is on the disk when this returns."""
        place = _place(workspace, self.request)
        place.parent.mkdir(parents=True, exist_ok=True)
        told = json.dumps(asdict(self), ensure_ascii=False).encode()
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())

    def remove(self, workspace: Path) -> None:
        """Forgets whom it was about; its bytes are written over first."""
        place = _place(workspace, self.request)
        size = place.stat().st_size
        with place.open("r+b") as file:
            file.write(b"\0" * size)
            file.flush()
            os.fsync(file.fileno())
        place.unlink()

    @classmethod
    def read(cls, file: Path) -> Self:
        """A plan that was kept."""
        said = json.loads(file.read_bytes())
        anchors = tuple(Anchor(**one) for one in said["anchors"])
        traces = Traces(**{kind: tuple(ones) for kind, ones in said["traces"].items()})
        return cls(said["request"], Kind(said["kind"]), anchors, traces, tuple(said["users"]))


def unfinished(workspace: Path) -> Iterator[Plan]:
    """The plans that were not carried out to their end."""
    for file in sorted((workspace / FOLDER).glob("*.json")):
        try:
            yield Plan.read(file)
        except ValueError:
            # Cut off before anything was done by it: whoever asks again makes another.
            file.unlink()


def _place(workspace: Path, request: str) -> Path:
    return workspace / FOLDER / f"{request}.json"
