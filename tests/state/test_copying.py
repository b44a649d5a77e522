"""The state goes from one database to the other and back, and is what it was."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text

from vigie.people.audit import Action, Audit
from vigie.people.directory import Directory
from vigie.people.factor_tables import factor
from vigie.people.person import Link, LinkKind
from vigie.people.tables import session
from vigie.state.copying import counts, tables
from vigie.state.schema import current, upgrade, versions
from vigie.state.store import Store

MOMENT = datetime(2026, 3, 29, 2, 30, 0, 123456, tzinfo=UTC)


def fill(store: Store) -> None:
    directory = Directory(store, ("rep", "director"))
    ada, luc = (directory.add(f"{n}@example.com", n, "rep") for n in ("Ada", "Luc"))
    directory.relink(ada.id, [Link(LinkKind.SALES_REP, "R1")])
    with store.write() as connection:
        connection.execute(insert(factor).values(person_id=ada.id, secret="é", last_step=2**40))
        connection.execute(
            insert(session).values(
                id="s", digest="d", person_id=ada.id, made_at=MOMENT, seen_at=MOMENT,
                ends_at=MOMENT, address="::1", agent="", is_pending=True, seen_as=luc.id,
            )
        )  # fmt: skip
    for _ in range(3):
        Audit(store).record(Action.SIGN_IN, ada.id, address="::1", why="déjà")


def content(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    found = {
        table.name: sorted(map(tuple, connection.execute(select(table))), key=str)
        for table in tables(connection).sorted_tables
    }
    return {name: rows for name, rows in found.items() if rows}


def test_what_is_saved_is_all_that_is_kept(store: Store, tmp_path: Path) -> None:
    fill(store)
    store.save(tmp_path / "saved.sqlite")
    saved = Store.of_file(tmp_path / "saved.sqlite")
    with store.read() as source, saved.read() as target:
        assert content(target) == content(source)
        assert current(target) == current(source)
        assert counts(target)["person"] == 2
    assert Audit(saved).verify().is_sound
    saved.close()
    assert [p.name for p in tmp_path.glob("saved.sqlite*")] == ["saved.sqlite"]


def test_what_was_saved_replaces_what_is_kept_in_a_database(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("cluster").database()
    database = Store.open(tmp_path, url)
    fill(database)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE not_ours (a integer)"))
        connection.execute(text("INSERT INTO not_ours VALUES (1)"))
    database.save(tmp_path / "saved.sqlite")
    Directory(database, ("rep",)).add("zoe@example.com", "Zoé", "rep")
    Audit(database).record(Action.SIGN_OUT)

    saved = Store.of_file(tmp_path / "saved.sqlite")
    database.load(saved)
    with database.read() as target, saved.read() as source:
        found = content(target)
        assert found.pop("not_ours") == [(1,)]
        assert found == content(source)
    saved.close()
    Audit(database).record(Action.SIGN_OUT)
    assert Audit(database).verify().count == 4
    with pytest.raises(Exception, match="only added to"), database.write() as connection:
        connection.execute(text("DELETE FROM audit_entry"))
    database.close()


@pytest.mark.parametrize("version", versions())
def test_a_saved_state_of_each_earlier_schema_comes_into_a_database(
    tmp_path: Path, version: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("cluster").database()
    saved = Store.of_file(tmp_path / "older.sqlite")
    with saved.write() as connection:
        upgrade(connection, version)
        connection.execute(
            text(
                "INSERT INTO person (id, email, name, role, is_active, is_demo, created_at) "
                "VALUES ('p1', 'ada@example.com', 'Ada', 'rep', true, false, "
                "'2026-01-02 03:04:05.000000')"
            )
        )
    database = Store.at(tmp_path, url)
    database.load(saved)
    database.bring_up_to_date()
    assert Directory(database, ("rep",)).find("ada@example.com").name == "Ada"
    database.close()
    saved.close()
