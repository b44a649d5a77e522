"""Rollups say what their rows say after any run of imports, corrections and undos."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.intake.report import ImportReport
from vigie.intake.service import Intake, IntakeSettings
from vigie.kit.errors import Refused
from vigie.metrics.language.definition import Catalog
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.rollups import Keeper
from vigie.warehouse.standing import standings

MAPPINGS = {
    "invoice": {
        "invoice_id": "id",
        "invoice_date": "date",
        "account_id": "customer",
        "sales_rep_id": "rep",
        "invoice_type": "type",
        "status": "status",
    },
    "invoice_line": {
        "line_id": "id",
        "invoice_id": "invoice",
        "product_id": "product",
        "net_amount": "amount",
        "cost_amount": "cost",
    },
    "account": {"account_id": "id", "name": "name", "region": "region"},
    "product": {
        "product_id": "id",
        "name": "name",
        "launched_on": "launched",
        "category_id": "cat",
    },
    "opportunity": {
        "opportunity_id": "id",
        "name": "name",
        "owner_id": "rep",
        "status": "status",
        "amount": "amount",
        "created_at": "created",
        "closed_at": "closed",
    },
}


class Ledger:
    """Imports rows given as tuples, and compares every rollup with its own query."""

    def __init__(self, folder: Path, model: Model, catalog: Catalog, most_days: float) -> None:
        self.folder = folder
        self.warehouse = Warehouse.open(None, model)
        self.layer = MetricLayer(catalog, self.warehouse, MetricSettings())
        self.warehouse.keep(Keeper(self.layer.recipes, 0, worth=0, most_days=most_days))
        own = IntakeSettings("EUR", "Europe/Paris", folder / "imports", folder / "mappings")
        self.intake = Intake(self.warehouse, model, own)
        self.done: list[str] = []

    def bring(self, table: str, rows: list[tuple[str, ...]]) -> ImportReport:
        columns = MAPPINGS[table]
        name = f"{table}-{len(list(self.folder.glob('*.csv')))}.csv"
        path = self.folder / name
        lines = [";".join(columns.values()), *(";".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        listed = "".join(f"          {target}: {source}\n" for target, source in columns.items())
        mapping = self.folder / "mapping.yaml"
        mapping.write_text(
            f'source: company\nfiles:\n  - pattern: "{table}*.csv"\n    tables:\n'
            f"      - table: {table}\n        distinct_on: [{next(iter(columns))}]\n"
            f"        columns:\n{listed}",
            encoding="utf-8",
        )
        report = self.intake.commit(self.intake.plan([path], None, mapping))
        if report.status == "committed":
            self.done.append(report.import_id)
        return report

    def undo(self, back: int) -> None:
        """Takes an import back, unless a later one builds on it."""
        if self.done:
            chosen = self.done[-1 - back % len(self.done)]
            try:
                self.intake.undo(chosen)
            except Refused:
                return
            self.done.remove(chosen)

    def check(self) -> None:
        with self.warehouse.read() as session:
            held = standings(session)
            for recipe in self.layer.recipes:
                assert held[recipe.name].kept, recipe.name
                own = _sorted(session, f'FROM rollups."{recipe.name}"')
                assert own == _sorted(session, recipe.select), recipe.name

    def close(self) -> None:
        self.warehouse.close()


def _sorted(session: Session, sql: str) -> list[str]:
    return sorted(map(repr, session.rows(sql)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def ledger(folder: Path, model: Model, catalog: Catalog) -> Iterator[Ledger]:
    opened = Ledger(folder, model, catalog, most_days=100)
    yield opened
    opened.close()


INVOICES = [
    ("F1", "2026-01-05", "C1", "R1", "invoice", "posted"),
    ("F2", "2026-01-06", "C2", "R1", "invoice", "posted"),
]
LINES = [
    ("L1", "F1", "P1", "100.0000", "60"),
    ("L2", "F2", "P1", "50.5", ""),
]


def _revenue(ledger: Ledger) -> list[tuple[object, ...]]:
    with ledger.warehouse.read() as session:
        return session.rows(
            'SELECT "invoice.invoice_date"::VARCHAR, "invoice.account.region", '
            'sum("m_revenue")::VARCHAR FROM rollups.invoiced_by_region '
            "GROUP BY ALL ORDER BY ALL"
        )


def test_a_line_without_its_document_gets_its_day_when_it_comes(ledger):
    ledger.bring("invoice", INVOICES)
    ledger.bring("invoice_line", LINES)
    with ledger.warehouse.write() as session:
        session.execute(
            "INSERT INTO core.invoice_line (line_id, invoice_id, net_amount_company) "
            "VALUES ('L9', 'F3', 1)"
        )
    assert _revenue(ledger) == [
        ("2026-01-05", None, "100.0000"),
        ("2026-01-06", None, "50.5000"),
        (None, None, "1.0000"),
    ]
    late = ledger.bring("invoice", [("F3", "2026-01-06", "C1", "R1", "invoice", "posted")])
    ledger.check()
    assert _revenue(ledger)[1:] == [("2026-01-06", None, "51.5000")]
    with ledger.warehouse.write() as session:
        session.execute("UPDATE core.invoice_line SET import_id = NULL WHERE line_id = 'L9'")
    ledger.intake.undo(late.import_id)
    ledger.check()
    assert _revenue(ledger)[-1] == (None, None, "1.0000")


def test_a_customer_who_moves_takes_every_day_along(ledger):
    ledger.bring("invoice", INVOICES)
    ledger.bring("invoice_line", LINES)
    ledger.bring("account", [("C1", "Durand", "Bretagne"), ("C2", "Martin", "Alsace")])
    moved = ledger.bring("account", [("C1", "Durand", "Corse")])
    ledger.check()
    assert _revenue(ledger) == [
        ("2026-01-05", "Corse", "100.0000"),
        ("2026-01-06", "Alsace", "50.5000"),
    ]
    ledger.intake.undo(moved.import_id)
    ledger.check()
    assert _revenue(ledger)[0] == ("2026-01-05", "Bretagne", "100.0000")


def test_a_document_that_moves_in_time_leaves_its_day(ledger):
    ledger.bring("invoice", INVOICES)
    ledger.bring("invoice_line", LINES)
    ledger.bring("invoice", [("F1", "2026-02-01", "C1", "R1", "invoice", "posted")])
    ledger.check()
    assert [row[0] for row in _revenue(ledger)] == ["2026-01-06", "2026-02-01"]


def test_what_is_written_past_the_intake_renews_all_that_rests_on_it(ledger):
    ledger.bring("invoice", INVOICES)
    ledger.bring("invoice_line", LINES)
    with ledger.warehouse.write() as session:
        session.execute("UPDATE core.invoice_line SET deleted_at = now() WHERE line_id = 'L1'")
    ledger.check()
    assert _revenue(ledger) == [("2026-01-06", None, "50.5000")]


def test_a_session_that_has_written_does_not_see_rollups_of_before(ledger):
    ledger.bring("invoice", INVOICES)
    ledger.bring("invoice_line", LINES)
    with ledger.warehouse.read() as session:
        session.execute("UPDATE core.invoice_line SET net_amount_company = 1")
        answer = ledger.layer.query(Query(("revenue",)), session=session)
        assert answer.scalar() == 2
        session.follow()
        assert ledger.layer.query(Query(("revenue",)), session=session).scalar() == 2
    ledger.check()


def test_without_a_keeper_no_rollup_is_believed_after_a_write(ledger, model):
    ledger.bring("invoice", INVOICES)
    bare = Warehouse(ledger.warehouse._connection)
    with bare.write() as session:
        session.execute("DELETE FROM core.invoice")
    with bare.read() as session:
        assert standings(session) == {}


day = st.sampled_from(["2026-01-05", "2026-01-06", "2026-02-01", "2026-03-09"])
number = st.sampled_from(["10", "-3.25", "0.0001", ""])
STEPS = st.one_of(
    st.tuples(
        st.just("invoice"),
        st.tuples(
            st.sampled_from(["F1", "F2", "F3"]),
            day,
            st.sampled_from(["C1", "C2", ""]),
            st.sampled_from(["R1", "R2", ""]),
            st.sampled_from(["invoice", "credit_note"]),
            st.sampled_from(["posted", "draft"]),
        ),
    ),
    st.tuples(
        st.just("invoice_line"),
        st.tuples(
            st.sampled_from(["L1", "L2", "L3", "L4"]),
            st.sampled_from(["F1", "F2", "F3", "F4"]),
            st.sampled_from(["P1", "P2", ""]),
            number,
            number,
        ),
    ),
    st.tuples(
        st.just("account"),
        st.tuples(
            st.sampled_from(["C1", "C2"]), st.just("x"), st.sampled_from(["Corse", "Alsace", ""])
        ),
    ),
    st.tuples(
        st.just("product"),
        st.tuples(
            st.sampled_from(["P1", "P2"]), st.just("x"), day, st.sampled_from(["K1", "K2", ""])
        ),
    ),
    st.tuples(
        st.just("opportunity"),
        st.tuples(
            st.sampled_from(["O1", "O2"]),
            st.just("x"),
            st.sampled_from(["R1", ""]),
            st.sampled_from(["open", "won", "lost"]),
            number,
            day,
            st.sampled_from(["2026-02-01", "2026-03-09", ""]),
        ),
    ),
    st.tuples(st.just("undo"), st.integers(0, 3)),
)


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=3, max_size=8), most_days=st.sampled_from([0.3, 100]))
def test_any_run_of_imports_and_undos_leaves_what_would_be_made_anew(
    tmp_path_factory, model, catalog, steps, most_days
):
    ledger = Ledger(tmp_path_factory.mktemp("runs"), model, catalog, most_days)
    try:
        for what, how in steps:
            if what == "undo":
                ledger.undo(how)
            else:
                ledger.bring(what, [how])
            ledger.check()
    finally:
        ledger.close()
