"""A reader's rights inside a declared query: what it works out rests on rows in their sight only.

A query that looks from one row to another (the order before, the first activity after) would
otherwise tell of documents that its reader may not see, though each of its own rows is theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.admission import rows_of
from vigie.metrics.definition import Catalog, Dataset
from vigie.metrics.filters import Filters
from vigie.metrics.frame import FACT, Frame
from vigie.metrics.plan import Right, Test
from vigie.metrics.words import Words


def rights(datasets: Iterable[Dataset], filters: Filters, words: Words) -> tuple[Right, ...]:
    """The documents that declared queries read, each with the reader's filters on it.

    What a document only names (a customer, a product) is read whole, as everywhere.
    """
    read = (table for one in datasets if one.query is not None for table in one.tables)
    return tuple(_rights(dict.fromkeys(read), filters, words))


def _rights(tables: Iterable[str], filters: Filters, words: Words) -> Iterator[Right]:
    mine = [one for one in filters.parsed if one.is_policy and one.dimension is not None]
    for table in tables if mine else ():
        if table not in words.catalog.fact_tables:
            continue
        rows = rows_of(table, words.catalog)
        if all(one.dimension and words.reaches(one.dimension, rows) for one in mine):
            tests = (
                Test(
                    words.field(one.dimension, rows, table),
                    one.by_key,
                    one.operator,
                    one.parameters,
                    is_policy=True,
                )
                for one in mine
                if one.dimension
            )
            yield Right(table, tuple(tests))


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
