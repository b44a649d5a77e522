"""The documents that declared queries read, each with the reader's filters on it.

A query that looks from one row to another (the order before, the first activity after) would
otherwise tell of documents that its reader may not see, though each of its own rows is theirs.
"""

from collections.abc import Iterable, Iterator

from vigie.metrics.language.definition import Dataset
from vigie.metrics.language.tables import rows_of
from vigie.metrics.planning.plan import Right
from vigie.metrics.question.field import Test
from vigie.metrics.question.filters import Filters
from vigie.metrics.question.words import Words


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
