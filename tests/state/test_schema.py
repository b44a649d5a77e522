from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import vigie.people.audit_tables
import vigie.people.factor_tables
import vigie.people.tables
import vigie.personal.tables
import vigie.privacy.tables  # noqa: F401 - they declare their tables
from vigie.state.schema import FromTheFuture, current, upgrade, versions
from vigie.state.store import Store, _engine, _place
from vigie.state.tables import metadata


def older(url: str, version: str) -> Store:
    """A state as an earlier Vigie left it."""
    store = Store(_engine(_place(Path(), url)))
    with store.write() as connection:
        upgrade(connection, version)
    return store


def test_the_steps_make_what_the_rooms_declare(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("version", versions())
def test_every_earlier_schema_is_brought_up_to_date(url: str, version: str, tmp_path: Path) -> None:
    store = older(url, version)
    with store.write() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, email, name, role, is_active, is_demo, created_at) "
                "VALUES ('p1', 'ada@example.com', 'Ada', 'rep', true, false, '2026-01-02 03:04:05')"
            )
        )
    store.close()
    later = Store.open(tmp_path, url)
    with later.read() as connection:
        assert current(connection) == versions()[-1]
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert connection.scalar(text("SELECT email FROM person")) == "ada@example.com"
    later.close()


def test_a_step_that_fails_leaves_the_schema_as_it_was(url: str) -> None:
    store = Store(_engine(_place(Path(), url)))

    def fail() -> None:
        with store.write() as connection:
            upgrade(connection)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.read() as connection:
        assert current(connection) is None
    store.close()


def test_a_state_of_a_later_vigie_is_refused(store: Store, url: str, tmp_path: Path) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(FromTheFuture, match="9999"):
        Store.open(tmp_path, url)
