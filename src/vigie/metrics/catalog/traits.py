"""What is told of the rows of a core table besides its own columns: segments, bands, ages.

A trait is a declared query with a row for each row of the table that it describes. It is joined
on the whole key: what is told twice of one row is not known, so that nothing is doubled.
"""

from collections.abc import Iterator
from dataclasses import replace

from vigie.kit.i18n import Text, text
from vigie.metrics.catalog.places import unknown
from vigie.metrics.language.definition import DAY_ASKED, Catalog, Dataset, Relationship


def joined(catalog: Catalog) -> Catalog:
    """`catalog` with a step to each trait from the table that it describes."""
    steps: dict[str, dict[str, Relationship]] = {}
    for name, trait in catalog.traits.items():
        table = catalog.model.tables.get(trait.describes or "")
        if table is not None and len(table.key) == 1 and len(trait.primary_key) == 1:
            step = Relationship(name, table.key[0], name, trait.primary_key[0])
            steps.setdefault(table.name, {})[name] = step
    if not steps:
        return catalog
    tables = {name: {**here, **steps.get(name, {})} for name, here in catalog.tables.items()}
    return replace(
        catalog,
        tables={**tables, **{name: {} for name in catalog.traits}},
        datasets={
            name: replace(one, relationships={**one.relationships, **steps[one.table]})
            if one.table in steps
            else one
            for name, one in catalog.datasets.items()
        },
    )


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
