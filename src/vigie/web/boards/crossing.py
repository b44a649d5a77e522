"""One indicator of several members over time: curves, stacks, shares, small multiples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from vigie.charts.crossed import Crossed, Series
from vigie.charts.curves import Curves
from vigie.charts.draw import draw as draw_chart
from vigie.charts.multiples import Multiples
from vigie.charts.stacked import Stacked
from vigie.kit.errors import Refused
from vigie.kit.figures import Number, known
from vigie.kit.i18n import text
from vigie.kit.periods import Grain
from vigie.metrics.answers.result import Result
from vigie.metrics.language.additivity import is_sum
from vigie.metrics.language.definition import Metric
from vigie.web.boards.course import around
from vigie.web.boards.declaration import Crossing
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.flagged import flagged
from vigie.web.boards.members import Cutting, heading, name
from vigie.web.scene import Scene, direction, series
from vigie.web.versus import scenario

Cells = Mapping[tuple[Any, date], Number]


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers to one crossing: who leads, who made how much when, and all together when."""

    leaders: Result
    cells: Result
    wholes: Result


def draw(panel: Crossing, scene: Scene) -> Drawn:
    """Asks and draws; raises `Refused` where parts that do not add up would be stacked."""
    metric = scene.layer.catalog.metrics[panel.metric]
    is_stack = panel.chart in ("stacked", "shares")
    if is_stack and not is_sum(metric.id, scene.layer.catalog):
        raise Refused(
            "A stack adds up the parts of a whole, and the parts of '{metric}' do not add up: "
            "choose curves or small multiples.",
            metric=metric.label,
        )
    asked = _ask(panel, metric, scene)
    starts = tuple(row[0] for row in asked.wholes.rows)
    members = _members(panel, metric, asked, starts, scene)
    if is_stack and (rest := _rest(metric, asked, members, scene)):
        members.append(rest)
    chart = _chart(panel, metric, starts, members, scene)
    dates = around(scene.filters.dates, scene.calendar)
    chart, notes = flagged(chart, metric.id, scene)
    found = drawn(scene, asked.cells, chart, dates, draw_chart(chart, scene.formatter))
    return replace(found, notes=notes)


def _ask(panel: Crossing, metric: Metric, scene: Scene) -> Asked:
    dates = around(scene.filters.dates, scene.calendar)

    def question(*by: str, **more: Any) -> Any:
        return scene.filters.query(
            metric.id, by=by, date_from=dates.start, date_to=dates.end, **more
        )

    compare = (scene.earlier,) if panel.chart == "multiples" else ()
    leaders = question(panel.by, order=(f"-{metric.id}",), limit=panel.limit)
    cells = question(panel.by, panel.across, order=(panel.across,), compare=compare)
    wholes = question(panel.across, order=(panel.across,))
    return Asked(*scene.layer.query_many([leaders, cells, wholes]))


def _members(
    panel: Crossing, metric: Metric, asked: Asked, starts: Sequence[date], scene: Scene
) -> list[Series]:
    now = _cells(asked.cells, series(asked.cells, metric.id))
    before = _cells(asked.cells, series(asked.cells, metric.id, scene.earlier))
    cutting = Cutting(metric, panel.by, panel.filters)
    return [
        Series(
            name=name(row[0], panel.by, scene),
            values=tuple(now.get((key[0], start)) for start in starts),
            previous=tuple(before.get((key[0], start)) for start in starts),
            href=cutting.link(key[0], scene),
            selected=key[0] in scene.filters.chosen(panel.by),
        )
        for key, row in zip(asked.leaders.keys, asked.leaders.rows, strict=True)
    ]


def _cells(answer: Result, figures: Sequence[Any]) -> Cells:
    return {
        (key[0], row[1]): figure
        for key, row, figure in zip(answer.keys, answer.rows, figures, strict=True)
        if figure is not None
    }


def _rest(metric: Metric, asked: Asked, members: Sequence[Series], scene: Scene) -> Series | None:
    """Everybody else, so that the parts are the whole."""
    wholes = [known(value) for value in series(asked.wholes, metric.id)]
    left: list[Decimal | None] = []
    for index, whole in enumerate(wholes):
        shown = (known(member.values[index]) or Decimal(0) for member in members)
        left.append(None if whole is None else whole - sum(shown, Decimal(0)))
    if not any(left):
        return None
    return Series(scene.say(text("Others")), tuple(left))


def _chart(
    panel: Crossing, metric: Metric, starts: tuple[date, ...], members: list[Series], scene: Scene
) -> Crossed:
    grain = Grain(panel.across)
    last = scene.calendar.period(starts[-1], grain).end if starts else date.min
    held: dict[str, Any] = {
        "name": scene.say(metric.label),
        "heading": heading(panel.by, scene),
        "unit": metric.unit,
        "grain": grain,
        "starts": starts,
        "series": tuple(members),
        "partial": last > scene.filters.dates.end,
    }
    match panel.chart:
        case "curves":
            return Curves(**held)
        case "multiples":
            return Multiples(**held, direction=direction(metric), earlier=scenario(scene.earlier))
        case _:
            return Stacked(**held, is_share=panel.chart == "shares")
