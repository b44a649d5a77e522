"""Two indicators of the same members against each other."""

from vigie.charts.scatter import Scatter, ScatterPoint, scatter
from vigie.web.boards.declaration import Pairs
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import Cutting, heading, name
from vigie.web.scene import Scene, series


def draw(panel: Pairs, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    y, x = (scene.layer.catalog.metrics[metric] for metric in panel.metrics)
    answer = scene.layer.query(
        scene.filters.query(y.id, x.id, by=(panel.by,), order=(f"-{y.id}",), limit=panel.limit)
    )
    cutting = Cutting(y, panel.by, panel.filters)
    figures = zip(answer.rows, answer.keys, series(answer, y.id), series(answer, x.id), strict=True)
    chart = Scatter(
        name=heading(panel.by, scene),
        x_name=scene.say(x.label),
        x_unit=x.unit,
        y_name=scene.say(y.label),
        y_unit=y.unit,
        points=tuple(
            ScatterPoint(
                name=name(row[0], panel.by, scene),
                x=across,
                y=up,
                href=cutting.link(key[0], scene),
                selected=key[0] in scene.filters.chosen(panel.by),
            )
            for row, key, up, across in figures
            if key[0] is not None  # rows without a member are nobody to be compared
        ),
    )
    return drawn(scene, answer, chart, scene.filters.dates, scatter(chart, scene.formatter))
