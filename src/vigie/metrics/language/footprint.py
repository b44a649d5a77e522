"""Which core tables a metric rests on: what an import does not touch cannot move its figure."""

from collections.abc import Iterator

from vigie.metrics.language.definition import Catalog, Dataset, Metric
from vigie.metrics.language.expression import Path, columns
from vigie.metrics.language.reach import path_to, table_at


def footprint(metric: str, catalog: Catalog) -> frozenset[str]:
    """The tables whose rows the figure of `metric`, cut and filtered by nothing, is made of."""
    found: set[str] = set()
    for leaf in catalog.leaves(metric):
        part, dataset = catalog.metrics[leaf], catalog.reading(leaf)
        found.update(dataset.tables)
        if part.conversion:
            found |= footprint(part.conversion.metric, catalog)
        for path in _paths(part, catalog.metrics[part.whole or leaf], dataset):
            found.update(_along(path, dataset, catalog))
        for path in _members(part, dataset, catalog):
            found.update(_along(path, dataset, catalog))
        if part.conversion:
            found |= footprint(part.conversion.metric, catalog)
    return frozenset(found)


def _paths(part: Metric, rows: Metric, dataset: Dataset) -> Iterator[Path]:
    for tree in (*rows.over_rows, dataset.filter):
        yield from (path for path, _ in columns(tree))
    for name in (dataset.time_of(rows), rows.first_by, part.entity):
        yield tuple((name or "").split(".")[:-1])


def _members(part: Metric, dataset: Dataset, catalog: Catalog) -> Iterator[Path]:
    """The ways to what tells the members that a metric pairs."""
    for name in part.matching.members if part.matching else ():
        path = path_to(dataset, catalog.dimensions[name], catalog)
        if isinstance(path, tuple):
            yield path


def _along(path: Path, dataset: Dataset, catalog: Catalog) -> Iterator[str]:
    """The tables that a path leads through."""
    for end in range(1, len(path) + 1):
        yield table_at(dataset, path[:end], catalog) or ""
