"""Whether a metric can be trusted on this data: ready, partial with its coverage, or missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlglot import exp

from vigie.metrics.data.facts import DataFacts
from vigie.metrics.language.definition import Catalog, Dataset, Metric, MetricType
from vigie.metrics.language.expression import place
from vigie.metrics.language.reach import table_at
from vigie.metrics.planning.goals import KINDS, TABLE


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a metric can be trusted on this data."""

    state: Literal["ready", "partial", "missing"]
    coverage: float | None = None  # 0 to 1, of the rows that carry what is needed
    missing: tuple[str, ...] = ()  # tables, `table.column` or `target.kind` without data
    least: str | None = None  # the `table.column` that fewest rows carry, where some lack it
    rows: int = 0  # that it is read from

    @property
    def uncounted(self) -> "Readiness":
        """Whether there is anything at all, not on how many rows it rests."""
        return self if self.missing else Readiness("ready")


def readiness(metric: Metric, facts: DataFacts, catalog: Catalog) -> Readiness:
    """The worst of the parts of `metric`."""
    missing: dict[str, None] = {}
    coverage, least, read = 1.0, None, dict[str, int]()
    for leaf in catalog.leaves(metric.id):
        part = catalog.metrics[leaf]
        if part.type is MetricType.GOAL:
            missing.update(dict.fromkeys(_unset(part, facts)))
            continue
        rows_metric = catalog.metrics[part.whole] if part.whole else part
        dataset = catalog.reading(leaf)
        total, carried = _carried(rows_metric, dataset, facts, catalog)
        read[dataset.name] = total
        if total == 0:
            missing[dataset.tables[0]] = None
            continue
        for name, count in carried:
            if count / total < coverage:
                coverage, least = count / total, name
            if count == 0:
                missing[name] = None
    if missing:
        return Readiness("missing", missing=tuple(missing))
    state: Literal["ready", "partial"] = "ready" if coverage == 1 else "partial"
    return Readiness(state, coverage, least=least, rows=sum(read.values()))


def last_day(metric: Metric, facts: DataFacts, catalog: Catalog) -> date | None:
    """The last day that every part of `metric` with rows has rows for; None without any."""
    ends = []
    for leaf in catalog.leaves(metric.id):
        part = catalog.metrics[leaf]
        rows_metric = catalog.metrics[part.whole] if part.whole else part
        dataset = catalog.reading(leaf)
        # What is due on a day to come is known today: a balance is as fresh as its movements.
        time = dataset.time if rows_metric.is_balance else dataset.time_of(rows_metric)
        span = facts.span(dataset.name, time or "")
        ends += [span.end] if span else []
    return min(ends, default=None)


def _unset(goal: Metric, facts: DataFacts) -> Iterator[str]:
    """The kind of target that nobody has set for the metric that `goal` is about."""
    assert goal.against is not None  # noqa: S101 - the catalogue checks it
    kind = KINDS[goal.against]
    if not any((one.metric, one.kind) == (goal.input, kind) for one in facts.goals()):
        yield f"{TABLE}.{kind}"


def _carried(
    metric: Metric, dataset: Dataset, facts: DataFacts, catalog: Catalog
) -> tuple[int, Sequence[tuple[str, int]]]:
    """How many rows there are, and how many of them carry each column that is needed."""
    if metric.filter is not None and metric.matching is None:
        return _told(metric.filter, dataset, facts, catalog)
    needed = list(_optional(metric.over_rows, dataset, catalog))
    total, *filled = facts.rows(dataset.name, *(column for column, _ in needed))
    return total, [(name, count) for (_, name), count in zip(needed, filled, strict=True)]


def _told(
    condition: exp.Expr, dataset: Dataset, facts: DataFacts, catalog: Catalog
) -> tuple[int, Sequence[tuple[str, int]]]:
    """The same of a filter: how many rows can be told to meet it or not.

    An empty cell may say no; a column that is empty everywhere, where no row meets the filter,
    says nothing. What the rows that it leaves out carry matters to nobody.
    """
    needed = list(_optional((condition,), dataset, catalog))
    if not needed:
        return facts.rows(dataset.name)[0], ()
    met = exp.case().when(condition.copy(), exp.true())
    columns = (column for column, _ in needed)
    total, told, kept, *filled = facts.rows(dataset.name, condition, met, *columns)
    counts = [(count, name) for (_, name), count in zip(needed, filled, strict=True)]
    if kept == 0 and min(counts)[0] == 0:
        return total, [(name, count) for count, name in counts if count == 0]
    return total, [(min(counts)[1], told)]


def _optional(
    trees: Sequence[exp.Expr | None], dataset: Dataset, catalog: Catalog
) -> Iterator[tuple[exp.Expr, str]]:
    """The columns that `trees` cannot do without and that a file may lack, with their names."""
    found = (tree.find_all(exp.Column) for tree in trees if tree is not None)
    for column in (column for columns in found for column in columns):
        path, name = place(column)
        table = table_at(dataset, path, catalog)
        if table is None:
            continue
        declared = catalog.model.tables[table].columns.get(name.removesuffix("_company"))
        if declared is not None and not declared.required and not _is_spared(column):
            yield exp.column(name, *reversed(path)) if path else exp.column(name), f"{table}.{name}"


def _is_spared(column: exp.Column) -> bool:
    """Whether another value stands in where the column is empty."""
    return column.find_ancestor(exp.Coalesce) is not None
