"""What can be wrong in a metric that relates two things: events, periods, a figure and its goal."""

from collections.abc import Iterator
from typing import Final

from sqlglot import exp

from vigie.kit.i18n import Text, text
from vigie.metrics.catalog.places import column_problem, split, unknown
from vigie.metrics.language.definition import Catalog, Dataset, Metric, MetricType
from vigie.metrics.language.expression import columns
from vigie.metrics.rows.naming import ROWS

Problem = tuple[str, Text]
_SIDES: Final = ("now", "before")


def relation_problems(metric: Metric, catalog: Catalog) -> Iterator[Problem]:
    """Each word of the definition that cannot be, and why."""
    match metric.type:
        case MetricType.CONVERSION:
            yield from _of_conversion(metric, catalog)
        case MetricType.MATCHED:
            yield from _of_matching(metric, catalog)
        case MetricType.GOAL if metric.against is None or not metric.against.is_planned:
            yield "against", text("a goal is 'against' a target, a budget or a forecast.")
        case MetricType.EARLIER if metric.against is None or metric.against.is_planned:
            yield (
                "against",
                text("say which earlier time: 'against: previous_period' or 'previous_year'."),
            )


def _of_conversion(metric: Metric, catalog: Catalog) -> Iterator[Problem]:
    conversion = metric.conversion
    assert conversion is not None  # noqa: S101
    for where, name in (("base", conversion.base), ("conversion", conversion.metric)):
        part = catalog.metrics.get(name)
        if part is None:
            yield where, unknown(name, catalog.metrics)
            return
        if part.type is not MetricType.SIMPLE or part.first_by:
            yield (
                where,
                text("'{metric}' counts no single events: name a simple one.", metric=name),
            )
            return
    base, made = (catalog.reading(name) for name in (conversion.base, conversion.metric))
    named = [("entity", conversion.entity, base), ("entity", conversion.entity, made)]
    for ours, theirs in conversion.constant:
        named += [("constant_properties", ours, base), ("constant_properties", theirs, made)]
    for where, words, dataset in named:
        if problem := column_problem(*split(words), dataset, catalog):
            yield where, problem


def _of_matching(metric: Metric, catalog: Catalog) -> Iterator[Problem]:
    matching, dataset = metric.matching, catalog.datasets.get(metric.dataset or "")
    assert matching is not None  # noqa: S101
    if dataset is None:
        yield "dataset", unknown(metric.dataset or "", catalog.datasets)
        return
    if metric.against is None or metric.against.is_planned:
        yield (
            "against",
            text("say which earlier time: 'against: previous_period' or 'previous_year'."),
        )
    if not matching.members:
        yield "members", text("'{word}' is missing.", word="members")
    for member in matching.members:
        if member not in catalog.dimensions:
            yield "members", unknown(member, catalog.dimensions)
    yield from _of_sums(metric, dataset, catalog)


def _of_sums(metric: Metric, dataset: Dataset, catalog: Catalog) -> Iterator[Problem]:
    assert metric.matching is not None  # noqa: S101
    for _, value in metric.matching.values:
        for path, name in columns(value):
            if problem := column_problem(path, name, dataset, catalog):
                yield "values", problem
    sums = [ROWS, *(name for name, _ in metric.matching.values)]
    known = [f"{side}.{name}" for side in _SIDES for name in sums]
    for where, tree in (("expression", metric.expression), ("filter", metric.filter)):
        yield from ((where, unknown(word, known)) for word in _words(tree) if word not in known)


def _words(tree: exp.Expr | None) -> Iterator[str]:
    yield from (".".join((*path, name)) for path, name in columns(tree))
