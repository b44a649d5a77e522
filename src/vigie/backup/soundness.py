"""Whether what was unpacked is what was saved: it opens, and adds up."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from vigie.backup.archive import Damaged
from vigie.backup.manifest import Manifest, Seal
from vigie.people.audit import Audit
from vigie.state.copying import counts
from vigie.state.schema import current
from vigie.state.store import Store
from vigie.warehouse.snapshot import controls


def check(manifest: Manifest, warehouse: Path, state: Path) -> None:
    """Raises Damaged when the tables do not add up to what the manifest says."""
    if controls(warehouse) != manifest.tables:
        raise Damaged("The warehouse of this backup does not add up to what was saved.")
    try:
        is_sound = of_state(state) == (manifest.state_version, manifest.state, manifest.audit)
    except DatabaseError as error:
        raise Damaged("The state of this backup cannot be opened.") from error
    if not is_sound:
        raise Damaged("The state of this backup does not add up to what was saved.")


def of_state(state: Path) -> tuple[str, Mapping[str, int], Seal]:
    """The version of a saved state, the rows of its tables, and the end of its audit."""
    store = Store.of_file(state)
    try:
        with store.read() as connection:
            rows, version = counts(connection), current(connection) or ""
        verdict = Audit(store).verify()
    finally:
        store.close()
    return version, rows, Seal(entries=verdict.count, seal=verdict.seal)
