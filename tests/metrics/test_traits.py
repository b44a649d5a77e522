"""What is told of customers besides their columns: never doubles a row, follows the day, hides."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.kit.errors import NotFound
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.columns import core_columns
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy, Sight
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse

TODAY = date(2026, 3, 15)
SINCE = date(2024, 3, 15)  # the last day before the 24 months
OF_CUSTOMERS = ("rfm", "clv_band", "company_size", "seniority", "age_band")
TWICE = """
datasets:
  moods:
    label: {en: Moods, fr: Humeurs}
    describes: account
    query: >-
      select account_id, region as mood from account
      union all select account_id, 'again' from account where account_id = 'A'
    columns: {account_id: {type: key}, mood: {type: text}}
    primary_key: [account_id]
dimensions:
  mood: {en: Mood, fr: Humeur, table: moods, key: mood, roles: [account], prefer: [account]}
metrics:
  happy:
    label: {en: Happy, fr: Content}
    dataset: order_lines
    expression: net_amount_company
    filter: sales_order.account.moods.mood = 'North'
    unit: currency
"""

purchases = st.lists(
    st.tuples(
        st.sampled_from("ABCDEFGH"),
        st.integers(-5, 800),
        st.decimals(min_value=-50, max_value=500, places=2, allow_nan=False),
    ),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(bought=purchases)
def test_segments_are_those_of_the_formula(
    bought: list[tuple[str, int, Decimal]], warehouse: Warehouse, layer: MetricLayer
) -> None:
    rows = [(who, TODAY - timedelta(days=ago), amount) for who, ago, amount in bought]
    with warehouse.read() as session:
        for who in "ABCDEFGH":
            session.execute("INSERT INTO core.account (account_id) VALUES (?)", [who])
        for number, (who, day, amount) in enumerate(rows):
            session.execute(
                "INSERT INTO core.sales_order (order_id, order_date, account_id) VALUES (?, ?, ?)",
                [number, day, who],
            )
            session.execute(
                "INSERT INTO core.sales_order_line (line_id, order_id, net_amount_company)"
                " VALUES (?, ?, ?)",
                [number, number, amount],
            )
        asked = Query(("orders",), by=("customer", "rfm"), date_from=date(2023, 1, 1))
        result = layer.query(asked, session=session)
    known = {row[0]: row[1] for row in result.rows}
    assert known == _segments([row for row in rows if row[1] <= TODAY], set(known))


def _segments(rows: list[tuple[str, date, Decimal]], shown: set[str]) -> dict[str, str | None]:
    """The formula, worked out in Python."""
    days: dict[str, set[date]] = defaultdict(set)
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for who, day, amount in rows:
        if day > SINCE:
            days[who].add(day)
            spent[who] += amount
    found: dict[str, str | None] = dict.fromkeys(shown)
    for who in {row[0] for row in rows}:
        found[who] = "lost"
    for who in days:
        r = _score(max(days[who]), [max(some) for some in days.values()])
        value = _score(len(days[who]), [len(some) for some in days.values()])
        value += _score(spent[who], list(spent.values()))
        found[who] = _named(r, value)
    return found


def _score(mine: Any, all_of_them: list[Any]) -> int:
    return 1 + 5 * sum(one < mine for one in all_of_them) // len(all_of_them)


def _named(r: int, value: int) -> str:
    if value >= 8:
        return "champions" if r >= 4 else "loyal" if r == 3 else "must_keep"
    if value >= 6:
        return "loyal" if r >= 3 else "at_risk"
    return "promising" if r >= 4 else "to_nurture" if r == 3 else "dormant"


@pytest.fixture
def own(tmp_path: Path, model: Model, warehouse: Warehouse) -> MetricLayer:
    (tmp_path / "own.yaml").write_text(TWICE, encoding="utf-8")
    catalog = load_catalog(model, extra=[tmp_path])
    return MetricLayer(catalog, warehouse, MetricSettings(today=lambda: TODAY))


@pytest.fixture
def sold(fill: Callable[..., None]) -> None:
    for who in "ABC":
        fill("account", {"account_id": who, "region": "North", "name": who})
        fill("sales_order", {"order_id": who, "order_date": date(2026, 3, 1), "account_id": who})
        fill(
            "sales_order_line",
            {"line_id": who, "order_id": who, "quantity": 1, "net_amount_company": 10},
        )


@pytest.mark.usefixtures("sold")
def test_what_is_told_twice_is_not_known_and_doubles_nothing(
    own: MetricLayer, session: Session
) -> None:
    result = own.query(Query(("order_intake",), by=("mood",)), session=session)
    assert result.rows == [("North", 20), (None, 10)]
    assert own.query(Query(("happy",)), session=session).scalar() == 20


@pytest.mark.usefixtures("sold")
def test_rows_behind_a_segment_are_its_own(layer: MetricLayer, session: Session) -> None:
    query = Query(("order_intake",), by=("rfm",), last="1 month")
    for index, row in enumerate(layer.query(query, session=session).rows):
        cell = {"rfm.key": row[0]}
        rows = layer.rows_behind(query, "order_intake", cell, session=session)
        assert rows.total == row[1], index


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("by", ["rfm", "seniority"])
def test_rows_behind_all_segments_together_are_all_rows(
    layer: MetricLayer, session: Session, by: str
) -> None:
    every = layer.rows_behind(Query(("revenue",)), "revenue", {}, session=session)
    query = Query(("revenue",), by=(by,))
    assert layer.rows_behind(query, "revenue", {}, session=session).total == every.total


@pytest.mark.usefixtures("sold")
def test_a_policy_may_name_a_segment(layer: MetricLayer, session: Session) -> None:
    policy = RowPolicy(("rfm = loyal",))
    assert layer.query(Query(("orders",)), session=session, policy=policy).scalar() == 0
    seen = layer.seen_by(Sight(rows=RowPolicy(("seniority = 0-1",))))
    assert seen.query(Query(("orders",)), session=session).scalar() == 3
    assert seen.admits("account", ["A"], session)


@pytest.mark.usefixtures("sold")
def test_questions_of_one_board_are_told_as_of_their_own_days(
    layer: MetricLayer, session: Session
) -> None:
    days = {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 1)}
    asked = [
        Query((metric,), by=("seniority",), as_of=day, **days)
        for metric in ("orders", "order_intake", "active_customers")
        for day in (date(2026, 3, 15), date(2028, 3, 15))
    ]
    told = [result.rows for result in layer.query_many(asked, session=session)]
    assert told == [
        [("0-1", n)] if i % 2 == 0 else [("1-3", n)] for i, n in enumerate([3, 3, 30, 30, 3, 3])
    ]


def test_a_company_without_orders_is_told_by_its_invoices(
    layer: MetricLayer, session: Session, fill: Callable[..., None]
) -> None:
    """A bought twice and gave some back on a later day; B only ever gave back."""
    fill("account", *({"account_id": who} for who in "ABC"))
    for number, (who, day, kind, amount) in enumerate(
        [
            ("A", "2026-01-05", "invoice", 50), ("A", "2026-02-05", "invoice", 50),
            ("A", "2026-03-05", "credit_note", -10), ("B", "2026-02-01", "credit_note", -5),
            ("C", "2026-02-06", "invoice", 80),
        ]
    ):  # fmt: skip
        head = {"invoice_id": number, "invoice_date": day, "account_id": who, "status": "posted"}
        fill("invoice", {**head, "invoice_type": kind})
        line = {"line_id": number, "invoice_id": number, "quantity": 1}
        fill("invoice_line", {**line, "net_amount_company": amount})
    result = layer.query(Query(("revenue",), by=("account.account_id", "rfm")), session=session)
    # Of two, A lies above in days and in amount, C in recency: 3 is 1 + 5 × 1 / 2, cut.
    assert {row[0]: row[1] for row in result.rows} == {"A": "at_risk", "B": None, "C": "to_nurture"}


def test_what_rests_on_a_hidden_column_is_hidden(layer: MetricLayer, session: Session) -> None:
    seen = layer.seen_by(Sight(hidden=frozenset({"account.birth_year"})))
    with pytest.raises(NotFound, match="no dimension 'age_band'"):
        seen.query(Query(("orders",), by=("age_band",)), session=session)
    assert "seniority" in seen.catalog.dimensions
    amounts = Sight(hidden=frozenset({"sales_order_line.net_amount"}))
    assert "rfm" not in layer.seen_by(amounts).catalog.dimensions


def test_whatever_is_cut_by_region_is_cut_by_segments(catalog: Catalog) -> None:
    for metric in catalog.shown:
        carried = possible(metric.id, catalog)
        # A target may be set for a region, and says nothing of the customers there.
        if {"region", "customer"} <= set(carried):
            assert set(OF_CUSTOMERS) <= set(carried), metric.id
        if "product" in carried and metric.id != "lost_reasons":
            assert {"launch_cohort", "product_age"} <= set(carried), metric.id


def test_lineage_leads_through_a_trait(own: MetricLayer) -> None:
    assert ("account", "region") in core_columns(own.catalog.metrics["happy"], own.catalog)
