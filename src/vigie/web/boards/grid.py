"""One indicator by two dimensions."""

import re
from collections.abc import Hashable
from datetime import date
from typing import Any

from vigie.charts.heatmap import Heatmap, HeatRow, heatmap
from vigie.kit.periods import Grain, Period
from vigie.metrics.answers.result import Result
from vigie.metrics.question.query import Query
from vigie.web.boards.declaration import Grid
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import Cutting, heading, name
from vigie.web.scene import Scene, series


def draw(panel: Grid, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metric = scene.layer.catalog.metrics[panel.metric]
    leaders: Query = scene.filters.query(
        metric.id, by=(panel.by,), order=(f"-{metric.id}",), limit=panel.limit
    )
    both = scene.filters.query(metric.id, by=(panel.by, panel.across))
    ranked, answer = scene.layer.query_many([leaders, both])
    figures = series(answer, metric.id)
    columns = _columns(answer, panel, scene)
    cells: dict[tuple[Hashable, Any], Any] = {
        (key[0], row[1]): figure
        for key, row, figure in zip(answer.keys, answer.rows, figures, strict=True)
    }
    cutting = Cutting(metric, panel.by, panel.filters)
    chart = Heatmap(
        name=scene.say(metric.label),
        heading=heading(panel.by, scene),
        unit=metric.unit,
        columns=tuple(_column(column, panel, scene) for column in columns),
        rows=tuple(
            HeatRow(
                name=name(row[0], panel.by, scene),
                values=tuple(cells.get((key[0], column)) for column in columns),
                href=cutting.link(key[0], scene),
                selected=key[0] in scene.filters.chosen(panel.by),
            )
            for key, row in _in_order(ranked)
        ),
    )
    return drawn(scene, answer, chart, scene.filters.dates, heatmap(chart, scene.formatter))


def _in_order(ranked: Result) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """The largest first; the steps of a scale, "0-30" or "365+", as the scale goes."""
    found = list(zip(ranked.keys, ranked.rows, strict=True))
    steps = [re.match(r"(\d+)[-+]", str(key[0])) for key, _ in found]
    if not all(steps):
        return found
    places = [int(step[1]) for step in steps if step]
    return [one for _, one in sorted(zip(places, found, strict=True), key=lambda pair: pair[0])]


def _columns(answer: Result, panel: Grid, scene: Scene) -> list[Any]:
    """What stands above the cells; a month in which nothing happened stands there too."""
    found = {row[1] for row in answer.rows}
    if not found:
        return []
    if answer.columns[1].role != "period":
        # Asked alone, members come in an order of their own: stages as deals go through them.
        alone = scene.layer.query(scene.filters.query(panel.metric, by=(panel.across,)))
        return [row[0] for row in alone.rows if row[0] in found]
    span = Period(scene.filters.dates.start, max(found))
    return [period.start for period in scene.calendar.periods(span, Grain(panel.across))]


def _column(column: object, panel: Grid, scene: Scene) -> str:
    if isinstance(column, date):
        return scene.formatter.period(column, Grain(panel.across))
    return name(column, panel.across, scene)
