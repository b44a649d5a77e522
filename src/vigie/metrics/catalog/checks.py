"""What can be wrong in a catalogue that reads well: words that name nothing, cycles, units."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vigie.kit.i18n import Text, text
from vigie.metrics.catalog.currencies import mixed
from vigie.metrics.catalog.fitting import misfits
from vigie.metrics.catalog.places import column_problem, split, unknown
from vigie.metrics.catalog.relations import relation_problems
from vigie.metrics.catalog.traits import trait_problems
from vigie.metrics.catalog.units import unit_problems
from vigie.metrics.language.definition import (
    Catalog,
    Dataset,
    Dimension,
    Metric,
    MetricType,
    Rollup,
)
from vigie.metrics.language.expression import Path, columns
from vigie.metrics.language.reach import carried, path_to
from vigie.metrics.language.tables import columns_of, table_columns
from vigie.metrics.rollups.keys import field_of
from vigie.metrics.rows.naming import VALUE
from vigie.model.document import Place
from vigie.model.schema import ColumnType

_DATES: Final = (ColumnType.DATE, ColumnType.INSTANT)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a definition is wrong, and why."""

    place: Place
    problem: Text


def mistakes(catalog: Catalog) -> Iterator[Mistake]:
    """Every mistake of the catalogue, datasets first: the rest stands on them."""
    for dataset in catalog.datasets.values():
        yield from _of_dataset(dataset, catalog)
    for dimension in catalog.dimensions.values():
        yield from _of_dimension(dimension, catalog)
    for metric in catalog.metrics.values():
        yield from _of_metric(metric, catalog)
    for rollup in catalog.rollups.values():
        yield from _of_rollup(rollup, catalog)


def column_type(path: Path, name: str, dataset: Dataset, catalog: Catalog) -> ColumnType | None:
    """What the column `name` at the end of `path` holds; None where there is no such column."""
    here, steps = dataset.columns, dataset.relationships
    for step in path:
        if step not in steps:
            return None
        table = steps[step].to
        here, steps = columns_of(table, catalog), catalog.tables[table]
    return here.get(name)


def _of_dataset(dataset: Dataset, catalog: Catalog) -> Iterator[Mistake]:
    place: Place = ("datasets", dataset.name)
    for table in (*dataset.tables, *dataset.through):
        if table not in catalog.model.tables:
            key = "query" if dataset.query else "table"
            yield Mistake((*place, key), unknown(table, catalog.model.tables))
            return
    for word, problem in trait_problems(dataset, catalog):
        yield Mistake((*place, word), problem)
    if dataset.time:
        yield from _columns(split(dataset.time), dataset, catalog, (*place, "time"))
    for key in dataset.primary_key:
        yield from _columns(((), key), dataset, catalog, (*place, "primary_key"))
    for path, name in columns(dataset.filter):
        yield from _columns((path, name), dataset, catalog, (*place, "filter"))
    for shown in dataset.drill:
        where = (*place, "drill", shown.name)
        if shown.name == VALUE:
            problem = text("'{name}' is what a row adds to the figure: say another.", name=VALUE)
            yield Mistake(where, problem)
        yield from _columns(split(shown.path), dataset, catalog, where)
    for dimension, steps in dataset.paths.items():
        where = (*place, "paths", dimension)
        if dimension not in catalog.dimensions:
            yield Mistake(where, unknown(dimension, catalog.dimensions))
        else:
            key = catalog.dimensions[dimension].key
            yield from _columns((steps, key), dataset, catalog, where)


def _of_dimension(dimension: Dimension, catalog: Catalog) -> Iterator[Mistake]:
    place: Place = ("dimensions", dimension.id)
    query = catalog.datasets.get(dimension.table)
    if query is not None and query.query is not None:
        known = dict(query.columns)
    elif dimension.table in catalog.model.tables:
        known = table_columns(dimension.table, catalog.model)
    else:
        yield Mistake((*place, "table"), unknown(dimension.table, catalog.model.tables))
        return
    for where, column in (("key", dimension.key), ("name", dimension.name)):
        if column not in known:
            yield Mistake((*place, where), unknown(column, known))
    if query is not None and dimension.name != dimension.key:
        problem = text("members that a query tells are shown by their key: leave 'name' out.")
        yield Mistake((*place, "name"), problem)
    if all(path_to(rows, dimension, catalog) is None for rows in catalog.datasets.values()):
        problem = text(
            "no rows lead to '{table}' by the roles of '{name}': nothing can be cut by it.",
            table=dimension.table,
            name=dimension.id,
        )
        yield Mistake(place, problem)


def _of_rollup(rollup: Rollup, catalog: Catalog) -> Iterator[Mistake]:
    place: Place = ("rollups", rollup.name)
    dataset = catalog.datasets.get(rollup.dataset)
    if dataset is None:
        yield Mistake((*place, "dataset"), unknown(rollup.dataset, catalog.datasets))
        return
    if rollup.day:
        yield from _columns(split(rollup.day), dataset, catalog, (*place, "time"))
    yield from _undated(rollup.day, dataset, catalog, (*place, "time"))
    for dimension in rollup.dimensions:
        if (known := catalog.dimensions.get(dimension)) and known.table in catalog.traits:
            problem = text(
                "'{name}' changes with other rows: no sum is kept by it.", name=dimension
            )
            yield Mistake((*place, "dimensions"), problem)
        elif field_of(dimension, dataset, catalog) is None:
            yield Mistake((*place, "dimensions"), unknown(dimension, carried(dataset, catalog)))


