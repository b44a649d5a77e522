"""Metrics that relate two things: their words, their windows, the rows behind them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vigie.kit.errors import Invalid, Refused
from vigie.metrics.answers.result import Result
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse

Fill = Callable[..., None]
Ask = Callable[..., Result]
OWN = """
family: own
metrics:
  visits_paid: {label: {en: V, fr: V}, dataset: activities, aggregate: count}
  bought: {label: {en: B, fr: A}, dataset: orders, aggregate: count}
  bought_after:
    label: {en: Bought after a visit, fr: Achat après visite}
    type: conversion
    base: visits_paid
    conversion: bought
    entity: account_id
"""


@pytest.fixture
def own(
    tmp_path: Path, model: Model, warehouse: Warehouse, session: Session
) -> Callable[[str, Query], Any]:
    """Asks a question of the definitions above with more words about the conversion."""

    def asked(more: str, query: Query) -> Any:
        (tmp_path / "own.yaml").write_text(OWN + more, encoding="utf-8")
        catalog = load_catalog(model, extra=[tmp_path])
        settings = MetricSettings(today=lambda: date(2026, 3, 31))
        return MetricLayer(catalog, warehouse, settings).query(query, session=session).scalar()

    return asked


@pytest.mark.parametrize(
    ("more", "rate"),
    [
        # Alpha: visits on the 1st, 10th and 20th, orders on the 12th and the 30th; each order is
        # credited to the visit before it. Beta ordered before its visit.
        ("", 2 / 4),
        ("    window: 10 days\n", 1 / 4),
        ("    window: 11 days\n", 2 / 4),
        ("    window: 2 days\n", 0),
        ("    window: 3 days\n", 1 / 4),
        ("    window: 1 month\n", 2 / 4),
        ("    constant_properties: [{base_property: sales_rep_id, ", 1 / 4),
    ],
)
def test_an_order_is_credited_to_the_last_visit_before_it(
    own: Callable[[str, Query], Any], fill: Fill, more: str, rate: float
) -> None:
    if more.endswith(", "):
        more += "conversion_property: sales_rep_id}]\n"
    for key, account, day, rep in [
        (1, "A", "2026-03-01", "R1"),
        (2, "A", "2026-03-10", "R1"),
        (3, "A", "2026-03-20", "R2"),
        (4, "B", "2026-03-20", "R1"),
    ]:
        fill(
            "activity",
            {"activity_id": key, "account_id": account, "occurred_at": day, "sales_rep_id": rep},
        )
    for key, account, day, rep in [
        ("a", "A", "2026-03-12", "R1"),
        ("b", "A", "2026-03-30", "R3"),
        ("c", "B", "2026-03-02", "R1"),
    ]:
        fill(
            "sales_order",
            {"order_id": key, "account_id": account, "order_date": day, "sales_rep_id": rep},
        )
    assert own(more, Query(("bought_after",))) == pytest.approx(rate)
    counted = "    calculation: conversions\n    unit: count\n"
    assert own(more + counted, Query(("bought_after",))) == round(rate * 4)


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        (OWN.replace("base: visits_paid", "base: visit_paid"), 9, "did you mean 'visits_paid'"),
        (OWN.replace("conversion: bought", "conversion: revenu"), 10, "did you mean 'revenue'"),
        (OWN.replace("conversion: bought", "conversion: nps"), 10, "no single events"),
        (OWN.replace("entity: account_id", "entity: acount_id"), 11, "did you mean 'account_id'"),
        (OWN + "    window: a while\n", 6, "'a while' is not a length of time"),
        ("metrics:\n  m: {label: {en: L, fr: L}, type: goal, input: revenue}\n", 2, "a goal is"),
        (
            "metrics:\n  m: {label: {en: L, fr: L}, type: earlier, input: revenue,"
            " against: budget}\n",
            2,
            "say which earlier time",
        ),
        (
            "metrics:\n  m: {label: {en: L, fr: L}, type: matched, dataset: orders,"
            " against: previous_year, aggregate: count, members: [custmer]}\n",
            2,
            "did you mean 'customer'",
        ),
        (
            "metrics:\n  m: {label: {en: L, fr: L}, type: matched, dataset: orders,"
            " against: previous_year, aggregate: count, members: [customer],"
            " filter: now.row > 0}\n",
            2,
            "did you mean 'now.rows'",
        ),
    ],
)
def test_mistake_is_pointed_at(
    written: str, line: int, says: str, tmp_path: Path, model: Model
) -> None:
    (tmp_path / "own.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        load_catalog(model, extra=[tmp_path])
    assert says in str(caught.value)
    assert f"own.yaml, line {line}" in str(caught.value)


@pytest.fixture
def bought(fill: Fill) -> None:
    fill("account", {"account_id": "A", "name": "Alpha"}, {"account_id": "B", "name": "Beta"})
    for key, account, day in [
        (1, "A", "2026-01-10"),
        (2, "B", "2026-01-11"),
        (3, "A", "2026-02-10"),
        (4, "A", "2026-02-11"),
    ]:
        fill("sales_order", {"order_id": key, "account_id": account, "order_date": day})


@pytest.mark.usefixtures("bought")
def test_the_members_behind_a_pair_sum_to_its_figure(layer: MetricLayer, session: Session) -> None:
    query = Query(("retention_rate",), by=("month",), date_from=date(2026, 2, 1),
                  date_to=date(2026, 2, 28))  # fmt: skip
    cell = {"month": date(2026, 2, 1)}
    kept = layer.rows_behind(query, "retention_rate", cell, session=session)
    assert kept.parts == ("customers_kept", "customers_before")
    assert (kept.total, kept.rows) == (1, [("Alpha", 1)])
    before = layer.rows_behind(
        query, "retention_rate", cell, part="customers_before", session=session
    )
    assert before.total == 2
    assert layer.query(query, session=session).rows == [(date(2026, 2, 1), 0.5)]


@pytest.mark.usefixtures("bought")
def test_a_filter_on_dates_would_cut_the_days_looked_back_to(ask: Ask) -> None:
    with pytest.raises(Refused, match=r"would cut the days of 'retention_rate'.*'last'"):
        ask("retention_rate", by=("month",), where=("date >= 2026-02-01",))


def test_a_formula_is_refused_for_what_does_not_exist(ask: Ask) -> None:
    with pytest.raises(Exception, match="did you mean 'target_attainment"):
        ask("target_attainment:revenu", last="1 month")


def test_what_falls_due_is_opened_with_its_own_rows(
    layer: MetricLayer, session: Session, fill: Fill
) -> None:
    for key, due, amount in [("X", "2026-03-20", 60), ("Y", "2026-04-15", 45)]:
        fill(
            "opportunity",
            {
                "opportunity_id": key,
                "name": key,
                "status": "open",
                "created_at": "2026-01-02",
                "expected_close_date": due,
                "amount_company": amount,
            },
        )
    query = Query(("pipeline_due",), date_from=date(2026, 3, 1), date_to=date(2026, 3, 31))
    assert layer.query(query, session=session).scalar() == Decimal(60)
    behind = layer.rows_behind(query, "pipeline_due", {}, session=session)
    assert (behind.total_rows, behind.total) == (1, Decimal(60))
