"""A backup that is not whole, or not for this Vigie, changes nothing."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.backup.archive import Damaged, opened, packing
from vigie.backup.making import back_up
from vigie.backup.manifest import MANIFEST, MARK, Manifest
from vigie.backup.restoring import restore, verify
from vigie.backup.soundness import of_state
from vigie.kit.errors import Refused, VigieError
from vigie.people.sessions import Visit
from vigie.state.schema import upgrade, versions
from vigie.state.store import Store
from vigie.workspace import Workspace

from .company import INVOICE, invoice, revenue, revenue_in


def changed(archive: Path, folder: Path, change: Callable[[Path], dict[str, Any]]) -> Path:
    """The archive with other content, all digests right: `change` edits the unpacked files."""
    with opened(archive) as unpacker:
        unpacker.unpack((folder / "unpacked").joinpath)
        said = unpacker.manifest
    edits = change(folder / "unpacked")
    with packing(folder / "changed.zip") as packer:
        names = [part.name.removeprefix("workspace/") for part in said.parts]
        parts = tuple(packer.add(folder / "unpacked" / name, name) for name in names)
        packer.end(Manifest.model_validate({**said.model_dump(), "parts": parts, **edits}))
    return folder / "changed.zip"


def rewritten(
    archive: Path, file: Path, entries: Callable[[str, bytes], tuple[str, bytes]]
) -> Path:
    """The archive with entries renamed or replaced."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(*entries(name, source.read(name)))
    return file


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_altered_byte_is_refused_or_of_no_consequence(
    archive: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(archive.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    (tmp_path / "altered.zip").write_bytes(content)
    try:
        found = verify(tmp_path / "altered.zip")
    except Damaged:
        return
    with opened(archive) as unpacker:
        assert found == unpacker.manifest


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99, 0.9999])
def test_a_truncated_archive_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    content = archive.read_bytes()
    (tmp_path / "cut.zip").write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Damaged, match=r"cut\.zip is not a whole backup"):
        restore(tmp_path / "cut.zip", tmp_path / "w")
    assert list((tmp_path / "w").iterdir()) == []


def test_what_is_there_is_replaced_only_when_asked(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "w")
    mine = Workspace.open(tmp_path / "w")
    invoice(mine, 2)
    mine.close()
    with pytest.raises(Refused, match="--force"):
        restore(archive, tmp_path / "w")
    assert revenue_in(tmp_path / "w") == 2 * INVOICE

    restore(archive, tmp_path / "w", force=True)
    assert revenue_in(tmp_path / "w") == INVOICE
    (aside,) = (tmp_path / "w").glob(".before-*")
    assert revenue_in(aside) == 2 * INVOICE


def test_a_damaged_archive_leaves_the_workspace_that_is_there(
    archive: Path, tmp_path: Path
) -> None:
    restore(archive, tmp_path / "w")
    before = {p: p.read_bytes() for p in (tmp_path / "w").rglob("*") if p.is_file()}
    (tmp_path / "bad.zip").write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(Damaged):
        restore(tmp_path / "bad.zip", tmp_path / "w", force=True)
    assert {p: p.read_bytes() for p in (tmp_path / "w").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "a/../../evil", ".bashrc", "C:/evil", "a\\..\\evil", ""]
)
def test_no_part_is_written_elsewhere(archive: Path, tmp_path: Path, name: str) -> None:
    def move(entry: str, content: bytes) -> tuple[str, bytes]:
        if entry == MANIFEST:
            said = json.loads(content)
            said["parts"][-1]["name"] = f"workspace/{name}"
            return entry, json.dumps(said).encode()
        return (f"workspace/{name}" if entry.endswith("own.yaml") else entry), content

    with pytest.raises(Damaged):
        restore(rewritten(archive, tmp_path / "evil.zip", move), tmp_path / "deep" / "w")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / "evil.zip"]


def test_tables_that_do_not_add_up_are_refused_though_every_digest_is_right(
    archive: Path, tmp_path: Path
) -> None:
    def forge(unpacked: Path) -> dict[str, Any]:
        with sqlite3.connect(unpacked / "data" / "state.sqlite") as state:
            state.execute("DELETE FROM person")
        state.close()
        return {}

    with pytest.raises(Damaged, match="does not add up"):
        verify(changed(archive, tmp_path, forge))


@pytest.mark.parametrize("version", versions()[2:])
def test_a_state_of_an_earlier_vigie_is_brought_up_to_date(
    archive: Path, tmp_path: Path, version: str
) -> None:
    def age(unpacked: Path) -> dict[str, Any]:
        state = unpacked / "data" / "state.sqlite"
        state.unlink()
        store = Store.of_file(state)
        with store.write() as connection:
            upgrade(connection, version)
        store.close()
        found, rows, seal = of_state(state)
        return {"state_version": found, "state": rows, "audit": seal}

    restore(changed(archive, tmp_path, age), tmp_path / "w")
    restored = Workspace.open(tmp_path / "w")
    assert revenue(restored) == INVOICE
    assert restored.people.directory.is_empty()
    restored.close()


def test_a_backup_of_a_later_vigie_is_refused(archive: Path, tmp_path: Path) -> None:
    def later(entry: str, content: bytes) -> tuple[str, bytes]:
        return entry, (b"2" if entry == MARK else content)

    with pytest.raises(Damaged, match="later Vigie"):
        verify(rewritten(archive, tmp_path / "later.zip", later))


def test_a_state_of_a_later_vigie_is_refused(archive: Path, tmp_path: Path) -> None:
    def later(unpacked: Path) -> dict[str, Any]:
        with sqlite3.connect(unpacked / "data" / "state.sqlite") as state:
            state.execute("UPDATE alembic_version SET version_num = '9999'")
        state.close()
        return {"state_version": "9999"}

    with pytest.raises(VigieError, match="9999"):
        restore(changed(archive, tmp_path, later), tmp_path / "w")
    assert list((tmp_path / "w").iterdir()) == []


def test_nobody_is_signed_in_after_a_restoration(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "company")
    workspace = Workspace.open(tmp_path / "company")
    ada = workspace.people.directory.find("ada@froid.example")
    secret = workspace.people.sessions.open(ada.id, Visit("127.0.0.1", "a test"))
    back_up(workspace, tmp_path / "saved.zip")
    workspace.close()
    restore(tmp_path / "saved.zip", tmp_path / "w")
    restored = Workspace.open(tmp_path / "w")
    assert restored.people.sessions.find(secret) is None
    assert restored.people.directory.find("ada@froid.example") == ada
    restored.close()


def test_no_data_version_is_used_twice(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "w")
    restored = Workspace.open(tmp_path / "w")
    assert restored.warehouse.version > 1_700_000_000
    restored.close()


def test_a_plain_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "photo.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(Damaged, match=r"photo\.zip"):
        verify(tmp_path / "photo.zip")
    with pytest.raises(Damaged, match=r"There is no backup gone\.zip"):
        verify(tmp_path / "gone.zip")
