"""A declared query cut down to the documents that its reader may see, whatever it works out."""

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset
from vigie.metrics.language.tables import rows_of
from vigie.metrics.planning.plan import Right
from vigie.metrics.question.field import Test
from vigie.metrics.rows.frame import FACT, Frame


def guarded(dataset: Dataset, rights: Sequence[Right], catalog: Catalog) -> Dataset:
    """`dataset` with the documents of its query cut down to those in sight."""
    if not rights or dataset.query is None:
        return dataset
    tests = {right.table: right.tests for right in rights}
    own = {cte.alias for cte in dataset.query.find_all(exp.CTE)}

    def guard(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Table) or node.name in own or node.name not in tests:
            return node
        return _seen(node.name, tests[node.name], catalog).subquery(node.alias or node.name)

    return replace(dataset, query=dataset.query.copy().transform(guard))


def guarding(catalog: Catalog, rights: Sequence[Right]) -> Catalog:
    """`catalog` with what is told of rows worked out of what is in sight."""
    if not rights or not catalog.traits:
        return catalog
    traits = {name: guarded(one, rights, catalog) for name, one in catalog.traits.items()}
    return replace(catalog, datasets={**catalog.datasets, **traits})


def _seen(table: str, tests: Sequence[Test], catalog: Catalog) -> exp.Select:
    frame = Frame(rows_of(table, catalog), catalog)
    where = [*frame.base(), *(frame.test(test, None) for test in tests)]
    return frame.select([exp.Column(this=exp.Star(), table=exp.to_identifier(FACT))], where)
