"""Makes a backup of an open workspace while people read it and imports change it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from vigie.backup.archive import Packer, packing
from vigie.backup.bench import Bench
from vigie.backup.contents import files
from vigie.backup.manifest import Manifest, Part
from vigie.backup.soundness import of_state
from vigie.kit.errors import VigieError
from vigie.kit.i18n import text
from vigie.kit.progress import Progress, silent
from vigie.people.audit import COMMAND_LINE, Action
from vigie.state.store import FILE
from vigie.warehouse.snapshot import Snapshot
from vigie.workspace import WAREHOUSE, Workspace

DATA: Final = "data"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    path: Path
    sha256: str  # of the whole archive
    manifest: Manifest


def back_up(
    workspace: Workspace,
    destination: Path,
    keep: int | None = None,
    progress: Progress = silent,
) -> Backup:
    """Writes a backup to the file `destination`, or under a name of its own into that folder.

    In a folder, `keep` leaves that many of the company's backups, the latest ones. Raises
    VigieError when it cannot be written; a file is then not there, or whole and the earlier one.
    """
    stem = _stem(workspace.settings.company)
    path = destination / f"{stem}-{_moment()}.zip" if destination.is_dir() else destination
    workspace.people.audit.record(Action.BACKED_UP, COMMAND_LINE, path.name)
    try:
        with Bench(path) as bench:
            manifest = _packed(workspace, bench, progress)
            digest = _digest(bench.archive)
            bench.deliver()
    except OSError as error:
        raise VigieError(
            "The backup {file} cannot be written: {reason}.", file=path, reason=error.strerror
        ) from error
    if keep and destination.is_dir():
        for old in sorted(destination.glob(f"{stem}-*.zip"))[:-keep]:
            old.unlink()
    return Backup(path, digest, manifest)


def _packed(workspace: Workspace, bench: Bench, progress: Progress) -> Manifest:
    progress(text("Writing the warehouse out"), 0, None)
    warehouse, state = bench.place / WAREHOUSE, bench.place / FILE
    snapshot = workspace.warehouse.save(warehouse)
    workspace.people.store.save(state)
    with packing(bench.archive) as packer:
        parts = tuple(_parts(workspace, packer, warehouse, state, progress))
        manifest = _manifest(workspace, snapshot, state, parts)
        packer.end(manifest)
    return manifest


def _parts(
    workspace: Workspace, packer: Packer, warehouse: Path, state: Path, progress: Progress
) -> Iterator[Part]:
    # What an import keeps is there before its rows are: the files are listed after the snapshot.
    found = [
        (warehouse, f"{DATA}/{WAREHOUSE}"),
        (state, f"{DATA}/{FILE}"),
        *(
            (path, path.relative_to(workspace.directory).as_posix())
            for path in files(workspace.directory, workspace.settings.engine)
        ),
    ]
    for done, (path, name) in enumerate(found):
        progress(text("Packing"), done, len(found))
        try:
            yield packer.add(path, name)
        except FileNotFoundError:
            continue  # removed since it was listed, by somebody who had the right to
        except (ValidationError, UnicodeEncodeError) as error:
            raise VigieError(
                "{file} cannot be in a backup: give it a name without special characters.",
                file=ascii(name),
            ) from error


def _manifest(
    workspace: Workspace, snapshot: Snapshot, state: Path, parts: tuple[Part, ...]
) -> Manifest:
    schema, rows, seal = of_state(state)
    return Manifest(
        vigie=version("vigie"),
        company=workspace.settings.company,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        data_version=snapshot.version,
        tables=snapshot.tables,
        state_version=schema,
        state=rows,
        audit=seal,
        parts=parts,
    )


def _stem(company: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", company.lower()).strip("-") or "vigie"


def _moment() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
