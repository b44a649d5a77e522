"""`vigie engine`: moving to another engine and back, from the command line."""

import json
from pathlib import Path

import pytest

from vigie.cli.console import Terminal
from vigie.cli.desk import Desk
from vigie.cli.run import run
from vigie.settings import FILE_NAME, EngineSettings, Settings, load_settings
from vigie.workspace import Workspace

SALES = "invoice;date;customer;product;quantity;net amount\nF1;2026-01-05;Martin;Pump;1;100,50\n"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    workspace = Workspace.create(folder, Settings(locale="en"))
    (tmp_path / "sales.csv").write_text(SALES, encoding="utf-8")
    workspace.intake.commit(workspace.intake.plan([tmp_path / "sales.csv"]))
    workspace.close()
    return folder


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    assert run([*words, "--json", "--workspace", str(folder)], Desk(Terminal(), folder)) == 0
    return json.loads(capsys.readouterr().out)


def test_figures_move_and_come_back(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ("query", "revenue", "--from", "2026-01-01", "--to", "2026-12-31")
    here = asked(company, capsys, *query)
    moved = asked(company, capsys, "engine", "move", "clickhouse")
    assert moved["engine"] == "clickhouse"  # type: ignore[index]
    assert moved["rows"] > 0  # type: ignore[index]
    assert load_settings(company / FILE_NAME).engine == EngineSettings("clickhouse")
    assert asked(company, capsys, "engine", "show") == {"engine": "clickhouse", "current": True}
    assert asked(company, capsys, *query) == here
    again = asked(company, capsys, "engine", "move", "clickhouse")
    assert again == {"engine": "clickhouse", "slices": 0, "rows": 0}
    asked(company, capsys, "engine", "move", "duckdb")
    assert load_settings(company / FILE_NAME).engine == EngineSettings()
    assert asked(company, capsys, *query) == here


def test_an_address_that_is_none_is_refused(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["engine", "move", "clickhouse", "--url", "localhost:8123"]
    assert run([*words, "--workspace", str(company)], Desk(Terminal(), company)) == 1
    assert "not the address of a ClickHouse server" in capsys.readouterr().err
    assert load_settings(company / FILE_NAME).engine == EngineSettings()


def test_a_server_that_is_away_is_named(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["engine", "move", "clickhouse", "--url", "http://127.0.0.1:1/vigie"]
    assert run([*words, "--workspace", str(company)], Desk(Terminal(), company)) == 1
    assert "127.0.0.1:1 does not answer" in capsys.readouterr().err
