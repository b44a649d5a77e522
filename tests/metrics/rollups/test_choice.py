"""A scan reads the smallest rollup that answers it, and the answer is that of the rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.kit.errors import Invalid, Refused
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.model.schema import Model
from vigie.warehouse.engine import Session
from vigie.warehouse.rollups import Keeper

Keep = Callable[[], None]


@pytest.fixture
def company(fill) -> None:
    """Two customers, two salespeople, three invoices and a credit note over two years."""
    fill("account", {"account_id": "C1", "name": "Durand", "region": "Bretagne"})
    fill("account", {"account_id": "C2", "name": "Martin", "region": "Alsace"})
    fill("sales_rep", {"sales_rep_id": "R1", "name": "Anne", "manager_id": "R2"})
    fill("sales_rep", {"sales_rep_id": "R2", "name": "Bernard"})
    fill("product", {"product_id": "P1", "name": "Vis", "launched_on": date(2025, 12, 1)})
    invoices = (
        ("F1", date(2025, 1, 5), "C1", "R1", "invoice", "10.0001"),
        ("F2", date(2025, 2, 6), "C2", "R2", "invoice", "20"),
        ("F3", date(2026, 1, 5), "C1", "R1", "invoice", "30.5"),
        ("F4", date(2026, 2, 7), "C2", None, "credit_note", "-4.25"),
    )
    for key, day, customer, rep, kind, amount in invoices:
        fill(
            "invoice",
            {
                "invoice_id": key,
                "invoice_date": day,
                "account_id": customer,
                "sales_rep_id": rep,
                "invoice_type": kind,
                "status": "posted",
                "gross_amount_company": Decimal(amount),
                "due_date": day,
            },
        )
        fill(
            "invoice_line",
            {
                "line_id": f"L{key}",
                "invoice_id": key,
                "product_id": "P1" if key != "F2" else None,
                "net_amount_company": Decimal(amount),
                "cost_amount": Decimal(1) if key == "F1" else None,
            },
        )


@pytest.fixture
def keep(layer: MetricLayer, session: Session, company: None) -> Keep:
    return lambda: Keeper(layer.recipes, least_rows=0, worth=0).keep(session)


@pytest.fixture
def told(layer: MetricLayer, session: Session, keep: Keep) -> Callable[..., str]:
    """Where the first scan of a question reads."""
    keep()

    def asked(*metrics, policy=None, rollups=True, **words) -> str:
        question = Query(metrics, **words)
        lines = layer.explain(question, policy=policy, rollups=rollups, session=session)
        return next(line.strip() for line in lines.splitlines() if "from ro" in line)

    return asked


@pytest.mark.parametrize(
    ("by", "rollup"),
    [
        (("region",), "invoiced_by_region"),
        (("territory", "month"), "invoiced_by_territory"),
        (("manager",), "invoiced_by_seller"),
        (("customer_category",), "invoiced_by_customer"),
        (("category", "quarter"), "invoiced_by_category"),
    ],
)
def test_a_rollup_answers_what_its_keys_lead_to(told, by, rollup):
    assert told("revenue", by=by).startswith(f"from rollup {rollup} (")


@pytest.mark.parametrize(
    ("metrics", "words", "reason"),
    [
        (("revenue",), {"by": ("region", "category")}, "invoiced_by_region does not keep product"),
        (("active_customers",), {}, "orders_by_seller keeps no sums of active_customers"),
        (("revenue",), {"where": ("product = 'Vis'",)}, "does not keep product.name"),
        (("complaints",), {}, "tickets has no rollup"),
    ],
)
def test_the_reason_is_told_where_rows_are_read(told, metrics, words, reason):
    where = told(*metrics, **words)
    assert where.startswith("from rows: ")
    assert reason in where


def test_a_filter_of_rights_is_served_only_where_its_key_is_kept(told):
    seller = RowPolicy(("sales_rep = Anne",))
    assert told("revenue", policy=seller) == "from rollup invoiced_by_seller"
    assert told("revenue", by=("region",), policy=seller).startswith("from rows: ")
    assert "(" not in told("revenue", by=("region",), policy=seller)


def test_an_auditor_reads_the_rows(told):
    assert told("revenue", rollups=False) == "from rows: rollups are left aside"


def test_a_rollup_not_worth_its_place_is_not_kept(layer, session, company):
    Keeper(layer.recipes, least_rows=0).keep(session)
    lines = layer.explain(Query(("revenue",)), session=session)
    assert "invoiced_by_region is not worth its place (4 rows for 4)" in lines
    tables = session.rows("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'rollups'")
    assert ("invoiced_by_region",) not in tables


def test_no_passing_row_is_nought_and_no_value_is_unknown(ask, keep):
    keep()
    january = {"date_from": date(2026, 1, 1), "date_to": date(2026, 1, 31)}
    assert ask("credit_note_amount", **january).scalar() == 0
    assert ask("cost_of_sales", **january).scalar() is None


METRICS = (
    "revenue",
    "gross_margin_rate",
    "credit_note_amount",
    "credit_notes",
    "new_product_share",
    "overdue",
    "outstanding",
)
BY = ("region", "customer", "sales_rep", "manager", "team", "territory", "month", "day", "quarter")
WHERE = (
    "region = Bretagne",
    "region is null",
    "sales_rep = Anne",
    "sales_rep != R1",
    "customer contains dur",
    "month = 2026-01",
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    metrics=st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True),
    by=st.lists(st.sampled_from(BY), max_size=2, unique=True),
    where=st.lists(st.sampled_from(WHERE), max_size=1),
    rights=st.lists(st.sampled_from(WHERE[:5]), max_size=1),
    span=st.sampled_from([None, (date(2026, 1, 1), date(2026, 2, 28)), (date(2026, 1, 5),) * 2]),
    compare=st.sampled_from([(), ("previous_year",), ("previous_period",)]),
)
def test_answers_are_those_of_the_rows_to_the_last_digit(
    layer, session, keep, metrics, by, where, rights, span, compare
):
    if not session.rows("SELECT 1 FROM meta.rollup"):
        keep()
    start, end = span or (None, None)
    question = Query(
        tuple(metrics),
        by=tuple(by),
        where=tuple(where),
        date_from=start,
        date_to=end,
        compare=compare if span else (),
    )

    def answer(rollups: bool) -> object:
        try:
            found = layer.query(
                question, session=session, policy=RowPolicy(tuple(rights)), rollups=rollups
            )
        except (Refused, Invalid) as refusal:
            return str(refusal)
        shown = sorted(zip(found.rows, found.keys, strict=True), key=repr)
        return shown, found.warnings, found.small_bases and len(found.small_bases)

    assert answer(True) == answer(False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{dataset: invoice_linse}", "own.yaml, line 2.*did you mean 'invoice_lines'"),
        ("{dataset: orders, dimensions: [brand]}", "own.yaml, line 2.*'brand' is not known"),
        ("{dataset: orders, time: stats}", "own.yaml, line 2.*did you mean 'status'"),
        ("{dataset: orders, time: status}", "'status' is not a date"),
        ("{dataset: orders, dimension: [team]}", "did you mean 'dimensions'"),
    ],
)
def test_a_wrong_declaration_is_told_by_file_and_line(
    tmp_path: Path, model: Model, written: str, said: str
):
    (tmp_path / "own.yaml").write_text(f"rollups:\n  mine: {written}\n", encoding="utf-8")
    with pytest.raises(Invalid, match=said):
        load_catalog(model, extra=[tmp_path])


def test_a_company_adds_its_own(tmp_path: Path, model: Model):
    (tmp_path / "own.yaml").write_text(
        "rollups:\n  by_brand: {dataset: invoice_lines, dimensions: [brand, region]}\n",
        encoding="utf-8",
    )
    catalog: Catalog = load_catalog(model, extra=[tmp_path])
    own = catalog.rollups["by_brand"]
    assert own.day == "invoice.invoice_date"
    assert own.columns == ("product.brand", "invoice.account.region")
    assert "revenue" in own.metrics
