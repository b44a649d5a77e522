"""Wholes are worked out anew, nought is not unknown, rights come first; any question is answered
or refused in words: on random companies."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.metrics.answers.result import Result
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.model.loader import load_model
from vigie.warehouse.engine import Warehouse

from .chance import DAYS, FIRST, REGIONS, Invoice, Order, invoices, orders, prove, world

CATALOG = load_catalog(load_model())
LAST = FIRST + timedelta(days=DAYS - 1)
OVER = {"date_from": FIRST, "date_to": LAST}
COUNTS = ("order_intake", "orders", "active_customers", "average_basket", "new_customers")


@settings(prove, max_examples=5)
@given(ordered=orders)
def test_no_way_to_any_dimension_loses_or_doubles_a_row(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    kept = [order for order in ordered if not order.cancelled and order.amounts]
    whole = sum((order.total for order in kept), Decimal(0))
    with world(warehouse, ordered, []) as session:
        for dimension in possible("order_intake", CATALOG):
            found = layer.query(Query(("order_intake",), by=(dimension,)), session=session)
            sums = [row[1] for row in found.rows if row[1] is not None]
            assert sum(sums) == whole, dimension
            assert len({key for (key,) in found.keys}) == len(found.rows), dimension


@prove
@given(ordered=orders)
def test_a_whole_is_worked_out_anew_never_from_its_parts(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    with world(warehouse, ordered, []) as session:
        for by in (("quarter",), ("customer",), ("region", "month")):
            parts = layer.query(Query(COUNTS, by=by, totals=True, **OVER), session=session)
            alone = layer.query(Query(COUNTS, **OVER), session=session)
            assert parts.totals is not None
            assert parts.totals[len(by) :] == alone.rows[0]
    kept = [order for order in ordered if not order.cancelled]
    named = dict(zip(COUNTS, alone.rows[0], strict=True))
    customers = {order.customer for order in kept} - {None}
    assert (named["active_customers"] or 0) == len(customers)
    if kept:
        mean = sum((order.total for order in kept), Decimal(0)) / len(kept)
        assert abs((named["average_basket"] or 0) - mean) < Decimal("0.0001")


@prove
@given(ordered=orders)
def test_nought_is_told_from_unknown(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    kept = [order for order in ordered if not order.cancelled]
    words: dict[str, Any] = {
        "by": ("month",), "date_from": date(2024, 11, 1), "date_to": date(2026, 4, 30)
    }  # fmt: skip
    with world(warehouse, ordered, []) as session:
        found = layer.query(Query(("orders", "average_basket"), **words), session=session)
    known = {order.day.replace(day=1) for order in kept}
    for month, count, basket in found.rows:
        inside = bool(known) and min(known) <= month <= max(known)
        assert count == (sum(o.day.replace(day=1) == month for o in kept) if inside else None)
        # Nothing to divide by gives no mean, not one of nought.
        assert basket is None or count


@prove
@given(ordered=orders, invoiced=invoices)
def test_rights_come_before_wholes_shares_and_ranks(
    ordered: list[Order], invoiced: list[Invoice], warehouse: Warehouse, layer: MetricLayer
) -> None:
    """What a reader of the North sees is what a company of the North alone would see."""
    query = Query(
        ("order_intake", "revenue", "active_customers"),
        by=("customer",),
        show=("share", "rank"),
        totals=True,
        order=("customer",),
        **OVER,
    )
    policy = RowPolicy(("region = North",))
    north = {key for key, region in REGIONS.items() if region == "North"}
    with world(warehouse, ordered, invoiced) as session:
        seen = layer.query(query, session=session, policy=policy)
    only = (
        [order for order in ordered if order.customer in north],
        [invoice for invoice in invoiced if invoice.customer in north],
    )
    with world(warehouse, *only) as session:
        alone = layer.query(query, session=session)
    assert _told(seen) == _told(alone)
    assert _plain(seen.totals or ()) == _plain(alone.totals or ())


def _told(result: Result) -> list[tuple[Any, ...]]:
    """Rows that say something: what only others reach is nought to one, unknown to another."""
    ranks = [i for i, column in enumerate(result.columns) if column.show == "rank"]
    rows = []
    for row in result.rows:
        if any(value for i, value in enumerate(row) if i and i not in ranks):
            rows.append(_plain(row[i] for i in range(len(row)) if i not in ranks))
    return rows


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(value or 0 for value in row)


METRICS = st.sampled_from([metric.id for metric in CATALOG.shown])
WORDS = st.sampled_from(
    [*CATALOG.dimensions, "month", "week", "year", "product.color", "account.region", "revenue"]
)
SHOWS = st.sampled_from(
    ["share", "rank", "year_to_date", "trailing 3 periods", "moving_average 2 periods",
     "share within region", "cumulative"]
)  # fmt: skip
AGAINST = st.sampled_from(
    ["previous_year", "previous_period", "target", "forecast", "previous_year_weekday", "2 years"]
)


@settings(prove, max_examples=60)
@given(
    ordered=orders,
    metrics=st.lists(METRICS, min_size=1, max_size=3, unique=True),
    by=st.lists(WORDS, max_size=3, unique=True),
    show=st.lists(SHOWS, max_size=2, unique=True),
    compare=st.lists(AGAINST, max_size=2, unique=True),
    totals=st.booleans(),
)
def test_any_question_is_answered_or_refused_with_what_is_possible(
    ordered: list[Order],
    metrics: list[str],
    by: list[str],
    show: list[str],
    compare: list[str],
    totals: bool,
    warehouse: Warehouse,
    layer: MetricLayer,
) -> None:
    query = Query(
        tuple(metrics),
        by=tuple(by),
        show=tuple(show),
        compare=tuple(compare),
        totals=totals,
        date_from=FIRST,
        date_to=LAST,
    )
    with world(warehouse, ordered, []) as session:
        try:
            found = layer.query(query, session=session)
        except (Refused, Invalid, NotFound) as refusal:
            said = str(refusal)
            assert said.endswith((".", "?", ")")), said
            assert "{" not in said, said
        else:
            assert len({key[: len(by)] for key in _places(found, len(by))}) == len(found.rows)


def _places(result: Result, words: int) -> list[tuple[Any, ...]]:
    """Where each row stands: its periods and the keys of its members."""
    periods = [i for i, column in enumerate(result.columns[:words]) if column.role == "period"]
    pairs = zip(result.rows, result.keys, strict=True)
    return [(*(row[i] for i in periods), *keys) for row, keys in pairs]
