"""What an indicator rests on, as a page tells it: its columns, its cuts, the data it lacks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vigie.kit.i18n import Label
from vigie.lineage import Lineage, lineage, without_origins
from vigie.metrics.language.definition import Catalog, Dimension, Metric
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import Readiness
from vigie.model.words import word
from vigie.people.permission import Permission

if TYPE_CHECKING:
    from vigie.web.cockpit import Cockpit


def dimensions(metric: Metric, catalog: Catalog) -> tuple[Dimension, ...]:
    """What every row behind `metric` can be cut by."""
    names = frozenset(possible(metric.id, catalog))
    return tuple(one for one in catalog.dimensions.values() if one.id in names)


def told(metric: Metric, here: "Cockpit") -> tuple[Lineage, ...]:
    """The columns that `metric` rests on; which files filled them, to those who may see
    imports, and all the rows that are counted there."""
    with here.workspace.warehouse.read() as session:
        lines = lineage(metric, here.layer.catalog, session)
    may = here.visitor is not None and Permission.SEE_IMPORTS in here.visitor.may
    return lines if may and here.layer.sight.sees_all_rows else without_origins(lines)


def missing(readiness: Readiness, catalog: Catalog) -> Iterator[Label]:
    """What has to come in first, by the names of tables and columns."""
    tables = catalog.model.tables
    for name in readiness.missing:
        table, _, column = name.partition(".")
        if table in tables:
            columns_of = tables[table].columns
            told = word(column) if column else tables[table].label
            yield columns_of[column].label if column in columns_of else told
