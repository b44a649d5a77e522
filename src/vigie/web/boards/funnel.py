"""The stages that deals stand in, and what they are worth."""

from dataclasses import replace

from vigie.charts.funnel import Funnel, FunnelStep, funnel
from vigie.kit.figures import exact
from vigie.kit.formats import Unit
from vigie.kit.i18n import text
from vigie.web.boards.declaration import Steps
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import heading, name, rows_link
from vigie.web.scene import Scene, series


def draw(panel: Steps, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metric = scene.layer.catalog.metrics[panel.metric]
    answer = scene.layer.query(scene.filters.query(*panel.metrics, by=(panel.by,)))
    amounts = series(answer, panel.amount or "")
    chart = Funnel(
        name=scene.say(metric.label),
        heading=heading(panel.by, scene),
        unit=metric.unit,
        steps=tuple(
            FunnelStep(
                name=name(row[0], panel.by, scene),
                value=value,
                amount=amount,
                href=rows_link(metric.id, panel.by, key[0], scene),
            )
            for row, key, value, amount in zip(
                answer.rows, answer.keys, series(answer, metric.id), amounts, strict=True
            )
            if value
        ),
        amount_name=_label(panel.amount, scene) if panel.amount else None,
        conversion=False,  # a stock by stage is a picture, not a cohort
    )
    found = drawn(scene, answer, chart, scene.filters.dates, funnel(chart, scene.formatter))
    return replace(found, message=_weight(chart, scene), empty=not chart.steps)


def _weight(chart: Funnel, scene: Scene) -> str | None:
    """Where most of the pipeline stands."""
    amounts = [(step.amount, step.name) for step in chart.steps if step.amount]
    if not amounts:
        return None
    largest, stage = max(amounts)
    money = scene.formatter
    sentence = text(
        "{count} open deals worth {amount}, {share} of it in “{stage}”.",
        count=money.number(sum(step.value or 0 for step in chart.steps)),
        amount=money.compact(sum(amount for amount, _ in amounts), Unit.CURRENCY),
        share=money.percent(exact(largest) / sum(exact(amount) for amount, _ in amounts), 0),
        stage=stage,
    )
    return scene.say(sentence)


def _label(metric: str, scene: Scene) -> str:
    return scene.say(scene.layer.catalog.metrics[metric].label)
