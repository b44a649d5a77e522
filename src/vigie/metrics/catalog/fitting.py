"""Words of a definition that its type does not take, or takes only with others: never ignored."""

from collections.abc import Iterator
from typing import Final

from vigie.kit.i18n import Text, text
from vigie.metrics.language.additivity import COUNTED, stands_on_a_day
from vigie.metrics.language.definition import Aggregate, Catalog, Metric, MetricType
from vigie.metrics.language.windows import Reach

_ROWS: Final = (MetricType.SIMPLE, MetricType.BALANCE)
_TAKEN_BY: Final[dict[str, tuple[MetricType, ...]]] = {
    "at_start": (MetricType.BALANCE,),
    "input": (MetricType.CUMULATIVE, MetricType.EARLIER, MetricType.GOAL),
    "window": (MetricType.CUMULATIVE, MetricType.EARLIER),
    "against": (MetricType.EARLIER, MetricType.MATCHED, MetricType.GOAL),
    "due": (MetricType.BALANCE,),
    "is_whole": (MetricType.GOAL,),
    "percentile": _ROWS,
    "first_by": (MetricType.SIMPLE,),
    "filter": (*_ROWS, MetricType.CONVERSION, MetricType.MATCHED),
    "whole": (MetricType.SHARE,),
    "top": (MetricType.SHARE,),
}


def misfits(metric: Metric, catalog: Catalog) -> Iterator[tuple[str, Text]]:
    """Each word that says nothing in `metric`, or something that cannot be, and why."""
    for word, types in _TAKEN_BY.items():
        if getattr(metric, word) and metric.type not in types:
            yield (
                word,
                text(
                    "'{word}' says nothing of a metric of type '{type}': it belongs to {types}.",
                    word=word,
                    type=metric.type,
                    types=", ".join(f"'{one}'" for one in types),
                ),
            )
    if metric.type in _ROWS:
        yield from _of_percentile(metric)
    if metric.type is MetricType.CUMULATIVE and metric.input in catalog.metrics:
        yield from _of_window(metric, catalog)


def _of_percentile(metric: Metric) -> Iterator[tuple[str, Text]]:
    is_one = metric.aggregate is Aggregate.PERCENTILE
    if is_one and metric.percentile is None:
        yield "aggregate", text("say which 'percentile', as in 0.9.")
    if metric.percentile is not None and not is_one:
        yield "percentile", text("'percentile' is for 'aggregate: percentile'.")
    if metric.type is MetricType.BALANCE and metric.aggregate is not Aggregate.SUM:
        yield "aggregate", text("a balance is a sum of signed movements.")


def _of_window(metric: Metric, catalog: Catalog) -> Iterator[tuple[str, Text]]:
    window, of = metric.window, catalog.metrics[metric.input or ""]
    if window is None or window.reach is Reach.RUNNING:
        yield (
            "input",
            text(
                "a cumulative metric names 'grain_to_date' or a 'window', as in '12 months'; "
                "what adds up since the first day is a balance."
            ),
        )
    if stands_on_a_day(of, catalog) and not of.averaged:
        yield (
            "input",
            text("'{metric}' is the value of one day: only what happens can add up.", metric=of.id),
        )
    counted = of.type is MetricType.SIMPLE and of.aggregate in COUNTED
    if window is not None and window.is_mean and not counted:
        yield (
            "period_agg",
            text(
                "'{metric}' is no sum and no count: averages are never averaged; "
                "choose 'last' or 'first'.",
                metric=of.id,
            ),
        )
