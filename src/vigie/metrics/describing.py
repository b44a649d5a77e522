"""What can be wrong in a trait, which tells something of the rows of a core table."""

from collections.abc import Iterator

from vigie.kit.i18n import Text, text
from vigie.metrics.definition import DAY_ASKED, Catalog, Dataset
from vigie.metrics.places import unknown


def trait_problems(dataset: Dataset, catalog: Catalog) -> Iterator[tuple[str, Text]]:
    """Each word of a dataset that cannot be in or out of a trait, and why."""
    if dataset.describes is None:
        if dataset.asks_day:
            yield (
                "query",
                text("'{function}()' is for what 'describes' a table.", function=DAY_ASKED),
            )
        return
    table = catalog.model.tables.get(dataset.describes)
    if table is None:
        yield "describes", unknown(dataset.describes, catalog.model.tables)
        return
    if dataset.query is None:
        yield "describes", text("what 'describes' a table is a 'query'.")
    if len(table.key) != 1 or len(dataset.primary_key) != 1:
        yield (
            "describes",
            text(
                "a row of '{table}' is told by one column: name it alone as 'primary_key'.",
                table=table.name,
            ),
        )
    if dataset.time or dataset.filter:
        yield "describes", text("what 'describes' a table has neither 'time' nor 'filter'.")
    if dataset.name in catalog.model.tables:
        yield "describes", text("'{name}' is a table: choose another name.", name=dataset.name)
