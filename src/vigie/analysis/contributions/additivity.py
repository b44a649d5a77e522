"""Along which dimensions the members of a metric add up to it."""

from sqlglot import exp

from vigie.metrics.language.definition import Aggregate, Catalog, Dataset, Dimension, Metric
from vigie.metrics.language.expression import Path, place
from vigie.metrics.language.reach import others, path_to


def adds_up(leaf: str, dimension: Dimension, catalog: Catalog) -> bool:
    """Whether no thing that `leaf` counts falls under two members of `dimension`.

    A row has one member, so sums and counts of rows always add up. A thing counted once however
    many rows it has (a customer, by its orders) has one member only where the member follows from
    the thing itself: a customer's region, not its orders' channels.
    """
    readings = (leaf, *catalog.metrics[leaf].alternatives)
    return all(_is_parted(catalog.metrics[name], dimension, catalog) for name in readings)


def _is_parted(metric: Metric, dimension: Dimension, catalog: Catalog) -> bool:
    if metric.aggregate is not Aggregate.COUNT_DISTINCT:
        return True
    dataset = catalog.reading(metric.id)
    path = path_to(dataset, dimension, catalog)
    if not isinstance(path, tuple):
        return True  # it is not read this way
    ways = (path, *others(dataset, dimension, path, catalog))
    return all(_follows(metric, way, dataset, catalog) for way in ways)


def _follows(metric: Metric, way: Path, dataset: Dataset, catalog: Catalog) -> bool:
    """Whether the way to the dimension leads through the key that is counted."""
    if not isinstance(metric.expression, exp.Column):
        return False
    steps, column = place(metric.expression)
    if way[: len(steps)] != steps or len(way) == len(steps):
        return False
    here = dict(dataset.relationships)
    for step in steps:
        here = dict(catalog.tables[here[step].to])
    return here[way[len(steps)]].column == column
