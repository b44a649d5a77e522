"""Every metric by every dimension: a reader is answered as if what is hidden did not exist."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from vigie.kit.errors import VigieError
from vigie.metrics.answers.result import Result
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.reading import Reader as Session

from .readers import READERS, Reader
from .seats import House
from .share import AGAIN, covering

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


class Asked(NamedTuple):
    """A question of one reader: metrics read from the same rows, by one dimension."""

    reader: Reader
    by: str
    metrics: tuple[str, ...]

    def about(self) -> tuple[object, ...]:
        return (self.reader, self.by, *self.metrics)


@pytest.fixture(scope="module")
def every(house: House) -> list[Asked]:
    """All that readers may ask."""
    known: dict[object, list[tuple[str, tuple[str, ...]]]] = {}
    found = []
    for reader in READERS:
        catalog = house.layer(reader).catalog
        words = (frozenset(catalog.metrics), frozenset(catalog.dimensions))
        if words not in known:
            known[words] = list(questions(catalog))
        found += [Asked(reader, *question) for question in known[words]]
    return found


@pytest.fixture(scope="module")
def share(every: list[Asked]) -> list[Asked]:
    """What the readers ask this time."""
    return covering(every, Asked.about)


@pytest.mark.parametrize("reader", READERS, ids=[one.role for one in READERS])
def test_every_metric_by_every_dimension_is_that_of_the_twin(
    house: House, twins: Callable[[Reader], House], share: list[Asked], reader: Reader
) -> None:
    twin = twins(reader)
    layer, other = house.layer(reader), twin.layer(reader)
    assert layer.sight == other.sight
    mine = [one for one in share if one.reader is reader]
    assert mine
    with house.workspace.warehouse.read() as here, twin.workspace.warehouse.read() as there:
        for turn, (_, name, metrics) in enumerate(mine):
            query = Query(metrics, by=(name,), order=(name,), **ALONG[turn % len(ALONG)])
            assert answer(layer, query, here) == answer(other, query, there), (query, AGAIN)


def test_what_is_asked_leaves_no_reader_metric_or_dimension_out(
    every: list[Asked], share: list[Asked]
) -> None:
    assert {one for each in every for one in each.about()} == {
        one for each in share for one in each.about()
    }
