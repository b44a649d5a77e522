"""What a rollup is cut by: the columns that its dimensions need, and no more."""

from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset, Rollup
from vigie.metrics.language.expression import Path
from vigie.metrics.language.reach import others, path_to
from vigie.metrics.question.field import Field
from vigie.metrics.rollups.parts import kept_metrics
from vigie.metrics.rows.frame import Frame


def settled(rollup: Rollup, catalog: Catalog) -> Rollup:
    """`rollup` with its day, its columns and its metrics, as the catalogue gives them."""
    dated = replace(rollup, day=rollup.day or catalog.datasets[rollup.dataset].time or "")
    metrics = tuple(metric.id for metric in kept_metrics(dated, catalog))
    return replace(dated, columns=tuple(_columns(dated, catalog)), metrics=metrics)


def field_of(dimension: str, dataset: Dataset, catalog: Catalog) -> Field | None:
    """The one way from rows of `dataset` to a dimension; None where there is none, or several."""
    found = catalog.dimensions.get(dimension)
    path = path_to(dataset, found, catalog) if found else None
    if found is None or not isinstance(path, tuple):
        return None
    return Field(found, path, others(dataset, found, path, catalog))


def prefixes(path: Path) -> Iterable[Path]:
    """The ways to every table on the way to the end of `path`."""
    return (path[:length] for length in range(1, len(path) + 1))


class Noted(Frame):
    """Notes which columns an expression reads."""

    def __init__(self, dataset: Dataset, catalog: Catalog) -> None:
        super().__init__(dataset, catalog)
        self.read: dict[tuple[Path, str], None] = {}

    def column(self, path: Path, name: str) -> exp.Column:
        self.read[path, name] = None
        return super().column(path, name)


def _columns(rollup: Rollup, catalog: Catalog) -> Iterable[str]:
    """The keys of its dimensions, written `step.column`, but those that another one leads to."""
    dataset = catalog.datasets[rollup.dataset]
    frame = Noted(dataset, catalog)
    for dimension in rollup.dimensions:
        field = field_of(dimension, dataset, catalog)
        if field is not None:
            frame.key(field)
    for path, name in frame.read:
        if not any(frame.leading(step) in frame.read for step in prefixes(path)):
            yield ".".join((*path, name))
