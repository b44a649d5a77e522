"""What is told of the rows of a core table besides its own columns: segments, bands, ages.

A trait is a declared query with a row for each row of the table that it describes. It is joined
on the whole key: what is told twice of one row is not known, so that nothing is doubled.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.building import table_columns
from vigie.metrics.definition import Catalog, Dataset, Relationship, is_day_asked
from vigie.metrics.expression import Path, columns
from vigie.metrics.plan import Field, Scan
from vigie.model.schema import ColumnType

DAY = "asked_on"  # the parameter that holds the day


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


def columns_of(table: str, catalog: Catalog) -> Mapping[str, ColumnType]:
    """The columns of a core table or of a trait."""
    trait = catalog.traits.get(table)
    return trait.columns if trait else table_columns(table, catalog.model)


def read_by(scan: Scan, catalog: Catalog) -> frozenset[str]:
    """The traits that a scan reads."""
    return frozenset(step for path in _paths(scan, catalog) for step in path) & set(catalog.traits)


def asks_day(traits: Iterable[str], catalog: Catalog) -> bool:
    """Whether one of `traits` is told as of the day that the question is asked on."""
    return any(catalog.traits[name].asks_day for name in traits)


def told_once(trait: Dataset, rows: exp.Expr) -> exp.Select:
    """The `rows` of a trait, without those that share a key."""
    key = exp.column(trait.primary_key[0], quoted=True)
    count = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[key])
    found = exp.select("*").from_(exp.Subquery(this=_dated(rows), alias=exp.to_identifier("told")))
    found.set("qualify", exp.Qualify(this=count.eq(exp.Literal.number(1))))
    return found


def _dated(rows: exp.Expr) -> exp.Expr:
    def put(node: exp.Expr) -> exp.Expr:
        return exp.cast(exp.Placeholder(this=DAY), "DATE") if is_day_asked(node) else node

    return rows.transform(put, copy=False)


def _paths(scan: Scan, catalog: Catalog) -> Iterator[Path]:
    tests = [*scan.tests, *(scan.credit.tests if scan.credit else ())]
    fields: list[Field] = [*scan.fields, *scan.members, *(t.field for t in tests if t.field)]
    for field in fields:
        yield from (field.path, *field.others)
    for name in scan.metrics:
        metric = catalog.metrics.get(name)
        for tree in metric.over_rows if metric else ():
            yield from (path for path, _ in columns(tree))
