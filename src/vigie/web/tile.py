"""One indicator on a board: figure, variances, shape in time, freshness."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from vigie.charts.spark import Spark, spark
from vigie.charts.tile import Figure, Variance, figure, variance
from vigie.kit.i18n import Label, Text, text
from vigie.kit.periods import Grain, shift
from vigie.metrics.answers.result import Result
from vigie.metrics.data.bands import Band
from vigie.metrics.language.definition import Metric
from vigie.metrics.question.query import Query
from vigie.web.freshness import Freshness
from vigie.web.lineage import missing
from vigie.web.scene import Scene, direction, series
from vigie.web.trust import ENOUGH, Trust

TREND_MONTHS: Final = 13  # this month and the same one a year before


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows, ready to print."""

    id: str
    label: Label
    href: str
    value: Markup
    known: bool  # whether there is a figure at all
    missing: tuple[Label, ...]  # what has to come in before there can be one
    variances: tuple[Markup, ...]
    spark: Markup
    freshness: Freshness
    trust: Trust
    lacks: tuple[Text, ...]  # what of its data is not whole by far
    basis: Text | None
    warnings: tuple[Text, ...]
    owner: Label
    decision: Label
    band: str = ""  # where the company wants it, in words
    acts: bool = False  # it is outside: somebody must act


def tile(
    metric: Metric,
    scene: Scene,
    freshness: Freshness,
    trust: Trust,
    band: Band | None = None,
) -> Tile:
    """The tile of `metric`; raises what the metric layer raises."""
    question = scene.filters.query(metric.id, compare=scene.compared)
    now, course, *covered = scene.layer.query_many(
        [question, trend(metric, scene), *_coverage(metric, scene)]
    )
    value = now.scalar()
    if metric.coverage:
        carrying = scene.layer.catalog.metrics[metric.coverage].label
        trust = trust.measured(covered[0].scalar(), carrying)
    return Tile(
        id=metric.id,
        label=metric.label,
        href=scene.filters.at(f"/metrics/{metric.id}"),
        value=figure(Figure(value, metric.unit), scene.formatter),
        known=value is not None,
        missing=_missing(metric, scene) if value is None else (),
        variances=tuple(_variances(metric, now, scene)),
        spark=spark(Spark(tuple(series(course, metric.id)))),
        freshness=freshness,
        trust=trust,
        lacks=tuple(trust.lacks(scene.formatter, ENOUGH)),
        basis=now.basis,
        warnings=now.warnings,
        owner=metric.owner,
        decision=metric.decision,
        band=limits(metric, band, scene),
        acts=band is not None and value is not None and not band.holds(value),
    )


def _coverage(metric: Metric, scene: Scene) -> Iterator[Query]:
    """The question of how much of the period carries what the figure needs."""
    if metric.coverage:
        yield scene.filters.query(metric.coverage)


def limits(metric: Metric, band: Band | None, scene: Scene) -> str:
    """Where the company wants the figure, in words; nothing where it has not said."""
    if band is None:
        return ""
    low, high = (
        None if limit is None else scene.formatter.compact(limit, metric.unit)
        for limit in (band.low, band.high)
    )
    if low and high:
        return scene.say(text("{low} to {high}", low=low, high=high))
    if low:
        return scene.say(text("at least {low}", low=low))
    return scene.say(text("at most {high}", high=high))


def _missing(metric: Metric, scene: Scene) -> tuple[Label, ...]:
    return tuple(missing(scene.layer.readiness(metric.id), scene.layer.catalog))


def trend(metric: Metric, scene: Scene) -> Query:
    """The question whose answer is the shape in time."""
    end = scene.filters.dates.end
    first = shift(end.replace(day=1), Grain.MONTH, 1 - TREND_MONTHS)
    return scene.filters.query(metric.id, by=("month",), date_from=first, order=("month",))


def _variances(metric: Metric, now: Result, scene: Scene) -> Iterator[Markup]:
    for comparison in scene.compared:
        reference = next(iter(series(now, metric.id, comparison)), None)
        if reference is not None:
            yield variance(
                Variance(
                    label=scene.versus(comparison),
                    value=now.scalar(),
                    reference=reference,
                    unit=metric.unit,
                    direction=direction(metric),
                ),
                scene.formatter,
            )
