"""Whether a metric can be trusted on this data: ready, partial with its coverage, or missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlglot import exp

from vigie.metrics.data.facts import DataFacts
from vigie.metrics.language.definition import Catalog, Dataset, Metric
from vigie.metrics.language.expression import place
from vigie.metrics.language.reach import table_at


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a metric can be trusted on this data."""

    state: Literal["ready", "partial", "missing"]
    coverage: float | None = None  # 0 to 1, of the rows that carry what is needed
    missing: tuple[str, ...] = ()  # tables, or `table.column`, without data
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
        rows_metric = catalog.metrics[part.whole] if part.whole else part
        dataset = catalog.reading(leaf)
        needed = list(_needed(rows_metric, dataset, catalog))
        total, *filled = facts.rows(dataset.name, *(column for column, _ in needed))
        read[dataset.name] = total
        if total == 0:
            missing[dataset.tables[0]] = None
            continue
        for (_, name), count in zip(needed, filled, strict=True):
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


def _needed(metric: Metric, dataset: Dataset, catalog: Catalog) -> Iterator[tuple[exp.Expr, str]]:
    """The columns that a sum cannot do without and that a file may lack, with their names."""
    if metric.filter is not None and metric.matching is None:
        return
    trees = [tree for tree in metric.over_rows if tree is not None]
    for column in (column for tree in trees for column in tree.find_all(exp.Column)):
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
