"""What every engine must answer alike: all of the catalogue, so that new metrics join in."""

from collections.abc import Iterator
from itertools import cycle

from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.metrics.definition import Catalog
from vigie.metrics.layer import MetricLayer
from vigie.metrics.policy import RowPolicy
from vigie.metrics.query import Query

BOTH_YEARS = ("previous_year", "target")
SHAPES: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    ((), "12 months", BOTH_YEARS),
    (("month",), "12 months", (*BOTH_YEARS, "budget")),
    (("week", "channel"), "8 weeks", ("previous_period",)),
    (("quarter", "region"), "4 quarters", ("previous_year",)),
    (("sales_rep",), "12 months", BOTH_YEARS),
    (("customer",), "3 months", ("previous_period",)),
    (("category",), "12 months", ("previous_year",)),
    (("fiscal_year", "team"), "3 years", ()),
)
"""By what, over how long, against what."""
FILTERS = (
    ("channel != 'online'",),
    ("region is not null",),
    ("customer contains 'É'",),
    ("date >= 2026-02-01", "sales_rep not in ('nobody', 'no one')"),
)
POLICY = RowPolicy(("region is not null",))


def questions(catalog: Catalog) -> Iterator[tuple[Query, RowPolicy | None]]:
    """Every metric by every shape; one filter and one policy each, in turn."""
    filters = cycle(FILTERS)
    for metric in catalog.shown:
        for by, last, compare in SHAPES:
            yield Query((metric.id,), by=by, last=last, compare=compare), None
        yield Query((metric.id,), by=("month",), last="6 months", where=next(filters)), None
        yield Query((metric.id,), by=("customer",), last="6 months", limit=5), POLICY
        yield Query((metric.id,)), None


def answerable(layer: MetricLayer, catalog: Catalog) -> Iterator[tuple[Query, RowPolicy | None]]:
    """Those that the reference does not refuse."""
    for query, policy in questions(catalog):
        try:
            layer.query(query, policy=policy)
        except (Invalid, NotFound, Refused):
            continue
        yield query, policy
