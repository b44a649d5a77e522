"""Which dimensions a dataset carries: many-to-one paths only, the nearest one, never a guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vigie.metrics.language.definition import Catalog, Dataset, Dimension, Relationship
from vigie.metrics.language.expression import Path
from vigie.model.schema import Model, Table

OWNER = "owner"  # of an account, a lead or an opportunity: its salesperson
LONGEST = 4  # steps; a dimension further away says nothing about the row


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several equally near ways to a dimension."""

    paths: tuple[Path, ...]


def steps(model: Model) -> dict[str, dict[str, Relationship]]:
    """The many-to-one steps that the model's references allow, by table and name."""
    return {name: _of_table(table, model) for name, table in model.tables.items()}


def step_name(column: str, to: str) -> str:
    """`account_id` → account, `order_id` → sales_order, `owner_id` → owner."""
    stem = column.removesuffix("_id")
    return to if to.endswith(stem) else stem


def _of_table(table: Table, model: Model) -> dict[str, Relationship]:
    found = {}
    for column in table.references:
        target = model.tables[column.references or ""]
        if len(target.key) == 1:
            name = step_name(column.name, target.name)
            found[name] = Relationship(name, column.name, target.name, target.key[0])
    return found


def path_to(dataset: Dataset, dimension: Dimension, catalog: Catalog) -> Path | Ambiguous | None:
    """The way from a row of `dataset` to `dimension`'s table; None when there is none.

    The nearest way wins: the document's own salesperson before the customer's.
    """
    if dimension.id in dataset.paths:
        return dataset.paths[dimension.id]
    trait = catalog.traits.get(dimension.table)
    if trait is not None and dataset.name != trait.name:
        described = replace(dimension, table=trait.describes or "")
        found = path_to(dataset, described, catalog)
        return (*found, trait.name) if isinstance(found, tuple) else found
    for paths in _by_length(dataset, catalog):
        arrived = [path for path, to in paths if _arrives(path, to, dimension)]
        if len(arrived) == 1:
            return arrived[0]
        if arrived:
            return _preferred(arrived, dimension)
    return None


def others(
    dataset: Dataset, dimension: Dimension, path: Path, catalog: Catalog
) -> tuple[Path, ...]:
    """The ways that stand in where the key at `path` is empty: a document's salesperson's team."""
    start = path[:-1]
    ways = ((*start, *way) for way in dimension.otherwise)
    return tuple(way for way in ways if way != path and _leads(dataset, way, catalog))


def _leads(dataset: Dataset, path: Path, catalog: Catalog) -> bool:
    here = dataset.relationships
    for step in path:
        if step not in here:
            return False
        here = dict(catalog.tables[here[step].to])
    return True


def carried(dataset: Dataset, catalog: Catalog) -> list[str]:
    """The dimensions that rows of `dataset` can be cut by."""
    return [
        name
        for name, dimension in catalog.dimensions.items()
        if isinstance(path_to(dataset, dimension, catalog), tuple)
    ]


def possible(metric: str, catalog: Catalog) -> list[str]:
    """The dimensions that every part of `metric` carries, by itself or by an alternative."""
    parts = []
    for leaf in catalog.leaves(metric):
        readings = catalog.readings(leaf)
        parts.append({name for reading in readings for name in carried(reading, catalog)})
    return [name for name in catalog.dimensions if all(name in part for part in parts)]


def table_at(dataset: Dataset, path: Path, catalog: Catalog) -> str | None:
    """The core table at the end of `path`; None for a declared query itself."""
    table, here = dataset.table, dataset.relationships
    for step in path:
        table = here[step].to
        here = dict(catalog.tables[table])
    return table


def _by_length(dataset: Dataset, catalog: Catalog) -> Iterator[list[tuple[Path, str]]]:
    """All ways of no step, of one, of two …, each with the table that it ends in."""
    yield [((), dataset.table or dataset.name)]
    ends: list[tuple[Path, Mapping[str, Relationship]]] = [((), dataset.relationships)]
    for _ in range(LONGEST):
        found = [
            ((*path, step.name), step)
            for path, here in ends
            for step in here.values()
            if _may_enter(step.to, dataset, catalog)
        ]
        yield [(path, step.to) for path, step in found]
        ends = [(path, catalog.tables[step.to]) for path, step in found if _may_pass(step)]


def _may_pass(step: Relationship) -> bool:
    """Whether what lies beyond says something of the row: not beyond a supplier or a manager."""
    return step.name in (step.to, OWNER)


def _may_enter(table: str, dataset: Dataset, catalog: Catalog) -> bool:
    if table in catalog.fact_tables:
        return table in dataset.through
    return table in catalog.dimension_tables


def _arrives(path: Path, to: str, dimension: Dimension) -> bool:
    if to != dimension.table:
        return False
    return not path or not dimension.roles or path[-1] in dimension.roles


def _preferred(paths: list[Path], dimension: Dimension) -> Path | Ambiguous:
    for step in dimension.prefer:
        chosen = [path for path in paths if step in path]
        if len(chosen) == 1:
            return chosen[0]
    return Ambiguous(tuple(paths))
