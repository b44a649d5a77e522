"""Which targets, budgets or forecasts answer for a metric: by scope, by length, by cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from vigie.kit.formats import Unit
from vigie.kit.periods import Grain, Period
from vigie.metrics.building import table_columns
from vigie.metrics.comparison import Against, Comparison
from vigie.metrics.definition import (
    Aggregate,
    Catalog,
    Dataset,
    Dimension,
    Metric,
    MetricType,
    Relationship,
)
from vigie.metrics.plan import Goal
from vigie.metrics.reach import path_to

TABLE: Final = "target"
KINDS: Final[dict[Against, str]] = {
    Comparison.TARGET: "objective",
    Comparison.BUDGET: "budget",
    Comparison.FORECAST: "forecast",
}
COMPANY: Final = "company"
# From the coarsest to the finest: the first that carries what is asked is taken.
SCOPES: Final = {
    "team": "team",
    "territory": "territory",
    "store": "store",
    "channel": "channel",
    "product_category": "product_category",
    "sales_rep": "sales_rep",
}
SPANS: Final = ("month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class GoalSet:
    """Targets of one metric, kind, scope and length, and the days that they cover."""

    metric: str
    kind: str
    scope: str
    span: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Fit:
    """The targets to use, how they are reached, and what the reader must know."""

    goal: Goal
    dataset: Dataset
    summed: bool  # from a finer scope than asked
    partial: bool  # they do not cover the whole period


def fit(
    metric: Metric,
    comparison: Against,
    asked: Sequence[Dimension],
    available: Sequence[GoalSet],
    period: Period,
    catalog: Catalog,
) -> Fit | None:
    """The coarsest targets that carry every dimension `asked`; None when none does."""
    additive = is_additive(metric, catalog)
    for scope in (COMPANY, *SCOPES):
        sets = [
            one
            for one in available
            if (one.metric, one.kind, one.scope) == (metric.id, KINDS[comparison], scope)
            and one.start <= period.end
            and one.end >= period.start
        ]
        dataset = goals_of(scope, catalog)
        if not sets or any(path_to(dataset, one, catalog) is None for one in asked):
            continue
        summed = not _is_own(scope, asked, catalog)
        if summed and not additive:
            continue
        chosen, partial = _length(sets, period)
        goal = Goal(metric.id, KINDS[comparison], scope, chosen, additive)
        return Fit(goal, dataset, summed, partial)
    return None


def is_additive(metric: Metric, catalog: Catalog) -> bool:
    """Whether targets of parts sum to the target of the whole."""
    if metric.type is MetricType.RATIO or metric.unit not in _ADDITIVE_UNITS:
        return False
    leaves = [catalog.metrics[leaf] for leaf in catalog.leaves(metric.id)]
    return all(
        leaf.type is MetricType.SIMPLE and leaf.aggregate in (Aggregate.SUM, Aggregate.COUNT)
        for leaf in leaves
    )


def goals_of(scope: str, catalog: Catalog) -> Dataset:
    """core.target, its scope column leading to what the targets are set for."""
    model = catalog.model
    steps = {}
    if scope in SCOPES:
        to = model.tables[SCOPES[scope]]
        steps[to.name] = Relationship(to.name, "scope_id", to.name, to.key[0])
    return Dataset(
        name=f"targets_by_{scope}",
        label=model.tables[TABLE].label,
        table=TABLE,
        query=None,
        primary_key=model.tables[TABLE].key,
        time="period_start",
        columns=table_columns(TABLE, model),
        relationships=steps,
    )


def is_spread(goal: Goal, period: Period, grain: Grain | None, starts: Sequence[date]) -> bool:
    """Whether some target is cut by the days shown, and so spread over its own."""
    if not goal.additive:
        return False
    if grain is not None and _DAYS[grain.civil] < _DAYS[Grain(goal.span)]:
        return True
    edges = (period.start, date.fromordinal(period.end.toordinal() + 1), *starts)
    return any(edge.day != 1 for edge in edges)


def _is_own(scope: str, asked: Sequence[Dimension], catalog: Catalog) -> bool:
    if scope == COMPANY:
        return not asked
    table = SCOPES[scope]
    return bool(asked) and all(
        one.table == table and one.key == catalog.model.tables[table].key[0] for one in asked
    )


def _length(sets: Sequence[GoalSet], period: Period) -> tuple[str, bool]:
    """The finest length that covers the whole period, else the finest of all."""
    ordered = sorted(sets, key=lambda one: SPANS.index(one.span))
    whole = [one for one in ordered if one.start <= period.start and one.end >= period.end]
    return (whole or ordered)[0].span, not whole


_ADDITIVE_UNITS: Final = (Unit.CURRENCY, Unit.COUNT, Unit.QUANTITY, Unit.NUMBER)
_DAYS: Final = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 30, Grain.QUARTER: 90, Grain.YEAR: 365}
