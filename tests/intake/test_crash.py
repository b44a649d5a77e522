"""Two imports at once, and an import whose process is killed."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from vigie.kit.errors import Busy, Refused

COMMIT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from vigie.intake.pipeline import Pipeline
from vigie.intake.service import Intake, IntakeSettings
from vigie.model.loader import load_model
from vigie.warehouse.engine import Warehouse

folder = Path(sys.argv[1])
settings = IntakeSettings("EUR", "Europe/Paris", folder / "imports", folder / "mappings")
intake = Intake(Warehouse.open(folder / "warehouse.duckdb", load_model()), load_model(), settings)
plan = intake.plan([folder / "invoice_line.csv", folder / "invoice.csv"])

def die(self):
    assert self.session.scalar("SELECT count(*) FROM core.invoice_line") == 2
    os.kill(os.getpid(), signal.SIGKILL)

Pipeline._hold_places = die
intake.commit(plan)
"""


def files(desk):
    desk.write("invoice.csv", "invoice_id,invoice_date", "A1,2024-01-05")
    desk.write(
        "invoice_line.csv", "line_id,invoice_id,quantity,net_amount", "L1,A1,1,10", "L2,A1,1,5"
    )


def test_a_killed_import_leaves_nothing_half_done(reopen):
    with reopen() as desk:
        files(desk)
        before = desk.state()
        folder = desk.folder
    killed = subprocess.run([sys.executable, "-c", COMMIT_AND_DIE, str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with reopen() as desk:
        assert desk.state() == before
        assert [r.status for r in desk.intake.imports()] == ["interrupted"]
        plan = desk.intake.plan([folder / "invoice_line.csv", folder / "invoice.csv"])
        assert desk.intake.commit(plan).created == 3


def test_a_failed_import_changes_nothing_and_is_noted(desk):
    path = desk.write("account.csv", "account_id,name", "C1,Durand")
    plan = desk.intake.plan([path])
    before = desk.state()
    path.write_text("account_id,name\nC1,Dupont\n", encoding="utf-8")
    with pytest.raises(Refused, match="changed"):
        desk.intake.commit(plan)
    assert desk.state() == before
    failed = desk.intake.imports()[0]
    assert failed.status == "failed"
    assert "changed" in str(failed.message)


class Paused:
    """A progress listener that stops an import until it is told to go on."""

    def __init__(self):
        self.reached, self.go = threading.Event(), threading.Event()

    def __call__(self, stage, *_):
        if "Totals" in str(stage):
            self.reached.set()
            self.go.wait(20)


def test_a_second_import_is_told_to_come_back_or_waits_its_turn(desk):
    first = desk.intake.plan([desk.write("account.csv", "account_id,name", "C1,Durand")])
    second = desk.intake.plan([desk.write("product.csv", "product_id,name", "P1,Pompe")])
    paused = Paused()
    reports = []
    working = threading.Thread(target=lambda: reports.append(desk.intake.commit(first, paused)))
    working.start()
    assert paused.reached.wait(20)
    with pytest.raises(Busy):
        desk.intake.commit(second, wait=False)
    waiting = threading.Thread(target=lambda: reports.append(desk.intake.commit(second)))
    waiting.start()
    time.sleep(0.05)
    assert desk.rows("SELECT count(*) FROM core.account") == [(0,)]
    paused.go.set()
    working.join(60)
    waiting.join(60)
    assert [r.status for r in reports] == ["committed", "committed"]
    assert desk.rows("SELECT name FROM core.product") == [("Pompe",)]


def test_readers_see_the_old_rows_until_the_commit(desk):
    desk.bring(desk.write("account.csv", "account_id,name", "C1,Durand"), None)
    plan = desk.intake.plan([desk.write("account2.csv", "account_id,name", "C1,Dupont")], "account")
    paused = Paused()
    working = threading.Thread(target=lambda: desk.intake.commit(plan, paused))
    working.start()
    assert paused.reached.wait(20)
    assert desk.rows("SELECT name FROM core.account") == [("Durand",)]
    paused.go.set()
    working.join(60)
    assert desk.rows("SELECT name FROM core.account") == [("Dupont",)]
