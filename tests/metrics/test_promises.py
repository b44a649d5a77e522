"""No row lost or doubled, no group lost, nothing re-aggregated, rights first: on random facts."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.metrics.answers.result import Result
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Warehouse

from .chance import FIRST, PAST, REGIONS, Invoice, Key, Order, days, invoices, orders, prove, world


def _kept(ordered: list[Order]) -> list[Order]:
    return [order for order in ordered if not order.cancelled]


def _by_key(result: Any, name: str) -> dict[tuple[Any, ...], Any]:
    place = result.column(name)
    return {
        key: row[place]
        for key, row in zip(result.keys, result.rows, strict=True)
        if row[place] is not None
    }


CUTS: dict[str, Callable[[Order], Key]] = {
    "customer": lambda order: order.customer,
    "region": lambda order: REGIONS.get(order.customer or ""),
    "sales_rep": lambda order: order.rep,
}


@pytest.mark.parametrize("cut", CUTS)
@prove
@given(ordered=orders)
def test_groups_hold_every_row_once(
    cut: str, ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    wanted: dict[Key, Decimal] = defaultdict(Decimal)
    counts: dict[Key, int] = defaultdict(int)
    for order in _kept(ordered):
        counts[CUTS[cut](order)] += 1
        if order.amounts:
            wanted[CUTS[cut](order)] += order.total
    with world(warehouse, ordered, []) as session:
        cutting = Query(("order_intake", "orders"), by=(cut,))
        result = layer.query(cutting, session=session)
        whole = layer.query(Query(("order_intake",)), session=session).scalar()
    found = _by_key(result, "order_intake")
    assert {key: found[key,] for key in wanted} == wanted
    assert {key[0]: n for key, n in _by_key(result, "orders").items() if n} == counts
    assert (whole or 0) == sum(wanted.values()) == sum(found.values())


@prove
@given(ordered=orders, invoiced=invoices)
def test_no_group_is_lost_when_facts_meet(
    ordered: list[Order], invoiced: list[Invoice], warehouse: Warehouse, layer: MetricLayer
) -> None:
    with world(warehouse, ordered, invoiced) as session:
        query = Query(("order_intake", "revenue"), by=("customer", "month"))
        result = layer.query(query, session=session)
    groups = {
        (fact.customer, fact.day.replace(day=1))
        for fact in (*[o for o in _kept(ordered) if o.amounts], *invoiced)
    }
    months = result.column("month")
    found = {(k[0], r[months]) for k, r in zip(result.keys, result.rows, strict=True)}
    assert found == groups
    revenue = sum((row[result.column("revenue")] or 0) for row in result.rows)
    assert revenue == sum((invoice.amount for invoice in invoiced), Decimal(0))


@prove
@given(ordered=orders, month=st.integers(0, 12))
def test_customers_are_counted_from_all_history(
    ordered: list[Order], month: int, warehouse: Warehouse, layer: MetricLayer
) -> None:
    start = date(2025 + month // 12, month % 12 + 1, 1)
    end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    inside = {o.customer for o in _kept(ordered) if start <= o.day <= end} - {None}
    before = {o.customer for o in _kept(ordered) if o.day < start}
    with world(warehouse, ordered, []) as session:
        query = Query(("active_customers", "new_customers"), date_from=start, date_to=end)
        (active, new) = layer.query(query, session=session).rows[0]
    assert (active or 0, new or 0) == (len(inside), len(inside - before))


@prove
@given(invoiced=invoices, day=days)
def test_balances_are_those_of_the_day(
    invoiced: list[Invoice], day: date, warehouse: Warehouse, layer: MetricLayer
) -> None:
    still = {
        invoice: invoice.amount
        - sum(
            (paid for after, paid in invoice.payments if _after(invoice, after) <= day), Decimal()
        )
        for invoice in invoiced
        if invoice.day <= day
    }
    late = [open_ for i, open_ in still.items() if i.day + timedelta(days=i.term) < day]
    with world(warehouse, [], invoiced) as session:
        asked = Query(("outstanding", "overdue"), as_of=day)
        found = layer.query(asked, session=session).rows[0]
        series = layer.query(
            Query(("outstanding", "overdue"), by=("day",), date_from=day, date_to=day, as_of=day),
            session=session,
        )
        parts = layer.query(Query(("outstanding",), by=("customer",), as_of=day), session=session)
    assert tuple(value or 0 for value in found) == (sum(still.values()), sum(late))
    assert series.rows[0][1:] == found
    assert sum(row[1] for row in parts.rows) == sum(still.values())


def _after(invoice: Invoice, count: int) -> date:
    return invoice.day + timedelta(days=count)


@prove
@given(ordered=orders, invoiced=invoices)
def test_rights_come_before_every_aggregate(
    ordered: list[Order], invoiced: list[Invoice], warehouse: Warehouse, layer: MetricLayer
) -> None:
    """A reader of the North sees what a company that has only the North would see."""
    metrics = ("order_intake", "orders", "active_customers", "new_customers", "top10_share")
    queries = [
        Query((*metrics, "outstanding")),
        Query(metrics, by=("customer",)),
        Query(metrics, by=("quarter",), date_from=FIRST, date_to=date(2026, 3, 31), **PAST),
    ]
    policy = RowPolicy(("region = North",))
    north = [key for key, region in REGIONS.items() if region == "North"]
    with world(warehouse, ordered, invoiced) as session:
        seen = [layer.query(query, session=session, policy=policy) for query in queries]
    only = (
        [order for order in ordered if order.customer in north],
        [invoice for invoice in invoiced if invoice.customer in north],
    )
    with world(warehouse, *only) as session:
        alone = [layer.query(query, session=session) for query in queries]
    for ours, theirs in zip(seen, alone, strict=True):
        assert _figures(ours) == _figures(theirs)


def _figures(result: Result) -> list[tuple[Any, ...]]:
    """Days that only others' data reach are nought to one and unknown to the other."""
    shown = [i for i, column in enumerate(result.columns) if column.measure == "value"]
    plain = [tuple(row[i] or 0 for i in shown) for row in result.rows]
    return [row for row in plain if any(value for value in row if not isinstance(value, date))]


@prove
@given(ordered=orders, invoiced=invoices)
def test_the_rows_behind_a_cell_sum_to_it(
    ordered: list[Order], invoiced: list[Invoice], warehouse: Warehouse, layer: MetricLayer
) -> None:
    with world(warehouse, ordered, invoiced) as session:
        flows = Query(
            ("order_intake", "active_customers", "new_customers"),
            by=("region", "quarter"),
            where=("sales_rep in (R1, R2)",),
        )
        balances = Query(("outstanding", "overdue"), by=("customer",), as_of=date(2025, 9, 30))
        for query in (flows, balances):
            result = layer.query(query, session=session)
            for index, row in enumerate(result.rows):
                cell = {f"{query.by[0]}.key": result.keys[index][0]}
                if "quarter" in query.by:
                    cell["quarter"] = row[1]
                for metric in query.metrics:
                    behind = layer.rows_behind(query, metric, cell, session=session)
                    assert behind.total == (row[result.column(metric)] or 0)
                    assert sum(r[-1] for r in behind.rows) == behind.total
                    assert behind.total_rows == len(behind.rows)
