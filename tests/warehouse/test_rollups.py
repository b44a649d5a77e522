"""A session knows which core tables it has written; rollups that nobody renews are not believed."""

import pytest

from vigie.model.loader import load_model
from vigie.warehouse.engine import Warehouse
from vigie.warehouse.standing import Standing, note, seen, standings

STANDING = Standing("invoiced", "abc", frozenset({"invoice"}), True, 10, 1000, 1000)


@pytest.fixture
def warehouse():
    opened = Warehouse.open(None, load_model())
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("statement", "written"),
    [
        ("INSERT INTO core.invoice (invoice_id) VALUES ('F1')", {"invoice"}),
        (
            'INSERT INTO "core"."invoice" (invoice_id) SELECT account_id FROM core.account',
            {"invoice"},
        ),
        ("WITH x AS (SELECT 1) INSERT INTO core.account (account_id) SELECT 'C1'", {"account"}),
        ("UPDATE core.invoice SET number = '1'", {"invoice"}),
        ('delete\n from "core"."invoice_line" where rowid in (select 1)', {"invoice_line"}),
        ("TRUNCATE core.product", {"product"}),
        ("ALTER TABLE core.product ADD COLUMN own VARCHAR", {"product"}),
        ("CREATE TEMP TABLE mine AS SELECT * FROM core.invoice", set()),
        ("INSERT INTO history.invoice (invoice_id) SELECT invoice_id FROM core.invoice", set()),
        ("SELECT count(*) FROM core.invoice", set()),
    ],
)
def test_a_session_notes_the_core_tables_that_it_writes(warehouse, statement, written):
    with warehouse.read() as session:
        session.execute(statement)
        assert session.written == written


def test_what_was_written_is_not_read_from_a_rollup(warehouse):
    with warehouse.read() as session:
        note(session, STANDING)
        session.execute("INSERT INTO core.account (account_id) VALUES ('C1')")
        assert seen(session) == {"invoiced": STANDING}
        session.execute("DELETE FROM core.invoice")
        assert seen(session) == {}
        assert standings(session) == {"invoiced": STANDING}


def test_another_engine_has_no_rollup():
    class Elsewhere:
        pass

    assert seen(Elsewhere()) == {}


def test_a_write_that_touches_no_row_of_core_leaves_rollups_standing(warehouse):
    with warehouse.write() as session:
        note(session, STANDING)
    with warehouse.write() as session:
        session.execute("UPDATE meta.state SET value = value WHERE name = 'other'")
    with warehouse.read() as session:
        assert seen(session) == {"invoiced": STANDING}
    with warehouse.write() as session:
        session.execute("UPDATE core.invoice SET number = '1'")
    with warehouse.read() as session:
        assert standings(session) == {}
