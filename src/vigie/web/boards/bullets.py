"""How far each member is from its plan."""

from vigie.charts.bullet import BulletRow, Bullets, bullets
from vigie.metrics.language.comparison import Comparison
from vigie.web.boards.declaration import Progress
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import Cutting, heading
from vigie.web.scene import Scene, direction


def draw(panel: Progress, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metric = scene.layer.catalog.metrics[panel.metric]
    plan = Comparison(panel.against)
    answer = scene.layer.query(
        scene.filters.query(
            metric.id,
            by=(panel.by,),
            compare=(plan, scene.earlier),
            order=(f"-{metric.id}",),
            limit=panel.limit,
        )
    )
    members = Cutting(metric, panel.by, panel.filters, plan).members(answer, scene)
    chart = Bullets(
        name=scene.say(metric.label),
        heading=heading(panel.by, scene),
        unit=metric.unit,
        rows=tuple(
            BulletRow(
                name=m.name,
                value=m.value,
                target=m.plan,
                previous=m.previous,
                href=m.href,
                selected=m.selected,
            )
            for m in members
        ),
        direction=direction(metric),
    )
    return drawn(scene, answer, chart, scene.filters.dates, bullets(chart, scene.formatter))
