"""Imports and undo reach the copy; what does not arrive whole is never shown."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from vigie.kit.errors import Busy, VigieError
from vigie.settings import FILE_NAME, EngineSettings, Settings, with_engine
from vigie.warehouse.clickhouse.store import ClickHouseStore
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.slices import marks
from vigie.workspace import Workspace

from .server import server

SALES = "invoice;date;customer;product;quantity;net amount\n"
FIRST = SALES + "F1;2026-01-05;Martin;Pump;1;100,50\nF2;2026-02-06;Durand;Valve;2;20,00\n"
SECOND = SALES + "F2;2026-02-06;Durand;Valve;2;25,00\nF3;2026-02-07;Martin;Pump;1;7,25\n"


@pytest.fixture(params=["in this process", "over http"])
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace whose figures are read from ClickHouse."""
    folder = tmp_path / "company"
    Workspace.create(folder, Settings()).close()
    with ExitStack() as stack:
        over = request.param == "over http"
        engine = EngineSettings(
            "clickhouse", stack.enter_context(server(tmp_path)) if over else None
        )
        settings = folder / FILE_NAME
        written = settings.read_text(encoding="utf-8")
        settings.write_text(with_engine(written, engine), encoding="utf-8")
        opened = stack.enter_context(closing(Workspace.open(folder)))
        mirror(opened).carry()
        yield opened


def mirror(workspace: Workspace) -> Mirror:
    assert workspace.mirror is not None
    return workspace.mirror


def brought(workspace: Workspace, words: str, folder: Path) -> str:
    """Imports a file; the import's id."""
    path = folder / "sales.csv"
    path.write_text(words, encoding="utf-8")
    return workspace.intake.commit(workspace.intake.plan([path])).import_id


def revenue(workspace: Workspace) -> Decimal | None:
    found = workspace.query(["revenue"], date_from=date(2026, 1, 1), date_to=date(2026, 12, 31))
    assert found.rows[0][0] is None or isinstance(found.rows[0][0], Decimal)
    return found.rows[0][0]


def test_imports_updates_and_undo_reach_the_copy(copied: Workspace, tmp_path: Path) -> None:
    brought(copied, FIRST, tmp_path)
    assert revenue(copied) == Decimal("120.5")
    second = brought(copied, SECOND, tmp_path)
    assert revenue(copied) == Decimal("132.75")
    copied.intake.undo(second)
    assert revenue(copied) == Decimal("120.5")
    assert mirror(copied).is_current


def test_only_what_changed_travels(copied: Workspace, tmp_path: Path) -> None:
    brought(copied, FIRST, tmp_path)
    assert mirror(copied).carry().slices == 0
    with copied.warehouse.write() as session:
        session.execute("UPDATE core.account SET name = 'Martin SA' WHERE name = 'Martin'")
    assert mirror(copied).is_current
    with mirror(copied).read() as reader:
        names = reader.rows("SELECT name FROM vigie.account ORDER BY name")
    assert names == [("Durand",), ("Martin SA",)]


def test_a_slice_that_does_not_arrive_whole_is_not_shown(
    copied: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(copied, FIRST, tmp_path)
    stage = ClickHouseStore.stage

    def lossy(store: ClickHouseStore, table: str, files: dict[str, Path]) -> None:
        stage(store, table, files)
        store._channel.run(
            f"ALTER TABLE vigie.vigie_staged_{table} DELETE WHERE 1 SETTINGS mutations_sync = 2"
        )

    monkeypatch.setattr(ClickHouseStore, "stage", lossy)
    brought(copied, SECOND, tmp_path)
    with pytest.raises(VigieError, match="did not arrive whole"):
        revenue(copied)
    monkeypatch.undo()
    mirror(copied).carry()
    assert revenue(copied) == Decimal("132.75")


def test_a_copy_that_an_earlier_process_left_behind_says_how_to_catch_up(
    copied: Workspace, tmp_path: Path
) -> None:
    store = mirror(copied)._store
    with copied.warehouse.write() as session:
        session.execute("UPDATE core.account SET name = name")
    store.settle(0)
    with (
        pytest.raises(Busy, match="vigie engine move"),
        Mirror(copied.warehouse, lambda: store, copied.model).read(),
    ):
        pass


def test_the_marks_of_a_table_tell_any_change(copied: Workspace, tmp_path: Path) -> None:
    brought(copied, FIRST, tmp_path)
    with copied.warehouse.read() as session:
        before = marks(session, copied.model)
        session.execute("UPDATE core.invoice_line SET quantity = quantity + 1")
        after = marks(session, copied.model)
    assert {piece.table for piece in before if before[piece] != after[piece]} == {"invoice_line"}
