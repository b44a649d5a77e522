"""Every metric by every dimension: a reader is answered as if what is hidden did not exist."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from vigie.kit.errors import VigieError
from vigie.metrics.definition import Catalog
from vigie.metrics.layer import MetricLayer
from vigie.metrics.query import Query
from vigie.metrics.reach import possible
from vigie.metrics.result import Result
from vigie.warehouse.reading import Reader as Session

from .conftest import THOROUGH
from .readers import NARROWED, WHOLE, Reader
from .seats import House

OUTSIDER = next(one for one in WHOLE if one.role == "outsider")
READERS = (*NARROWED, OUTSIDER)
# What is asked along, in turn.
ALONG: tuple[dict[str, Any], ...] = (
    {},
    {"show": ("share", "rank"), "totals": True},
    {"compare": ("previous_year", "target")},
    {"last": "12 months", "show": ("year_to_date",)},
)


def questions(catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each dimension with the metrics read from the same rows, which are asked together."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for metric in catalog.shown:
        read = tuple(
            sorted({d.name for leaf in catalog.leaves(metric.id) for d in catalog.readings(leaf)})
        )
        for name in possible(metric.id, catalog):
            groups.setdefault((name, read), []).append(metric.id)
    return ((name, tuple(metrics)) for (name, _), metrics in groups.items())


def answer(layer: MetricLayer, query: Query, session: Session) -> object:
    """What is said: figures and all that goes with them, or a refusal."""
    try:
        found = layer.query(query, session=session)
    except VigieError as error:
        return (error.code, str(error))
    return said(found)


def said(found: Result) -> object:
    return (found.rows, found.keys, found.totals, [str(w) for w in found.warnings],
            found.small_bases, found.partial)  # fmt: skip


@pytest.mark.parametrize("place", range(len(READERS)), ids=[one.role for one in READERS])
def test_every_metric_by_every_dimension_is_that_of_the_twin(
    house: House, twins: Callable[[Reader], House], place: int
) -> None:
    reader = READERS[place]
    twin = twins(reader)
    layer = house.workspace.seen_by(house.person(reader)).metrics
    other = twin.workspace.seen_by(twin.person(reader)).metrics
    assert layer.sight == other.sight
    asked = list(questions(layer.catalog))
    share = asked if THOROUGH else asked[place :: 2 * len(READERS)]
    assert share
    with house.workspace.warehouse.read() as here, twin.workspace.warehouse.read() as there:
        for turn, (name, metrics) in enumerate(share):
            query = Query(metrics, by=(name,), order=(name,), **ALONG[turn % len(ALONG)])
            assert answer(layer, query, here) == answer(layer, query, there), query
