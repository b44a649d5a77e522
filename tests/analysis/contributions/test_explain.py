"""A small company's change, worked out by hand: June 2026 against June 2025."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.conftest import Fill

from vigie.analysis.contributions.question import Question
from vigie.analysis.contributions.result import Breakdown, Contributions, Flag, Kind, Method, Part
from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer

from .conftest import Explain

JUNE: dict[str, Any] = {"date_from": date(2026, 6, 1), "date_to": date(2026, 6, 30)}
Sell = Callable[..., None]


@pytest.fixture(autouse=True)
def company(fill: Fill, sell: Sell) -> None:
    """Three customers, one without a region; a drone that is new in 2026."""
    fill(
        "account",
        {"account_id": "A", "name": "Alpha", "region": "North"},
        {"account_id": "B", "name": "Beta", "region": "South"},
        {"account_id": "C", "name": "Gamma", "region": None},
    )
    fill(
        "product",
        {"product_id": "pump", "name": "Pump"},
        {"product_id": "gas", "name": "Gas"},
        {"product_id": "drone", "name": "Drone"},
    )
    sell(
        ("2025-06-05", "A", "pump", 10, "1000.00"),
        ("2025-06-10", "B", "gas", 30, "600.00"),
        ("2025-06-12", None, None, 1, "50.00"),
        ("2026-06-05", "A", "pump", 12, "1320.00"),
        ("2026-06-10", "B", "gas", 36, "684.00"),
        ("2026-06-15", "C", "drone", 1, "100.00"),
    )


def only(found: Contributions) -> Breakdown:
    (breakdown,) = found.breakdowns
    return breakdown


def by_key(breakdown: Breakdown) -> dict[str | None, Part]:
    return {part.key: part for part in breakdown.parts}


def effects(part: Part) -> dict[str, Decimal]:
    return {effect.value: value for effect, value in part.effects}


def test_members_add_up_to_the_change(explain: Explain) -> None:
    found = explain("order_intake", by=("region",), **JUNE)
    assert (found.before, found.after, found.change) == (1650, 2104, 454)
    parts = by_key(only(found))
    assert {key: part.change for key, part in parts.items()} == {
        "North": 320,
        "South": 84,
        None: 50,
    }
    assert sum(part.change for part in parts.values()) == found.change
    assert (parts[None].kind, parts[None].before, parts[None].after) == (Kind.NOT_FILLED, 50, 100)
    assert parts["North"].share == Decimal("0.704846")


def test_prices_volumes_and_mix_of_products(explain: Explain) -> None:
    breakdown = only(explain("order_intake", by=("product",), **JUNE))
    assert breakdown.method is Method.PRICE_VOLUME_MIX
    parts = by_key(breakdown)
    assert effects(parts["pump"]) == {"price": 120, "volume": 200, "mix": 0}
    assert effects(parts["gas"]) == {"price": -36, "volume": 120, "mix": 0}
    assert effects(parts["drone"]) == {"new": 100}
    assert Flag.NEW in parts["drone"].flags
    assert effects(parts[None]) == {"lost": -50}
    assert Flag.LOST in parts[None].flags
    assert {effect.value: value for effect, value in breakdown.effects} == {
        "price": 84, "volume": 320, "mix": 0, "new": 100, "lost": -50,
    }  # fmt: skip


def test_a_margin_is_shared_by_price_cost_volume_and_mix(explain: Explain, fill: Fill) -> None:
    for key, day, amount, quantity, cost in (
        ("I1", "2025-06-05", "1000.00", 10, "600.00"),
        ("I2", "2026-06-05", "1320.00", 12, "840.00"),
    ):
        fill("invoice", {"invoice_id": key, "invoice_date": day, "status": "posted"})
        line = {"line_id": key, "invoice_id": key, "product_id": "pump", "cost_amount": cost}
        fill("invoice_line", {**line, "quantity": quantity, "net_amount_company": amount})
    (pump,) = only(explain("gross_margin", by=("product",), **JUNE)).parts
    assert pump.change == 80
    assert effects(pump) == {"price": 120, "cost": -120, "volume": 80, "mix": 0}


def test_a_rate_is_shared_by_rate_and_mix(explain: Explain) -> None:
    # Baskets of 550.00 then 701.33; Alpha and Beta place a third of the orders both times.
    found = explain("average_basket", by=("customer",), **JUNE)
    assert (found.before, found.after) == (550, Decimal("701.3333"))
    breakdown = only(found)
    assert breakdown.method is Method.RATE_MIX
    parts = by_key(breakdown)
    near = Decimal("0.0001")  # the last digit settles the sum
    assert abs(parts["A"].change - Decimal("106.6667")) <= near  # a third of 320
    assert parts["B"].change == 28  # a third of 84
    assert effects(parts["B"]) == {"rate": 28, "mix": 0}
    # Gamma comes with a third of the orders, at 100 against 625.6667 on average.
    assert effects(parts["C"])["rate"] == 0
    assert abs(parts["C"].change - Decimal("-175.2222")) <= near
    assert abs(parts[None].change - Decimal("191.8889")) <= near
    assert sum(part.change for part in breakdown.parts) == found.change


def test_the_figures_of_a_formula_add_up_too(explain: Explain) -> None:
    found = explain("order_intake", **JUNE)
    drivers = {part.key: part for part in found.drivers}
    assert list(drivers) == ["active_customers", "purchase_frequency", "average_basket"]
    assert (drivers["active_customers"].before, drivers["active_customers"].after) == (2, 3)
    assert sum(part.change for part in found.drivers) == found.change
    # Basket and customers rose, frequency fell from 1.5 to 1.
    assert drivers["purchase_frequency"].change < 0


def test_the_small_members_are_summed(explain: Explain) -> None:
    breakdown = only(explain("order_intake", by=("customer",), top=1, **JUNE))
    first, others = breakdown.parts
    assert (first.key, first.change) == ("A", 320)
    assert (others.kind, others.members, others.change) == (Kind.OTHERS, 3, 134)
    assert (others.before, others.after) == (650, 784)


def test_a_row_policy_holds_on_every_part(explain: Explain) -> None:
    policy = RowPolicy(("region = 'North'",))
    found = explain("order_intake", policy=policy, top=1, **JUNE)
    assert (found.before, found.after) == (1000, 1320)
    for breakdown in found.breakdowns:
        assert sum(part.change for part in breakdown.parts) == 320
        assert all(part.before in (0, 1000, None) for part in breakdown.parts)
    names = {part.called("en") for one in found.breakdowns for part in one.parts}
    assert not names & {"Beta", "Gamma", "South", "Gas", "Drone"}
    assert [part.after for part in found.drivers] == [1, 1, 1320]


def test_members_of_things_counted_once_follow_from_the_thing(explain: Explain) -> None:
    found = explain("active_customers", by=("region",), **JUNE)
    assert found.change == 1
    assert by_key(only(found))[None].change == 1
    with pytest.raises(Refused, match=r"several members of 'channel'.*region"):
        explain("active_customers", by=("channel",), **JUNE)
    left_out = {one.dimension for one in explain("active_customers", **JUNE).left_out}
    assert {"channel", "team", "product"} <= left_out


def test_every_dimension_is_looked_at_and_documents_are_not(explain: Explain) -> None:
    found = explain("order_intake", **JUNE)
    ranked = [one.dimension for one in found.ranking]
    assert {"customer", "region", "product", "sales_rep"} <= set(ranked)
    assert "order" not in ranked
    told = [one.dimension for one in found.breakdowns]
    assert told == [name for name in ranked if name in told]
    for one in found.breakdowns:
        assert sum(part.change for part in one.parts) == found.change


def test_a_cell_opens_the_rows_that_are_the_part(explain: Explain, layer: MetricLayer) -> None:
    breakdown = only(explain("order_intake", by=("region",), **JUNE))
    query = Question("order_intake", **JUNE).query("order_intake", by=("region",))
    for part in breakdown.parts:
        cell = breakdown.cell(part)
        assert cell is not None
        assert layer.rows_behind(query, "order_intake", cell).total == part.after


# -- against a plan ---------------------------------------------------------------------------


def test_a_plan_is_explained_by_whom_it_was_given_to(explain: Explain, fill: Fill) -> None:
    for key in ("T1", "T2"):
        fill("team", {"team_id": key, "name": f"Team {key}"})
        order = {"order_id": key, "order_date": "2026-05-05", "team_id": key}
        fill("sales_order", {**order, "status": "confirmed"})
        line = {"line_id": key, "order_id": key, "quantity": 1, "net_amount_company": "900.00"}
        fill("sales_order_line", line)
    goals = (("company", "company", 2000), ("team", "T1", 1200), ("team", "T2", 700))
    for scope, key, value in goals:
        goal = {"kpi_code": "order_intake", "target_kind": "objective"}
        scoped = {"scope_type": scope, "scope_id": key, "target_value": value}
        days = {"period_start": "2026-05-01", "period_end": "2026-05-31"}
        fill("target", {**goal, **scoped, **days})
    may: dict[str, Any] = {"date_from": date(2026, 5, 1), "date_to": date(2026, 5, 31)}
    found = explain("order_intake", by=("team",), compare="target", **may)
    assert (found.before, found.after) == (2000, 1800)
    assert {part.key or part.kind.value: part.change for part in only(found).parts} == {
        "T1": -300,
        "T2": 200,
        "not_allocated": -100,
    }
    assert found.drivers == ()
    with pytest.raises(Refused, match="No target is set for the members of 'product'"):
        explain("order_intake", by=("product",), compare="target", **may)


def test_a_plan_of_a_rate_has_no_parts(explain: Explain) -> None:
    with pytest.raises(Refused, match="order_intake, orders against the plan"):
        explain("average_basket", compare="target", **JUNE)


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "error", "sentence"),
    [
        ({"metric": "revenu"}, NotFound, "did you mean 'revenue'"),
        ({"metric": "order_intake", "by": ("regoin",)}, NotFound, "did you mean 'region'"),
        ({"metric": "order_intake", "by": ("month",)}, Invalid, "by dimensions, not by 'month'"),
        ({"metric": "order_intake", "compare": "last_year"}, Invalid, "not a comparison"),
        ({"metric": "order_intake", "top": 0}, Invalid, "ask for one or more"),
        ({"metric": "top10_share"}, Refused, "explained instead: .*revenue"),
        ({"metric": "stage_duration_days"}, Refused, "no parts that add up"),
        ({"metric": "pipeline_velocity", "by": ("team",)}, Refused, "leave 'by' out"),
        ({"metric": "revenue"}, Refused, "no figure for"),
        ({"metric": "order_intake", "compare": "budget"}, Refused, "No budget of 'order_intake'"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_what_can(
    words: dict[str, Any], error: type[Exception], sentence: str, explain: Explain
) -> None:
    with pytest.raises(error, match=sentence):
        explain(**words, **JUNE)
