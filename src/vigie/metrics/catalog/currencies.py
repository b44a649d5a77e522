"""Amounts of several currencies are never summed: a figure reads those in the company's own."""

from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from vigie.kit.i18n import Text, text
from vigie.metrics.language.columns import CoreColumn, made_of
from vigie.metrics.language.definition import Aggregate, Catalog, Dataset, Metric
from vigie.metrics.language.expression import columns
from vigie.metrics.language.tables import COMPANY_SUFFIX
from vigie.model.schema import ColumnType

_COUNTS: Final = (Aggregate.COUNT, Aggregate.COUNT_DISTINCT)


def mixed(metric: Metric, dataset: Dataset, catalog: Catalog) -> Iterator[tuple[str, Text]]:
    """Each amount that `metric` reads in the currency of its document, and what to read instead."""
    values = metric.matching.values if metric.matching else ()
    if metric.aggregate in _COUNTS and not values:
        return
    trees: list[tuple[str, exp.Expr | None]] = [("values", tree) for _, tree in values]
    for where, tree in trees or [("expression", metric.expression)]:
        for table, column in _read(tree, dataset, catalog):
            if _is_foreign(table, column, catalog):
                yield (
                    where,
                    text(
                        "'{column}' is in the currency of each document: such amounts are not "
                        "added. Read '{twin}', which is in the company's.",
                        column=column,
                        twin=column + COMPANY_SUFFIX,
                    ),
                )


def _read(tree: exp.Expr | None, dataset: Dataset, catalog: Catalog) -> Iterator[CoreColumn]:
    for path, name in columns(tree):
        if path or dataset.columns.get(name) is ColumnType.MONEY:
            yield from made_of(path, name, dataset, catalog)


def _is_foreign(table: str, column: str, catalog: Catalog) -> bool:
    declared = catalog.model.tables[table].columns.get(column)
    return declared is not None and declared.converted
