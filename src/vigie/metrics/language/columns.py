"""What a metric rests on: its datasets, and columns of the model, down through declared queries."""

from collections.abc import Collection, Iterator
from typing import Final

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from vigie.metrics.language.definition import Catalog, Dataset, Metric, MetricType
from vigie.metrics.language.expression import Path, columns
from vigie.metrics.language.reach import table_at
from vigie.metrics.language.tables import SYSTEM_COLUMNS, table_columns

CoreColumn = tuple[str, str]  # table, column
TARGETS: Final = "target"
GOAL_COLUMNS: Final = ("target_value", "period_start", "period_end")


def datasets(metric: Metric, catalog: Catalog) -> tuple[Dataset, ...]:
    """The rows that `metric` is read from."""
    read = {d.name: d for d in (catalog.reading(leaf) for leaf in catalog.leaves(metric.id))}
    return tuple(read.values())


def core_columns(metric: Metric, catalog: Catalog) -> tuple[CoreColumn, ...]:
    """Every column that the figure is computed, dated and filtered by, those of its parts first."""
    found: dict[CoreColumn, None] = {}
    for leaf in catalog.leaves(metric.id):
        part = catalog.metrics[leaf]
        for other in catalog.named(leaf):
            # Of a conversion the events, of a goal the figure that it is set for.
            found.update(dict.fromkeys(core_columns(catalog.metrics[other], catalog)))
        if part.type is MetricType.GOAL:
            found.update(dict.fromkeys((TARGETS, name) for name in GOAL_COLUMNS))
            continue
        rows = catalog.metrics[part.whole] if part.whole else part
        dataset = catalog.reading(leaf)
        for path, name in _named(rows, part, dataset):
            found.update(dict.fromkeys(made_of(path, name, dataset, catalog)))
    return tuple(column for column in found if column[1] not in SYSTEM_COLUMNS)


def _named(rows: Metric, part: Metric, dataset: Dataset) -> Iterator[tuple[Path, str]]:
    for tree in (*rows.over_rows, dataset.filter):
        yield from columns(tree)
    for words in (rows.time or dataset.time, rows.first_by, part.entity, rows.due):
        if words:
            *path, name = words.split(".")
            yield tuple(path), name
    if rows.expression is None:
        yield from (((), name) for name in dataset.primary_key)


def made_of(path: Path, name: str, dataset: Dataset, catalog: Catalog) -> Iterator[CoreColumn]:
    """The column at the end of `path`; of a declared query, those that its column is made of."""
    table = table_at(dataset, path, catalog)
    query = catalog.traits.get(table or "", dataset).query
    if table is not None and table in catalog.model.tables:
        yield table, name
    elif query is not None:
        scopes = traverse_scope(query)
        yield from dict.fromkeys(_made_of(name, scopes[-1], catalog))


def _made_of(name: str, scope: Scope, catalog: Catalog) -> Iterator[CoreColumn]:
    """The core columns that the column `name` of a query is computed from."""
    if scope.set_operation_scopes:
        names = [one.alias_or_name for one in _shown(scope.set_operation_scopes[0])]
        for branch in scope.set_operation_scopes:
            # The columns of two halves match by their place, the first half names them.
            others = [one.alias_or_name for one in _shown(branch)]
            place = names.index(name) if name in names else len(others)
            for same in others[place : place + 1]:
                yield from _made_of(same, branch, catalog)
        return
    for one in _shown(scope):
        if one.is_star:
            yield from _from(exp.column(name), scope, catalog)
        elif one.alias_or_name == name:
            for column in one.find_all(exp.Column):
                yield from _from(column, scope, catalog)


def _shown(scope: Scope) -> list[exp.Expr]:
    """The columns that a query shows; of a union, those of its first half."""
    while scope.set_operation_scopes:
        scope = scope.set_operation_scopes[0]
    query = scope.expression
    return list(query.selects) if isinstance(query, exp.Query) else []


def _from(column: exp.Column, scope: Scope, catalog: Catalog) -> Iterator[CoreColumn]:
    """Where a column of a query comes from: a table, or another query inside."""
    sources = scope.sources
    named = {column.table: sources[column.table]} if column.table in sources else sources
    for source in named.values():
        if isinstance(source, Scope):
            yield from _made_of(column.name, source, catalog)
        elif column.name in _columns_of(source.name, catalog):
            yield source.name, column.name


def _columns_of(table: str, catalog: Catalog) -> Collection[str]:
    return table_columns(table, catalog.model) if table in catalog.model.tables else ()
