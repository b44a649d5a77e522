from collections.abc import Callable
from decimal import Decimal

import pytest

from vigie.kit.errors import Forbidden, VigieError
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy, Sight
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.metrics.rights.narrowing import narrowed
from vigie.warehouse.engine import Session

COSTS = Sight(
    hidden=frozenset(
        {
            "invoice_line.cost_amount",
            "sales_order_line.cost_amount",
            "product.standard_cost",
            "account.email",
        }
    )
)
OF_A = Sight(rows=RowPolicy(("sales_rep.key in ('A')",)))


@pytest.fixture
def company(fill: Callable[..., None]) -> None:
    """Two salespeople, a customer each, an invoice each with one line; and a product."""
    fill("sales_rep", {"sales_rep_id": "A", "name": "Anne"}, {"sales_rep_id": "B", "name": "Bo"})
    for rep, amount in (("A", 100), ("B", 900)):
        fill(
            "account",
            {
                "account_id": f"K{rep}", "name": f"Client {rep}", "account_type": "company",
                "owner_id": rep, "email": f"{rep}@x.fr", "attributes": '{"Score": "9"}',
            },
        )  # fmt: skip
        fill(
            "invoice",
            {
                "invoice_id": f"F{rep}", "number": f"F{rep}", "invoice_date": "2026-01-15",
                "account_id": f"K{rep}", "sales_rep_id": rep, "invoice_type": "invoice",
                "status": "posted", "currency_code": "EUR",
            },
        )  # fmt: skip
        fill(
            "invoice_line",
            {
                "line_id": f"L{rep}", "invoice_id": f"F{rep}", "product_id": "P", "quantity": 1,
                "net_amount": amount, "net_amount_company": amount, "cost_amount": 60,
            },
        )  # fmt: skip
    fill("product", {"product_id": "P", "name": "Pompe", "standard_cost": 60})


def test_metrics_that_rest_on_a_hidden_column_are_withheld(catalog: Catalog) -> None:
    seen = narrowed(catalog, COSTS)
    assert {"gross_margin", "gross_margin_rate", "net_margin"} <= seen.withheld
    assert "revenue" in seen.metrics
    assert not {m.id for m in seen.shown} & seen.withheld


def test_a_declared_query_that_reads_a_hidden_column_gives_nothing_away(catalog: Catalog) -> None:
    seen = narrowed(catalog, COSTS)
    resting = {
        name
        for name in catalog.metrics
        for leaf in catalog.leaves(name)
        if (query := catalog.reading(leaf).query) is not None
        and "standard_cost" in repr(catalog.metrics[leaf].expression)
        and "standard_cost" in query.sql()
    }
    assert resting
    assert resting <= seen.withheld


def test_every_metric_is_either_shown_or_withheld(catalog: Catalog) -> None:
    seen = narrowed(catalog, COSTS)
    assert set(seen.metrics) | seen.withheld == set(catalog.metrics)


def test_a_withheld_metric_is_refused_by_name(layer: MetricLayer) -> None:
    with pytest.raises(Forbidden, match="'gross_margin'"):
        layer.seen_by(COSTS).query(Query(("gross_margin",)))


def test_a_hidden_column_is_no_dimension(layer: MetricLayer) -> None:
    with pytest.raises(VigieError):
        layer.seen_by(COSTS).query(Query(("revenue",), by=("product.standard_cost",)))
    with pytest.raises(VigieError):
        layer.seen_by(COSTS).query(Query(("revenue",), where=("product.standard_cost > 10",)))


def test_kept_columns_of_a_source_can_be_hidden(
    layer: MetricLayer, session: Session, company: None
) -> None:
    query = Query(("revenue",), by=("account.Score",))
    assert layer.query(query, session=session).rows == [("9", Decimal(1000))]
    blind = layer.seen_by(Sight(hidden=frozenset({"account.attributes"})))
    with pytest.raises(Forbidden, match=r"account\.Score"):
        blind.query(query, session=session)


def test_hidden_columns_are_not_among_the_rows_behind(
    layer: MetricLayer, session: Session, company: None
) -> None:
    seen = layer.seen_by(COSTS).rows_behind(Query(("revenue",)), "revenue", {}, session=session)
    whole = layer.rows_behind(Query(("revenue",)), "revenue", {}, session=session)
    assert {c.name for c in whole.columns} - {c.name for c in seen.columns} == {"cost_amount"}


def test_a_veiled_name_gives_way_to_the_key(
    layer: MetricLayer, session: Session, company: None
) -> None:
    veiled = layer.seen_by(Sight(veiled=frozenset({"account.name"})))
    answer = veiled.query(Query(("revenue",), by=("customer",)), session=session)
    assert [row[0] for row in answer.rows] == ["KB", "KA"]
    named = veiled.query(Query(("revenue",), where=("customer = 'Client A'",)), session=session)
    assert named.scalar() in (None, 0)
    behind = veiled.rows_behind(Query(("revenue",)), "revenue", {}, session=session)
    assert "Client" not in repr(behind.rows)
    assert "KA" in repr(behind.rows)


def test_a_sight_narrows_whatever_is_asked(
    layer: MetricLayer, session: Session, company: None
) -> None:
    seen = layer.seen_by(OF_A)
    assert seen.query(Query(("revenue",)), session=session).scalar() == 100
    other = Query(("revenue",), where=("sales_rep.key = 'B'",))
    assert seen.query(other, session=session).scalar() in (None, 0)
    behind = seen.rows_behind(Query(("revenue",)), "revenue", {}, session=session)
    assert (behind.total, behind.total_rows) == (100, 1)
    assert "policy" in seen.explain(Query(("revenue",)))


def test_two_sights_on_top_of_each_other_let_less_be_seen(
    layer: MetricLayer, session: Session, company: None
) -> None:
    both = layer.seen_by(OF_A).seen_by(COSTS)
    assert both.query(Query(("revenue",)), session=session).scalar() == 100
    with pytest.raises(Forbidden):
        both.query(Query(("gross_margin",)), session=session)


def test_one_readers_answer_is_not_anothers(layer: MetricLayer) -> None:
    blind = layer.seen_by(Sight(veiled=frozenset({"account.name"})))
    query = Query(("revenue",), by=("customer",))
    first, second = layer.query(query), blind.query(query)
    assert layer.query(query) is first
    assert blind.query(query) is second
    assert first is not second


@pytest.mark.parametrize(
    ("table", "key", "admitted"),
    [
        ("invoice", "FA", True),
        ("invoice", "FB", False),
        ("invoice", "nothing", False),
        ("invoice_line", "LA", True),
        ("invoice_line", "LB", False),
        ("account", "KA", True),
        ("account", "KB", False),
        ("sales_rep", "A", True),
        ("sales_rep", "B", False),
        ("product", "P", False),
    ],
)
def test_a_row_is_admitted_as_the_policy_says(
    layer: MetricLayer, session: Session, company: None, table: str, key: str, admitted: bool
) -> None:
    assert layer.admits(table, [key], session)
    assert layer.seen_by(OF_A).admits(table, [key], session) is admitted
