"""Periods that no engine knows, days that answer feast for feast, targets shared out: alike too."""

import pytest

from vigie.kit.allocation.rules import Allocation, Members, Rule, Spread
from vigie.kit.calendar.declared import CalendarForm
from vigie.kit.calendar.retail import Pattern
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.reading import Source
from vigie.workspace import Workspace

from .conftest import TODAY
from .likeness import differences

RETAIL = CalendarForm(weeks=Pattern.FOUR_FIVE_FOUR, week_start="sunday").calendar(2)
METRICS = ("revenue", "orders", "active_customers", "outstanding")
FEASTS = ("previous_year_feast", "previous_year_weekday")
QUERIES = {
    "fiscal months": Query(
        METRICS, by=("fiscal_month",), last="6 fiscal months", compare=("previous_year",)
    ),
    "weeks from Sunday": Query(METRICS, by=("week", "channel"), last="5 weeks"),
    "feast for feast": Query(METRICS, by=("month",), last="8 months", compare=FEASTS),
    "feast for feast in one": Query(METRICS, by=("channel",), last="8 months", compare=FEASTS),
    "a range": Query(METRICS, by=("quarter",), last="2 quarters", compare=("2 years",)),
    "targets by day": Query(("revenue",), by=("day",), last="40 days", compare=("target",)),
    "budgets by member": Query(
        ("revenue",), by=("category",), last="3 months", compare=("budget", "target")
    ),
    "forecasts": Query(
        ("revenue",), by=("sales_rep", "month"), last="3 months", compare=("target",)
    ),
}
RULES = (Rule(Spread.WORKING_DAYS), Rule(Spread.LAST_YEAR, Members.LAST_YEAR))


@pytest.mark.parametrize("name", QUERIES)
def test_it_answers_alike(mirror: Mirror, workspace: Workspace, name: str) -> None:
    for rule in RULES:
        reference = _layer(workspace, workspace.warehouse, rule)
        other = _layer(workspace, mirror, rule)
        here, there = reference.query(QUERIES[name]), other.query(QUERIES[name])
        assert here.rows
        assert not differences(here, there)


def _layer(workspace: Workspace, source: Source, rule: Rule) -> MetricLayer:
    settings = MetricSettings(calendar=RETAIL, today=lambda: TODAY, allocation=Allocation((rule,)))
    return MetricLayer(workspace.metrics.catalog, source, settings)
