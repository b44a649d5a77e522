"""On random companies: parts always sum to the whole, under any policy, also what is not named."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.analysis.contributions.explain import contributions
from vigie.analysis.contributions.question import Question
from vigie.analysis.contributions.result import Contributions, Method
from vigie.kit.errors import Refused
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.warehouse.engine import Session, Warehouse

from .conftest import TODAY, Open

REGIONS = {"A": "North", "B": "South", "C": None, "D": "North"}
PRODUCTS = ("pump", "gas", "drone", None)
METRICS = {
    "order_intake": ("region", "product"),
    "average_basket": ("region", "customer"),
    "average_unit_price": ("region", "product"),
    "active_customers": ("region", "customer"),
}
Row = tuple[date, str | None, str | None, int, Decimal]

days = st.integers(0, 180).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
rows: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.one_of(days, days.map(lambda day: day - timedelta(days=365))),
        st.sampled_from([*REGIONS, None]),
        st.sampled_from(PRODUCTS),
        st.integers(-3, 9),
        st.decimals(-500, 5000, places=2, allow_nan=False),
    ),
    min_size=2,
    max_size=14,
)
prove = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def world(warehouse: Warehouse, catalog: Catalog, entered: list[Row]) -> Iterator[MetricLayer]:
    with warehouse.read() as session:
        insert(
            session, "account (account_id, name, region)", [(k, k, r) for k, r in REGIONS.items()]
        )
        insert(session, "product (product_id, name)", [(p, p) for p in PRODUCTS if p])
        orders = [(f"O{n}", row[0], row[1], "confirmed") for n, row in enumerate(entered)]
        insert(session, "sales_order (order_id, order_date, account_id, status)", orders)
        lines = [(f"O{n}", f"O{n}", *row[2:]) for n, row in enumerate(entered)]
        columns = "line_id, order_id, product_id, quantity, net_amount_company"
        insert(session, f"sales_order_line ({columns})", lines)
        yield MetricLayer(catalog, Open(session), MetricSettings(today=lambda: TODAY))


def insert(session: Session, into: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    holes = ", ".join(["(" + ", ".join("?" for _ in row) + ")" for row in rows])
    session.execute(
        f"INSERT INTO core.{into} VALUES {holes}", [value for row in rows for value in row]
    )


def explained(
    layer: MetricLayer, metric: str, top: int, policy: RowPolicy | None
) -> Contributions | None:
    half = (date(2026, 1, 1), date(2026, 6, 30))
    question = Question(metric, by=METRICS[metric], date_from=half[0], date_to=half[1], top=top)
    try:
        return contributions(layer, question, policy=policy)
    except Refused:
        return None  # there is nothing on one side


@pytest.mark.parametrize("metric", METRICS)
@prove
@given(entered=rows, top=st.integers(1, 5), is_narrow=st.booleans())
def test_every_list_of_parts_sums_to_the_change(
    metric: str,
    entered: list[Row],
    top: int,
    is_narrow: bool,
    warehouse: Warehouse,
    catalog: Catalog,
) -> None:
    policy = RowPolicy(("region = 'North'",)) if is_narrow else None
    with world(warehouse, catalog, entered) as layer:
        found = explained(layer, metric, top, policy)
        if found is None:
            return
        for breakdown in found.breakdowns:
            assert sum(part.change for part in breakdown.parts) == found.change
            assert len(breakdown.parts) <= top + 1
            if breakdown.method is not Method.SUM:
                for part in breakdown.parts:
                    assert sum(value for _, value in part.effects) == part.change
        if found.drivers:
            assert sum(part.change for part in found.drivers) == found.change


@prove
@given(entered=rows)
def test_under_a_policy_the_parts_are_those_of_a_world_without_the_other_rows(
    entered: list[Row], warehouse: Warehouse, catalog: Catalog
) -> None:
    seen = [row for row in entered if REGIONS.get(row[1] or "") == "North"]
    with world(warehouse, catalog, entered) as layer:
        narrow = explained(layer, "order_intake", 2, RowPolicy(("region = 'North'",)))
    with world(warehouse, catalog, seen) as layer:
        whole = explained(layer, "order_intake", 2, None)
    if narrow is None or whole is None:
        assert narrow is whole or not seen or one_sided(seen)
        return
    assert (narrow.before, narrow.after) == (whole.before, whole.after)
    assert narrow.breakdowns == whole.breakdowns


def one_sided(seen: list[Row]) -> bool:
    """Whether the data begin or end between both periods: what is unknown then differs."""
    return len({day.year for day, *_ in seen}) < 2
