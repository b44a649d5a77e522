"""Indicators in groups: value, variances, course of a year."""

from dataclasses import replace

from vigie.charts.indicators import IndicatorGroup, IndicatorRow, Indicators, indicators
from vigie.metrics.answers.result import Result
from vigie.metrics.language.definition import Metric
from vigie.metrics.question.query import Query
from vigie.web.boards import declaration
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.scene import Scene, direction, series
from vigie.web.tile import trend
from vigie.web.versus import scenario


def draw(panel: declaration.Indicators, scene: Scene) -> Drawn:
    """Asks all at once and draws; raises what the metric layer raises."""
    metrics = [scene.layer.catalog.metrics[name] for name in panel.metrics]
    asked: list[Query] = []
    for metric in metrics:
        asked += [_now(metric, scene), trend(metric, scene)]
    answers = scene.layer.query_many(asked)
    found = {
        metric.id: _row(metric, answers[2 * i], answers[2 * i + 1], scene)
        for i, metric in enumerate(metrics)
    }
    chart = Indicators(
        name=scene.say(panel.label.label),
        groups=tuple(
            IndicatorGroup(
                scene.say(group.label.label), tuple(found[name] for name in group.metrics)
            )
            for group in panel.groups
        ),
        earlier=scenario(scene.earlier),
    )
    charts = indicators(chart, scene.formatter)
    # Each figure has its own basis and its own warnings: they stand on the page it leads to.
    shown = drawn(scene, answers[0], chart, scene.filters.dates, charts)
    empty = all(row.value is None for row in chart.rows)
    return replace(shown, warnings=(), basis=None, empty=empty)


def _now(metric: Metric, scene: Scene) -> Query:
    return scene.filters.query(metric.id, compare=scene.compared)


def _row(metric: Metric, now: Result, course: Result, scene: Scene) -> IndicatorRow:
    return IndicatorRow(
        name=scene.say(metric.label),
        unit=metric.unit,
        value=now.scalar(),
        previous=next(iter(series(now, metric.id, scene.earlier)), None),
        plan=next(iter(series(now, metric.id, scene.plan)), None),
        trend=tuple(series(course, metric.id)),
        direction=direction(metric),
        href=scene.filters.at(f"/metrics/{metric.id}"),
    )
