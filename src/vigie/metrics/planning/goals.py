"""Which targets, budgets or forecasts answer for a metric: by scope, by length, by cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from sqlglot import exp

from vigie.kit.allocation.rules import Allocation, Members, Rule, Spread
from vigie.kit.formats import Unit
from vigie.kit.periods import Period
from vigie.metrics.language.additivity import is_sum, stands_on_a_day
from vigie.metrics.language.comparison import Against, Comparison
from vigie.metrics.language.definition import (
    Catalog,
    Dataset,
    Dimension,
    Metric,
    Relationship,
)
from vigie.metrics.language.reach import path_to
from vigie.metrics.language.tables import table_columns
from vigie.metrics.planning.plan import Goal

TABLE: Final = "target"
KINDS: Final[dict[Against, str]] = {
    Comparison.TARGET: "objective",
    Comparison.BUDGET: "budget",
    Comparison.FORECAST: "forecast",
}
COMPANY: Final = "company"
# What targets are set for: the rows of a table, or what a column of it says of them. From the
# coarsest to the finest: the first that carries what is asked is taken.
SCOPES: Final[dict[str, tuple[str, str | None]]] = {
    "team": ("team", None),
    "territory": ("territory", None),
    "region": ("account", "region"),
    "store": ("store", None),
    "channel": ("channel", None),
    "segment": ("account", "customer_category"),
    "product_category": ("product_category", None),
    "sales_rep": ("sales_rep", None),
}


@dataclass(frozen=True, slots=True)
class GoalSet:
    """Targets of one metric, kind and scope, and their periods: all about as long, in order."""

    metric: str
    kind: str
    scope: str
    periods: tuple[Period, ...]

    def touches(self, span: Period) -> bool:
        """Whether some period shares a day with `span`."""
        return any(touches(one, span) for one in self.periods)

    def covers(self, span: Period) -> bool:
        """Whether every day of `span` is in some period."""
        return covers(self.periods, span)


@dataclass(frozen=True, slots=True)
class Fit:
    """The targets to use, how they are reached, and what the reader must know."""

    goal: Goal
    dataset: Dataset
    rule: Rule
    periods: tuple[Period, ...]
    summed: bool = False  # from a finer scope than asked
    partial: bool = False  # they do not cover the whole period
    member: Dimension | None = None  # among whose members each is shared out
    profiled: bool = False  # by the figures of the year before


@dataclass(frozen=True, slots=True)
class Goals:
    """The targets there are, and how the company shares them out."""

    sets: Sequence[GoalSet]
    allocation: Allocation
    catalog: Catalog

    def fit(
        self, metric: Metric, comparison: Against, asked: Sequence[Dimension], span: Period
    ) -> Fit | None:
        """The coarsest targets that carry every dimension `asked`; None when none does."""
        additive = is_additive(metric, self.catalog)
        for scope in (COMPANY, *SCOPES):
            sets = self._sets(metric, comparison, scope, span)
            dataset = goals_of(scope, self.catalog)
            if not sets or any(path_to(dataset, one, self.catalog) is None for one in asked):
                continue
            summed = not _is_own(scope, asked, self.catalog)
            if additive or not summed:
                return self._fit(sets, dataset, additive, span, summed=summed)
        return None

    def shared(
        self, metric: Metric, comparison: Against, member: Dimension, span: Period
    ) -> Fit | None:
        """The finest targets that a rule shares out among the members of a dimension."""
        if not is_additive(metric, self.catalog):
            return None
        for scope in (*reversed(SCOPES), COMPANY):
            rule = self.allocation.rule(metric.id, KINDS[comparison], scope)
            sets = self._sets(metric, comparison, scope, span)
            if sets and rule.members is not Members.REFUSED:
                dataset = goals_of(scope, self.catalog)
                return self._fit(sets, dataset, True, span, member=member)
        return None

    def _sets(self, metric: Metric, comparison: Against, scope: str, span: Period) -> list[GoalSet]:
        wanted = (metric.id, KINDS[comparison], scope)
        return [
            one
            for one in self.sets
            if (one.metric, one.kind, one.scope) == wanted and one.touches(span)
        ]

    def _fit(
        self,
        sets: Sequence[GoalSet],
        dataset: Dataset,
        additive: bool,
        span: Period,
        *,
        summed: bool = False,
        member: Dimension | None = None,
    ) -> Fit:
        """The shortest that cover the whole period, else the shortest of all."""
        ordered = sorted(sets, key=lambda one: one.periods[0].days)
        chosen = next((one for one in ordered if one.covers(span)), ordered[0])
        rule = self.allocation.rule(chosen.metric, chosen.kind, chosen.scope)
        profiled = additive and (member is not None or rule.spread is Spread.LAST_YEAR)
        goal = Goal(
            chosen.metric,
            chosen.kind,
            chosen.scope,
            additive,
            scoped=profiled and chosen.scope != COMPANY,
            by_member=member is not None,
        )
        partial = not chosen.covers(span)
        periods = tuple(one for one in chosen.periods if touches(one, span))
        return Fit(goal, dataset, rule, periods, summed, partial, member, profiled)


def covers(periods: Iterable[Period], span: Period) -> bool:
    """Whether every day of `span` is in some of `periods`, which are in order."""
    day = span.start
    for one in periods:
        if one.start <= day <= one.end:
            day = one.end + timedelta(days=1)
    return day > span.end


def touches(one: Period, other: Period) -> bool:
    """Whether two periods share a day."""
    return one.start <= other.end and one.end >= other.start


def grouped(rows: Iterable[tuple[str, str, str, Period]]) -> tuple[GoalSet, ...]:
    """Periods of targets as sets: those of one metric, kind, scope and about one length."""
    found: dict[tuple[str, str, str, int], list[Period]] = {}
    for metric, kind, scope, period in rows:
        found.setdefault((metric, kind, scope, _length(period)), []).append(period)
    return tuple(GoalSet(*key[:3], tuple(sorted(periods))) for key, periods in found.items())


def is_additive(metric: Metric, catalog: Catalog) -> bool:
    """Whether targets of parts sum to the target of the whole."""
    adds = is_sum(metric.id, catalog) and not stands_on_a_day(metric, catalog)
    return adds and metric.unit in _ADDITIVE_UNITS


def goals_of(scope: str, catalog: Catalog) -> Dataset:
    """core.target, its scope column leading to what the targets are set for."""
    table = catalog.model.tables[TABLE]
    rows = Dataset(
        name=f"targets_by_{scope}",
        label=table.label,
        table=TABLE,
        query=None,
        primary_key=table.key,
        time="period_start",
        columns=table_columns(TABLE, catalog.model),
        relationships={},
    )
    if scope == COMPANY:
        return rows
    name, column = SCOPES[scope]
    if column is None:
        to = catalog.model.tables[name]
        return replace(rows, relationships={name: Relationship(name, "scope_id", name, to.key[0])})
    said = exp.column("scope_id").as_(column, quoted=True)
    query = exp.select("*", said).from_(exp.table_(TABLE))
    own = scope_dimension(scope, catalog)
    return replace(rows, table=None, query=query, paths={own.id: ()} if own else {})


def scope_dimension(scope: str, catalog: Catalog) -> Dimension | None:
    """The dimension whose members a scope's targets are set for; None for the company's."""
    if scope == COMPANY:
        return None
    table, column = SCOPES[scope]
    key = column or catalog.model.tables[table].key[0]
    named = (one for one in catalog.dimensions.values() if one.table == table)
    return next(one for one in named if one.key == key)


def _is_own(scope: str, asked: Sequence[Dimension], catalog: Catalog) -> bool:
    own = scope_dimension(scope, catalog)
    if own is None:
        return not asked
    return bool(asked) and all((one.table, one.key) == (own.table, own.key) for one in asked)


def _length(period: Period) -> int:
    """Which kind of length a period has: a day, a week, a month, a quarter, a year or more."""
    return sum(period.days > most for most in _LONGEST)


_LONGEST: Final = (1, 7, 35, 98)  # days of a day, a week, a month of weeks, a quarter of weeks
_ADDITIVE_UNITS: Final = (Unit.CURRENCY, Unit.COUNT, Unit.QUANTITY, Unit.NUMBER)
