"""What an indicator rests on: the rows it is read from, and what they can be cut by."""

from collections.abc import Iterator

from vigie.metrics.definition import Catalog, Dataset, Dimension, Metric
from vigie.metrics.expression import columns
from vigie.metrics.reach import Ambiguous, path_to


def leaves(metric: Metric, catalog: Catalog) -> Iterator[Metric]:
    """The metrics read from rows that `metric` is made of."""
    if metric.dataset:
        yield metric
        return
    parts = [metric.numerator, metric.denominator, metric.whole]
    parts += [name for _, name in columns(metric.expression)]
    for name in dict.fromkeys(part for part in parts if part):
        yield from leaves(catalog.metrics[name], catalog)


def datasets(metric: Metric, catalog: Catalog) -> tuple[Dataset, ...]:
    """The rows that `metric` is read from."""
    names = dict.fromkeys(leaf.dataset for leaf in leaves(metric, catalog) if leaf.dataset)
    return tuple(catalog.datasets[name] for name in names)


def dimensions(metric: Metric, catalog: Catalog) -> tuple[Dimension, ...]:
    """What every row behind `metric` can be cut by."""
    sources = datasets(metric, catalog)
    return tuple(
        dimension
        for dimension in catalog.dimensions.values()
        if all(_carries(source, dimension, catalog) for source in sources)
    )


def source_columns(metric: Metric, catalog: Catalog) -> tuple[str, ...]:
    """The columns that the figure is computed from, as `table.column`."""
    found: dict[str, None] = {}
    for leaf in leaves(metric, catalog):
        if leaf.dataset is None:
            continue
        dataset = catalog.datasets[leaf.dataset]
        for tree in (leaf.expression, leaf.filter):
            for path, name in columns(tree):
                found[".".join((dataset.table or dataset.name, *path, name))] = None
    return tuple(found)


def _carries(dataset: Dataset, dimension: Dimension, catalog: Catalog) -> bool:
    path = path_to(dataset, dimension, catalog)
    return path is not None and not isinstance(path, Ambiguous)
