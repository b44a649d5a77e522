"""Several indicators side by side, one row a member."""

from typing import Any

from vigie.charts.scorecard import CardRow, Measure, Scorecard, scorecard
from vigie.metrics.answers.result import Result
from vigie.web.boards import declaration
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import TOTAL, Cutting, heading, name
from vigie.web.scene import Scene, direction, series


def draw(panel: declaration.Scorecard, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metrics = [scene.layer.catalog.metrics[name] for name in panel.metrics]
    question = scene.filters.query(*panel.metrics, compare=(scene.earlier,))
    cut = scene.filters.query(
        *panel.metrics,
        by=(panel.by,),
        compare=(scene.earlier,),
        order=_order(panel, scene),
        limit=panel.limit,
    )
    answer, whole = scene.layer.query_many([cut, question])
    cutting = Cutting(metrics[0], panel.by, panel.filters)
    values, previous = _figures(answer, panel, scene)
    total_values, total_previous = _figures(whole, panel, scene)
    chart = Scorecard(
        name=scene.say(panel.label.label),
        heading=heading(panel.by, scene),
        measures=tuple(Measure(scene.say(m.label), m.unit, direction(m)) for m in metrics),
        rows=tuple(
            CardRow(
                name=name(row[0], panel.by, scene),
                values=values[index],
                previous=previous[index],
                href=cutting.link(answer.keys[index][0], scene),
                selected=answer.keys[index][0] in scene.filters.chosen(panel.by),
            )
            for index, row in enumerate(answer.rows)
        ),
        total=CardRow(TOTAL.to(scene.reader.locale), total_values[0], total_previous[0]),
    )
    return drawn(scene, answer, chart, scene.filters.dates, scorecard(chart, scene.formatter))


def _order(panel: declaration.Scorecard, scene: Scene) -> tuple[str, ...]:
    """By the first indicator, but for bands, which have an order of their own."""
    dimension = scene.layer.catalog.dimensions.get(panel.by)
    if dimension and dimension.order is not None and not panel.smallest:
        return ()
    return (f"{'' if panel.smallest else '-'}{panel.metrics[0]}",)


def _figures(
    answer: Result, panel: declaration.Scorecard, scene: Scene
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Row by row: the figures of all indicators, and what they were."""
    now = zip(*(series(answer, name) for name in panel.metrics), strict=True)
    before = zip(*(series(answer, name, scene.earlier) for name in panel.metrics), strict=True)
    return list(now), list(before)
