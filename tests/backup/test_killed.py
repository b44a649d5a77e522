"""Killed at any moment: a whole backup or none, the old workspace or the new one."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vigie.backup.archive import opened
from vigie.backup.making import back_up
from vigie.backup.restoring import restore
from vigie.workspace import Workspace

from .company import INVOICE, invoice, revenue_in

VIGIE = [sys.executable, "-m", "vigie.cli"]


def kill_when(words: list[str], is_time: Callable[[], bool]) -> None:
    """Runs a command and kills it at a moment of its work."""
    with subprocess.Popen([*VIGIE, *words], stderr=subprocess.DEVNULL) as process:
        while not is_time():
            assert process.poll() is None, "it ended before its moment came"
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("file", ["warehouse.duckdb", "archive.zip"])
def test_a_killed_backup_leaves_none_and_the_next_one_clears_up(
    company: Workspace, tmp_path: Path, file: str
) -> None:
    company.close()
    (target := tmp_path / "backups").mkdir()
    words = ["backup", str(target / "saved.zip"), "--workspace", str(company.directory)]
    kill_when(words, lambda: bool([*target.glob(f".vigie-backup-*/{file}")]))

    assert not (target / "saved.zip").exists()
    again = Workspace.open(company.directory)
    back_up(again, target / "saved.zip")
    again.close()
    assert [path.name for path in target.iterdir()] == ["saved.zip"]
    with opened(target / "saved.zip") as unpacker:
        unpacker.unpack(lambda _: None)


def test_a_killed_restoration_leaves_what_was_there(
    archive: Path, company: Workspace, tmp_path: Path
) -> None:
    invoice(company, 2)
    company.close()
    place = company.directory
    words = ["restore", str(archive), "--force", "--workspace", str(place)]
    kill_when(words, (place / ".restoring" / "data" / "warehouse.duckdb").exists)

    assert revenue_in(place) == 2 * INVOICE
    restore(archive, place, force=True)
    assert revenue_in(place) == INVOICE
    assert not (place / ".restoring").exists()
