"""What every engine must answer alike: all of the catalogue, so that new metrics join in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query

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
    (("rfm",), "12 months", ("previous_year",)),
    (("seniority", "product_age"), "12 months", ()),
)
"""By what, over how long, against what."""
FILTERS = (
    ("channel != 'online'",),
    ("region is not null",),
    ("customer contains 'É'",),
    ("date >= 2026-02-01", "sales_rep not in ('nobody', 'no one')"),
)
SHOWN: tuple[tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...]], ...] = (
    (("month",), "6 months", ("year_to_date", "trailing 90 days"), ("previous_year",)),
    (("quarter", "channel"), "4 quarters", ("cumulative", "rank within quarter"), ()),
    (("month", "region"), "3 months", ("share within month", "share within region"), ()),
    (("year", "month"), "6 months", ("moving_average 3 months", "share", "rank within year"), ()),
)
"""By what, over how long, what is shown of it, against what; always with totals."""
POLICY = RowPolicy(("region is not null",))
TOGETHER = 8  # metrics that one question asks for: a cluster takes its second for each question

Question = tuple[Query, RowPolicy | None]
Answered = tuple[Query, RowPolicy | None, tuple[str, ...]]
"""A shape, and the metrics that can be asked in it."""


def shapes() -> Iterator[Question]:
    """Questions that each metric is put into; the metric that they name stands for all."""
    one = ("revenue",)
    for by, last, compare in SHAPES:
        yield Query(one, by=by, last=last, compare=compare), None
    for where in FILTERS:
        yield Query(one, by=("month",), last="6 months", where=where), None
    for by, last, show, compare in SHOWN:
        for word in show:  # apart: a metric has no share, and is shown to date all the same
            words = {"by": by, "last": last, "show": (word,), "compare": compare}
            yield Query(one, totals=True, **words), None
    yield Query(one, by=("customer",), last="6 months", limit=5), POLICY
    yield Query(one), None


def answered(layer: MetricLayer, catalog: Catalog) -> list[Answered]:
    """Every shape, with every metric of which the reference does not refuse it."""
    return [
        (shape, policy, tuple(m.id for m in catalog.shown if _is_answered(layer, m, shape, policy)))
        for shape, policy in shapes()
    ]


def questions(found: Sequence[Answered], every: int = 1) -> Iterator[Question]:
    """The first shape of every metric; of the others, each one's turn among `every`."""
    for number, (shape, policy, names) in enumerate(found):
        asked = names[number % every :: every] if number else names
        for first in range(0, len(asked), TOGETHER):
            yield replace(shape, metrics=asked[first : first + TOGETHER]), policy


def _is_answered(
    layer: MetricLayer, metric: Metric, shape: Query, policy: RowPolicy | None
) -> bool:
    try:
        layer.explain(replace(shape, metrics=(metric.id,)), policy=policy)
    except (Invalid, NotFound, Refused):
        return False
    return True
