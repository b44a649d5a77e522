"""What is saved is one moment of the workspace, whatever goes on meanwhile."""

import os
import stat
import threading
from pathlib import Path

import pytest

from vigie.backup.archive import opened
from vigie.backup.making import back_up
from vigie.backup.restoring import restore, verify
from vigie.kit.errors import VigieError
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Warehouse
from vigie.workspace import Workspace

from .company import INVOICE, invoice, revenue, tables


def answers(workspace: Workspace) -> dict[str, object]:
    """Every indicator over all time, and the months of those that have months."""
    names = [metric.id for metric in workspace.metrics.catalog.shown]
    questions = [Query((name,)) for name in names]
    found = workspace.metrics.query_many(questions)
    months = workspace.query(["revenue"], by=["month"])
    return {**{n: a.rows for n, a in zip(names, found, strict=True)}, "by month": months.rows}


def test_a_restored_backup_equals_its_source(company: Workspace, tmp_path: Path) -> None:
    made = back_up(company, tmp_path / "saved.zip")
    restore(made.path, tmp_path / "restored")
    before = answers(company)
    people = company.people.directory.all()
    company.close()

    assert tables(tmp_path / "restored") == tables(company.directory)
    restored = Workspace.open(tmp_path / "restored")
    assert answers(restored) == before
    assert restored.people.directory.all() == people
    assert restored.people.audit.verify().is_sound
    restored.close()
    assert {p.relative_to(company.directory) for p in company.directory.glob("*/**/*.yaml")} == {
        p.relative_to(restored.directory) for p in restored.directory.glob("*/**/*.yaml")
    }


def test_what_is_saved_while_imports_commit_is_one_of_their_states(
    company: Workspace, tmp_path: Path
) -> None:
    saved = []

    def bring() -> None:
        for number in range(2, 5):
            invoice(company, number)

    importing = threading.Thread(target=bring)
    importing.start()
    while importing.is_alive():
        saved.append(back_up(company, tmp_path / f"{len(saved)}.zip"))
    importing.join()

    found = set()
    for number, made in enumerate(saved):
        (place := tmp_path / f"r{number}").mkdir()
        with opened(made.path) as unpacker:
            unpacker.unpack(lambda name, place=place: place / Path(name).name)
        saved_rows = Warehouse.open(place / "warehouse.duckdb", company.model)
        with saved_rows.read() as session:
            amount = session.scalar("SELECT sum(net_amount) FROM core.invoice")
            imports = session.scalar("SELECT count(*) FROM meta.import WHERE status = 'committed'")
            kept = session.rows("SELECT sha256 FROM meta.import_file")
        saved_rows.close()
        assert amount == INVOICE * (imports - 1)
        assert all((place / sha256).exists() for (sha256,) in kept)
        found.add(amount)
    assert len(found) > 1, "no import committed between two backups: nothing was proven"


def test_people_read_while_a_backup_is_made(company: Workspace, tmp_path: Path) -> None:
    saving = threading.Thread(target=back_up, args=(company, tmp_path / "saved.zip"))
    saving.start()
    while saving.is_alive():
        assert revenue(company) == INVOICE
    saving.join()
    verify(tmp_path / "saved.zip")


def test_only_the_owner_reads_a_backup(company: Workspace, tmp_path: Path) -> None:
    made = back_up(company, tmp_path / "saved.zip")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_what_passes_and_what_is_hidden_is_left_out(company: Workspace, tmp_path: Path) -> None:
    inside = company.directory
    (inside / ".env").write_text("SECRET=1")
    (inside / ".git").mkdir()
    (inside / ".git" / "config").write_text("")
    (inside / "data" / "server.json").write_text("{}")
    (inside / "data" / "incoming").mkdir()
    (inside / "data" / "incoming" / "half.csv").write_text("a")
    (inside / "notes.txt").write_text("kept")
    back_up(company, inside / "first.zip")
    manifest = back_up(company, tmp_path / "second.zip").manifest

    names = {part.name.removeprefix("workspace/") for part in manifest.parts}
    own = {name for name in names if not name.startswith("data/imports/")}
    assert own == {
        "data/warehouse.duckdb", "data/state.sqlite", "vigie.toml", "metrics/own.yaml", "notes.txt",
    }  # fmt: skip


def test_a_folder_gets_a_file_of_its_own_and_keeps_the_latest(
    company: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for moment in ("20250101T000000Z", "20250102T000000Z"):
        (folder / f"froid-cie-{moment}.zip").write_text("older")
    (folder / "other-company-20250101T000000Z.zip").write_text("not ours")
    made = back_up(company, folder, keep=2)

    assert {path.name for path in folder.iterdir()} == {
        made.path.name,
        "froid-cie-20250102T000000Z.zip",
        "other-company-20250101T000000Z.zip",
    }


def test_where_nothing_can_be_written_one_sentence_says_so(
    company: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(VigieError, match="cannot be written"):
        back_up(company, tmp_path / "nowhere" / "saved.zip")


def test_a_name_that_no_archive_takes_is_told(company: Workspace, tmp_path: Path) -> None:
    (company.directory / os.fsdecode(b"caf\xe9.yaml")).write_text("")
    with pytest.raises(VigieError, match=r"caf\\udce9"):
        back_up(company, tmp_path / "saved.zip")
    assert list(tmp_path.glob("*.zip")) == []
    assert list(tmp_path.glob(".vigie-backup-*")) == []