def _of_metric(metric: Metric, catalog: Catalog) -> Iterator[Mistake]:
    place = _declared_at(metric)
    if not metric.hidden and metric.label.en == metric.id and metric.label.fr == metric.id:
        yield Mistake((*place, "label"), text("'label' is missing."))
    for where, other in _named(metric, catalog):
        if other not in catalog.metrics:
            yield Mistake((*place, where), unknown(other, catalog.metrics))
            return
    if _in_circle(metric.id, catalog):
        yield Mistake(place, text("'{name}' is made of itself.", name=metric.id))
        return
    if metric.type in (MetricType.SIMPLE, MetricType.BALANCE):
        yield from _of_rows(metric, catalog)
    yield from _of_shape(metric, catalog)


def _of_rows(metric: Metric, catalog: Catalog) -> Iterator[Mistake]:
    place: Place = ("metrics", metric.id)
    if metric.dataset is None or metric.dataset not in catalog.datasets:
        yield Mistake((*place, "dataset"), unknown(metric.dataset or "", catalog.datasets))
        return
    dataset = catalog.datasets[metric.dataset]
    for where, tree in (("expression", metric.expression), ("filter", metric.filter)):
        for path, name in columns(tree):
            yield from _columns((path, name), dataset, catalog, (*place, where))
    for where, column in (("time", metric.time), ("first_by", metric.first_by)):
        if column:
            yield from _columns(split(column), dataset, catalog, (*place, where))
    yield from _undated(metric.time, dataset, catalog, (*place, "time"))
    for word, problem in mixed(metric, dataset, catalog):
        yield Mistake((*place, word), problem)
    if metric.expression is None and metric.aggregate != "count":
        yield Mistake(place, text("'expression' is missing."))


def _undated(
    asked: str | None, dataset: Dataset, catalog: Catalog, place: Place
) -> Iterator[Mistake]:
    """Figures are placed in periods by a date: their own, or that of their dataset."""
    time = asked or dataset.time
    if time is None:
        problem = text("'{dataset}' has no date of its own: name one.", dataset=dataset.name)
        yield Mistake(place, problem)
    elif (kind := column_type(*split(time), dataset, catalog)) and kind not in _DATES:
        yield Mistake(place, text("'{column}' is not a date.", column=time))


def _of_shape(metric: Metric, catalog: Catalog) -> Iterator[Mistake]:
    place = _declared_at(metric)
    if metric.type is MetricType.SHARE:
        whole = catalog.metrics.get(metric.whole or "")
        if whole is None or whole.type is not MetricType.SIMPLE or not metric.top:
            problem = text("a share names a simple metric as 'whole', an 'entity' and a 'top'.")
            yield Mistake(place, problem)
        elif whole.dataset:
            dataset = catalog.datasets[whole.dataset]
            entity = split(metric.entity or "")
            yield from _columns(entity, dataset, catalog, (*place, "entity"))
    if metric.type is MetricType.DERIVED and metric.expression is None:
        yield Mistake(place, text("'expression' is missing."))
    found = (misfits, unit_problems, relation_problems)
    for where, problem in (one for find in found for one in find(metric, catalog)):
        yield Mistake((*place, where), problem)
    paired = catalog.datasets.get(metric.dataset or "") if metric.matching else None
    for where, problem in mixed(metric, paired, catalog) if paired else ():
        yield Mistake((*place, where), problem)


def _declared_at(metric: Metric) -> Place:
    """What a conversion counts is declared by its rate."""
    return ("metrics", metric.conversion.of if metric.conversion else metric.id)


def _named(metric: Metric, catalog: Catalog) -> Iterator[tuple[str, str]]:
    if metric.type is MetricType.RATIO:
        yield "numerator", metric.numerator or ""
        yield "denominator", metric.denominator or ""
    if metric.type is MetricType.DERIVED:
        yield from (("expression", name) for name in catalog.parts(metric.id))
    if metric.type in (MetricType.CUMULATIVE, MetricType.EARLIER, MetricType.GOAL):
        yield "input", metric.input or ""
    if metric.over:
        yield "over", metric.over
    if metric.type is MetricType.SHARE:
        yield "whole", metric.whole or ""
    if metric.coverage:
        yield "coverage", metric.coverage
    yield from (("alternatives", other) for other in metric.alternatives)


def _in_circle(name: str, catalog: Catalog, above: frozenset[str] = frozenset()) -> bool:
    if name in above:
        return True
    if name not in catalog.metrics:
        return False
    return any(_in_circle(part, catalog, above | {name}) for part in catalog.parts(name))


def _columns(
    column: tuple[Path, str], dataset: Dataset, catalog: Catalog, place: Place
) -> Iterator[Mistake]:
    problem = column_problem(*column, dataset, catalog)
    if problem:
        yield Mistake(place, problem)
