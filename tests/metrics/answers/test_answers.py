"""What an answer carries beside its figures: types, keys, warnings, JSON, frames."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from vigie.kit.formats import Unit
from vigie.metrics.answers.result import Result
from vigie.metrics.data.facts import DataFacts
from vigie.metrics.data.readiness import readiness
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.definition import Catalog
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session, Warehouse

Ask = Callable[..., Result]
Fill = Callable[..., None]


@pytest.fixture
def sold(fill: Fill) -> None:
    fill(
        "account",
        {"account_id": "A", "name": "Twin", "attributes": '{"Couleur": "rouge"}'},
        {"account_id": "B", "name": "Twin", "attributes": '{"Couleur": "bleu"}'},
    )
    for number, (account, day, amount, cost) in enumerate(
        [
            ("A", "2025-03-01", "100.10", "60"),
            ("A", "2026-03-01", "0.20", None),
            ("B", "2026-03-02", "1234567.8901", "1000"),
        ]
    ):
        head = {"invoice_id": number, "invoice_date": day, "account_id": account, "number": number}
        fill("invoice", {**head, "status": "posted"})
        line = {"line_id": number, "invoice_id": number, "quantity": 1}
        fill("invoice_line", {**line, "net_amount_company": amount, "cost_amount": cost})


@pytest.mark.usefixtures("sold")
def test_members_of_one_name_keep_their_keys(ask: Ask) -> None:
    result = ask("revenue", by=("customer",))
    assert [row[0] for row in result.rows] == ["Twin", "Twin"]
    assert result.keys == [("B",), ("A",)]


@pytest.mark.usefixtures("sold")
def test_json_writes_every_digit_and_no_more(ask: Ask) -> None:
    written = ask("revenue", by=("customer", "month"), where=("date >= 2026-01-01",)).json()
    assert "1234567.8901]" in written
    assert "0.20]" in written
    read = json.loads(written, parse_float=Decimal)
    assert read["columns"] == [
        {"name": "customer", "type": "text", "unit": None},
        {"name": "month", "type": "date", "unit": None},
        {"name": "revenue", "type": "decimal", "unit": "currency"},
    ]
    assert read["rows"][0] == ["Twin", "2026-03-01", Decimal("1234567.8901")]
    assert read["warnings"] == []


@pytest.mark.usefixtures("sold")
def test_frames_keep_money_decimal(ask: Ask) -> None:
    result = ask("revenue", "gross_margin_rate", by=("customer",))
    assert result.arrow().column("revenue").to_pylist()[0] == Decimal("1234567.8901")
    assert str(result.polars()["revenue"].dtype).startswith("Decimal")
    assert list(result.pandas()["customer"]) == ["Twin", "Twin"]
    assert ask("revenue", by=("city",), where=("city = nowhere",)).arrow().num_rows == 0


@pytest.mark.usefixtures("sold")
def test_margin_says_how_many_lines_are_costed(ask: Ask) -> None:
    result = ask("gross_margin_rate", "gross_margin")
    assert [str(warning) for warning in result.warnings] == ["Lines costed: 66 %."]
    assert ask("gross_margin", where=("customer.key = B",)).warnings == ()


@pytest.mark.usefixtures("sold")
def test_basis_is_always_said(ask: Ask) -> None:
    assert str(ask("revenue").basis) == "invoiced"
    assert str(ask("order_intake").basis) == "booked orders"
    assert str(ask("revenue", "orders").basis) == "invoiced and booked orders"
    assert ask("visits").basis is None


@pytest.mark.usefixtures("sold")
def test_comparison_says_its_days_and_its_small_base(ask: Ask) -> None:
    result = ask("revenue", last="1 month", compare=("previous_year",))
    compared = result.comparisons[0]
    assert compared.comparison is Comparison.PREVIOUS_YEAR
    assert compared.period is not None
    assert (compared.period.start, compared.period.end) == (date(2025, 3, 1), date(2025, 3, 15))
    assert result.small_bases == {(0, "revenue_previous_year")}
    change = result.columns[result.column("revenue_previous_year_relative_change")]
    assert (change.unit, change.type, change.metric) == (Unit.RATIO, "number", "revenue")
    assert change.label.fr == "Chiffre d'affaires, évolution (année précédente)"


@pytest.mark.usefixtures("sold")
def test_running_month_says_that_it_is_cut(ask: Ask) -> None:
    words = {"by": ("month",), "date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)}
    result = ask("revenue", compare=("previous_year",), **words)
    assert result.comparisons[0].to_date
    assert "same elapsed part, until 15 Mar 2026" in str(result.warnings[0])


@pytest.mark.usefixtures("sold")
def test_kept_attributes_and_columns_are_dimensions(ask: Ask) -> None:
    result = ask("revenue", by=("account.Couleur",), order=("account.Couleur",))
    assert [row[0] for row in result.rows] == ["bleu", "rouge"]
    assert ask("revenue", where=("account.Couleur = rouge",)).scalar() == Decimal("100.30")
    assert ask("revenue", by=("invoice.status",)).rows[0][0] == "posted"


@pytest.mark.usefixtures("sold")
def test_order_and_limit(ask: Ask) -> None:
    smallest = ask("revenue", by=("customer",), order=("revenue",), limit=1)
    assert smallest.keys == [("A",)]


def test_nothing_at_all_is_unknown_not_nought(ask: Ask) -> None:
    result = ask("revenue", "gross_margin_rate", "orders", "outstanding", "dso")
    assert result.rows == [(None, None, None, None, None)]
    assert ask("revenue", by=("customer",)).rows == []


@pytest.mark.usefixtures("sold")
def test_readiness_tells_what_is_missing(catalog: Catalog, session: Session) -> None:
    facts = DataFacts(catalog, session, {})
    revenue, margin, visits = (
        readiness(catalog.metrics[name], facts, catalog)
        for name in ("revenue", "gross_margin", "visits_to_orders")
    )
    assert (revenue.state, revenue.coverage) == ("ready", 1)
    assert (margin.state, round(margin.coverage or 0, 2)) == ("partial", 0.67)
    assert (visits.state, visits.missing) == ("missing", ("activity", "sales_order"))


def test_explanation_shows_plan_and_sql(layer: MetricLayer) -> None:
    query = Query(("revenue",), by=("customer",), where=("region = North",))
    shown = layer.explain(query)
    assert shown.startswith("flow invoice_lines on invoice.invoice_date → revenue")
    assert "where invoice.account.region = ($w0)" in shown
    assert "LEFT JOIN core.invoice" in shown
    assert "North" not in shown


def test_answers_are_remembered_until_the_data_change(
    model: object, make_layer: Callable[..., MetricLayer]
) -> None:
    own = Warehouse.open(None, model)  # type: ignore[arg-type]
    layer = MetricLayer(make_layer().catalog, own, make_layer().settings)
    query = Query(("orders",))
    first = layer.query(query)
    assert layer.query(query) is first
    assert layer.query(query, cache=False) is not first
    with own.write() as session:
        session.execute("INSERT INTO core.sales_order (order_id, order_date) VALUES ('1', now())")
    assert layer.query(query).scalar() == 1
    own.close()
