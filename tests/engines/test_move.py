"""`vigie engine`: moving to another engine and back, from the command line."""

import json
from pathlib import Path

import pytest

from vigie.cli.console import Terminal
from vigie.cli.desk import Desk
from vigie.cli.run import run
from vigie.settings import FILE_NAME, EngineSettings, Settings, load_settings
from vigie.warehouse.clickhouse.store import ClickHouseStore
from vigie.workspace import Workspace

from .server import server

QUERY = ("query", "revenue", "--from", "2026-01-01", "--to", "2026-12-31")
SALES = "invoice;date;customer;product;quantity;net amount\nF1;2026-01-05;Martin;Pump;1;100,50\n"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return founded(tmp_path / "company")


def founded(folder: Path) -> Path:
    """A workspace of one invoice."""
    workspace = Workspace.create(folder, Settings(locale="en"))
    sales = folder / "sales.csv"
    sales.write_text(SALES, encoding="utf-8")
    workspace.intake.commit(workspace.intake.plan([sales]))
    workspace.close()
    return folder


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> object:
    assert run([*words, "--json", "--workspace", str(folder)], Desk(Terminal(), folder)) == 0
    return json.loads(capsys.readouterr().out)


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is said of a command that fails."""
    assert run([*words, "--workspace", str(folder)], Desk(Terminal(), folder)) == 1
    return capsys.readouterr().err


def test_figures_move_and_come_back(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = asked(company, capsys, *QUERY)
    moved = asked(company, capsys, "engine", "move", "clickhouse")
    assert moved["engine"] == "clickhouse"  # type: ignore[index]
    assert moved["rows"] > 0  # type: ignore[index]
    assert load_settings(company / FILE_NAME).engine == EngineSettings("clickhouse")
    assert asked(company, capsys, "engine", "show") == {"engine": "clickhouse", "current": True}
    assert asked(company, capsys, *QUERY) == here
    again = asked(company, capsys, "engine", "move", "clickhouse")
    assert again == {"engine": "clickhouse", "slices": 0, "rows": 0}
    asked(company, capsys, "engine", "move", "duckdb")
    assert load_settings(company / FILE_NAME).engine == EngineSettings()
    assert asked(company, capsys, *QUERY) == here


def test_an_address_that_is_none_is_refused(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(company, capsys, "engine", "move", "clickhouse", "--url", "localhost:8123")
    assert "not the address of a ClickHouse server" in said
    assert load_settings(company / FILE_NAME).engine == EngineSettings()


def test_a_server_that_is_away_is_named(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "http://127.0.0.1:1/vigie"
    said = refused(company, capsys, "engine", "move", "clickhouse", "--url", url)
    assert "127.0.0.1:1 does not answer" in said
    assert load_settings(company / FILE_NAME).engine == EngineSettings()


def test_a_wrong_password_is_told_and_the_right_one_taken_from_the_environment(
    company: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with server(tmp_path, password="right") as url:
        words = ("engine", "move", "clickhouse", "--url", url)
        assert "Authentication failed" in refused(company, capsys, *words)
        monkeypatch.setenv("VIGIE_ENGINE_PASSWORD", "right")
        asked(company, capsys, *words)
    assert "right" not in (company / FILE_NAME).read_text(encoding="utf-8")


def test_while_the_server_is_away_imports_go_on_and_figures_may_come_back(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with server(tmp_path) as url:
        asked(company, capsys, "engine", "move", "clickhouse", "--url", url)
    assert "does not answer" in refused(company, capsys, *QUERY)
    assert asked(company, capsys, "engine", "show") == {"engine": "clickhouse", "current": False}
    more = tmp_path / "more.csv"
    more.write_text(SALES.replace("F1", "F2"), encoding="utf-8")
    asked(company, capsys, "import", str(more), "--yes")
    asked(company, capsys, "engine", "move", "duckdb")
    assert asked(company, capsys, *QUERY)["rows"] == [[201.0]]  # type: ignore[index]


def test_the_copy_of_another_workspace_is_left_alone(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = founded(tmp_path / "other")
    with server(tmp_path) as url:
        asked(company, capsys, "engine", "move", "clickhouse", "--url", url)
        said = refused(other, capsys, "engine", "move", "clickhouse", "--url", url)
        assert "the copy of another workspace" in said
        asked(other, capsys, "engine", "move", "clickhouse", "--url", f"{url}_other")
        assert asked(company, capsys, *QUERY) == asked(other, capsys, *QUERY)


def test_a_move_that_was_cut_off_goes_on_where_it_stopped(
    company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ClickHouseStore.stage
    staged: list[str] = []
    most = 2

    def stage(store: ClickHouseStore, table: str, files: dict[str, Path]) -> None:
        if len(staged) == most:
            raise KeyboardInterrupt
        staged.append(table)
        whole(store, table, files)

    monkeypatch.setattr(ClickHouseStore, "stage", stage)
    words = ["engine", "move", "clickhouse", "--workspace", str(company)]
    assert run(words, Desk(Terminal(), company)) != 0
    assert "Stopped" in capsys.readouterr().err
    assert load_settings(company / FILE_NAME).engine == EngineSettings()
    most = -1
    asked(company, capsys, "engine", "move", "clickhouse")
    assert len(staged) == len(set(staged)) > 2
