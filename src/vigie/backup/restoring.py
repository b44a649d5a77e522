"""Puts a backup in the place of a workspace: whole and proven, or not at all."""

import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from vigie.backup.archive import opened
from vigie.backup.making import DATA
from vigie.backup.manifest import Manifest
from vigie.backup.soundness import check
from vigie.kit import replacement
from vigie.kit.errors import Busy, Refused
from vigie.kit.i18n import text
from vigie.kit.progress import Progress, silent
from vigie.model.loader import load_model
from vigie.people.audit import COMMAND_LINE, Action, Audit
from vigie.settings import FILE_NAME, Settings, load_settings
from vigie.state.copying import empty
from vigie.state.store import FILE, Store
from vigie.warehouse import snapshot
from vigie.warehouse.engine import Warehouse
from vigie.workspace import WAREHOUSE

ENDED: Final = ("session", "one_time_link", "oidc_journey")
"""What a thief of an old backup, or somebody who has left since, could come in by."""


def verify(archive: Path, progress: Progress = silent) -> Manifest:
    """Reads every part against its digest, opens warehouse and state, adds their tables up."""
    with TemporaryDirectory(prefix="vigie-verify-") as folder:
        kept = {f"{DATA}/{name}": Path(folder) / name for name in (WAREHOUSE, FILE)}
        progress(text("Reading the backup"), 0, None)
        with opened(archive) as unpacker:
            unpacker.unpack(kept.get)
            manifest = unpacker.manifest
        progress(text("Adding its tables up"), 0, None)
        check(manifest, *kept.values())
    return manifest


def restore(
    archive: Path, folder: Path, *, force: bool = False, progress: Progress = silent
) -> Manifest:
    """Makes `folder` the workspace that was saved in `archive`.

    With `force`, what is there is kept aside in the folder. Raises Refused where there is
    something and no `force`, Busy while a process works there, Damaged for what is not a whole
    backup, FromTheFuture for one of a later Vigie; nothing is changed then.
    """
    folder = folder.resolve()
    _refuse_unless_free(folder, force)
    stage = replacement.begin(folder)
    try:
        manifest = _unpacked(archive, stage, progress)
        settings = load_settings(stage / FILE_NAME)
        progress(text("Bringing the workspace up to date"), 0, None)
        _bring_up_to_date(stage, settings)
        _refuse_unless_free(folder, force)
        _hand_over_state(stage, settings, force)
    except BaseException:
        replacement.give_up(folder)
        raise
    replacement.replace(folder, f".before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    return manifest


def _refuse_unless_free(folder: Path, force: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    replacement.carry_out(folder)
    held = [one for one in folder.iterdir() if not one.name.startswith(".")]
    if held and not force:
        raise Refused(
            "{folder} is not empty: name another with --workspace, or replace what is there "
            "with --force.",
            folder=folder,
        )
    if any(one.is_mount() for one in held):
        raise Refused(
            "A folder in {folder} is a disk of its own: restore elsewhere.", folder=folder
        )
    warehouse = folder / DATA / WAREHOUSE
    if warehouse.exists() and snapshot.is_held(warehouse):
        raise Busy("Vigie works in {folder}: stop it, then restore.", folder=folder)


def _unpacked(archive: Path, stage: Path, progress: Progress) -> Manifest:
    progress(text("Reading the backup"), 0, None)
    with opened(archive) as unpacker:
        unpacker.unpack(stage.joinpath)
        manifest = unpacker.manifest
    progress(text("Adding its tables up"), 0, None)
    check(manifest, stage / DATA / WAREHOUSE, stage / DATA / FILE)
    return manifest


def _bring_up_to_date(stage: Path, settings: Settings) -> None:
    """As today's Vigie would have it, so that nothing can go wrong any more once it is there."""
    warehouse = stage / DATA / WAREHOUSE
    Warehouse.open(warehouse, load_model(), settings.memory).close()
    # A version that was used before could be taken for what a browser or an engine remembers.
    snapshot.renew(warehouse, int(time.time()))
    state = Store.of_file(stage / DATA / FILE)
    try:
        state.bring_up_to_date()
        with state.write() as connection:
            empty(connection, ENDED)
        Audit(state).record(Action.RESTORED, COMMAND_LINE)
    finally:
        state.close()


def _hand_over_state(stage: Path, settings: Settings, force: bool) -> None:
    """Where the state lives in PostgreSQL, it is brought there."""
    place = Store.at(stage / DATA, settings.entrance.state.url)
    try:
        if place.is_in_a_file:
            return
        if not force and not place.is_empty:
            raise Refused("The database of the state is not empty: replace it with --force.")
        saved = Store.of_file(stage / DATA / FILE)
        try:
            place.load(saved)
        finally:
            saved.close()
    finally:
        place.close()
    (stage / DATA / FILE).unlink()
