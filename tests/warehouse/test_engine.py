import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from vigie.kit.errors import Busy, VigieError
from vigie.kit.i18n import Label
from vigie.model.schema import Column, ColumnType, Family, Model, Table
from vigie.warehouse.engine import Warehouse


def column(name: str, kind: ColumnType, *, converted: bool = False) -> Column:
    return Column(name, kind, Label(name, name), converted=converted)


def model(*columns: Column) -> Model:
    label = Label("Thing", "Chose")
    table = Table("thing", "things", label, label, ("id",), {c.name: c for c in columns})
    return Model({"things": Family("things", label, {"thing": table})})


THINGS = model(column("id", ColumnType.KEY), column("net_amount", ColumnType.MONEY, converted=True))


def put(warehouse: Warehouse, key: str) -> None:
    with warehouse.write() as session:
        session.execute("INSERT INTO core.thing (id) VALUES (?)", [key])


def count(warehouse: Warehouse) -> int:
    with warehouse.read() as session:
        return int(session.scalar("SELECT count(*) FROM core.thing"))


def test_a_write_is_kept_and_moves_the_version() -> None:
    warehouse = Warehouse.open(None, THINGS)
    put(warehouse, "a")
    assert count(warehouse) == 1
    assert warehouse.version == 1


def test_a_failed_write_leaves_nothing_and_keeps_the_version() -> None:
    warehouse = Warehouse.open(None, THINGS)

    def fail() -> None:
        with warehouse.write() as session:
            session.execute("INSERT INTO core.thing (id) VALUES ('a')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (count(warehouse), warehouse.version) == (0, 0)
    put(warehouse, "b")
    assert count(warehouse) == 1


def test_a_reader_keeps_its_snapshot_while_a_writer_commits() -> None:
    warehouse = Warehouse.open(None, THINGS)
    with warehouse.read() as session:
        before = session.scalar("SELECT count(*) FROM core.thing")
        put(warehouse, "a")
        assert session.scalar("SELECT count(*) FROM core.thing") == before
    assert count(warehouse) == 1


def test_money_in_a_document_currency_has_a_company_twin() -> None:
    warehouse = Warehouse.open(None, THINGS)
    with warehouse.read() as session:
        columns = dict(session.describe("SELECT * FROM core.thing"))
    assert columns["net_amount"] == columns["net_amount_company"] == "DECIMAL(18,4)"


def test_a_column_added_to_the_model_appears_in_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    first = Warehouse.open(path, THINGS)
    put(first, "a")
    first.close()
    wider = model(*THINGS.tables["thing"].columns.values(), column("colour", ColumnType.TEXT))
    second = Warehouse.open(path, wider)
    with second.read() as session:
        assert session.row("SELECT id, colour FROM core.thing") == ("a", None)
        assert "colour" in dict(session.describe("SELECT * FROM history.thing"))
    assert second.version == 1
    second.close()


def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    script = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); "
    script += "sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(Busy, match=r"warehouse\.duckdb"):
            Warehouse.open(path, THINGS)
        other.communicate()


def test_a_file_that_is_no_warehouse_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_text("nothing like it" * 1000)
    with pytest.raises(VigieError, match="cannot be opened"):
        Warehouse.open(path, THINGS)


def test_the_engine_is_held_to_the_memory_that_is_asked(tmp_path: Path) -> None:
    warehouse = Warehouse.open(tmp_path / "w.duckdb", THINGS, "200MB")
    assert 190 * 10**6 < warehouse.memory <= 200 * 10**6
    with warehouse.read() as session:
        assert session.scalar("SELECT current_setting('memory_limit')") == "190.7 MiB"
    warehouse.close()


def test_the_engine_leaves_half_of_the_machine_to_others() -> None:
    free = duckdb.connect(":memory:")
    usual = str(free.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])
    amount, unit = usual.split()
    factor = {"MiB": 2**20, "GiB": 2**30, "TiB": 2**40}[unit]
    assert Warehouse.open(None, THINGS).memory == pytest.approx(
        float(amount) * factor * 0.5 / 0.8, rel=0.01
    )


def test_what_a_killed_process_had_put_aside_is_gone(tmp_path: Path) -> None:
    aside = tmp_path / "w.duckdb.tmp"
    aside.mkdir()
    (aside / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"rows")
    Warehouse.open(tmp_path / "w.duckdb", THINGS).close()
    assert not aside.exists()


def test_a_warehouse_of_a_later_vigie_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    warehouse = Warehouse.open(path, THINGS)
    with warehouse.write() as session:
        session.execute("UPDATE meta.state SET value = 99 WHERE name = 'schema'")
    warehouse.close()
    wider = model(column("id", ColumnType.KEY), column("later", ColumnType.TEXT))
    with pytest.raises(VigieError, match="version 99"):
        Warehouse.open(path, wider)
    with duckdb.connect(str(path), read_only=True) as later:
        assert "later" not in {row[0] for row in later.execute("DESCRIBE core.thing").fetchall()}
