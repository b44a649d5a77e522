"""Whoever is killed while erasing leaves sound data and goes on where they were."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from vigie.model.loader import load_model
from vigie.warehouse.engine import Warehouse
from vigie.workspace import Workspace

from .searching import places
from .test_erasure import HER, rows_of

SCRIPT = Path(__file__).with_name("killed.py")
TOTAL = "SELECT sum(net_amount) AS total, count(*) AS lines FROM core.invoice_line"


@pytest.mark.parametrize("step", [2, 4, 6])
def test_what_was_cut_off_is_finished(folder: Path, step: int) -> None:
    dead = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), str(step), *map(str, HER)], check=False
    )
    assert dead.returncode == -signal.SIGKILL
    workspace = Workspace.open(folder)
    try:
        assert rows_of(workspace, TOTAL) == [{"total": 3700, "lines": 3}]
        assert len(workspace.privacy.requests.unfinished()) == 1
        (certificate,) = workspace.privacy.requests.resume()
        assert certificate["left"] == []
        assert workspace.privacy.requests.unfinished() == []
        assert rows_of(workspace, TOTAL) == [{"total": 3700, "lines": 3}]
    finally:
        workspace.close()
    assert places(folder) == []


def test_a_file_that_was_half_written_anew_is_forgotten(folder: Path) -> None:
    half = folder / "data" / "warehouse.duckdb.new"
    half.write_bytes(b"half a file")
    workspace = Workspace.open(folder)
    assert not half.exists()
    assert rows_of(workspace, TOTAL) == [{"total": 3700, "lines": 3}]
    workspace.close()


def test_readers_go_on_while_the_file_is_written_anew(folder: Path) -> None:
    warehouse = Warehouse.open(folder / "data" / "warehouse.duckdb", load_model())
    answers: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with warehouse.read() as session:
                answers.append(session.scalar("SELECT count(*) FROM core.invoice_line"))
            time.sleep(0.002)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    before = warehouse.version
    for _ in range(2):
        warehouse.rewrite()
    done.set()
    for one in readers:
        one.join()
    assert set(answers) == {3}
    assert warehouse.version == before
    with warehouse.write() as session:
        session.execute("DELETE FROM core.invoice_line")
    warehouse.close()
    assert not (folder / "data" / "warehouse.duckdb.wal").exists()
