"""One indicator by members: ranked, in the order of a scale, or on the map."""

import re
from dataclasses import replace
from typing import Final

from vigie.charts.geography import Level, full_name
from vigie.charts.map import Place, RegionMap, region_map
from vigie.charts.ranking import Ranking, ranking
from vigie.charts.scenario import Direction
from vigie.kit.figures import known
from vigie.metrics.answers.result import Result
from vigie.web.boards.declaration import Breakdown
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.members import Cutting, Member, compared
from vigie.web.boards.shown import asked, shown
from vigie.web.scene import Scene, series
from vigie.web.tile import trend
from vigie.web.versus import scenario

LISTED: Final = 15  # members beside a map, which shows them all


def draw_ranking(panel: Breakdown, scene: Scene) -> Drawn:
    """The largest members first."""
    cutting = _cutting(panel, scene)
    answer, members = _asked(panel, cutting, scene, (_order(panel),))
    table = replace(cutting.table(answer, members, scene), bands=panel.bands)
    if panel.trend:
        table = _with_trends(table, panel, answer, scene)
    table = table if panel.smallest else _touched(table)
    return drawn(scene, answer, table, scene.filters.dates, ranking(table, scene.formatter))


def _touched(table: Ranking) -> Ranking:
    """Without those that a bad figure spares, as long as it spares not all."""
    rows = tuple(row for row in table.rows if known(row.value) or known(row.previous))
    return replace(table, rows=rows) if rows and table.direction is Direction.DOWN else table


def _with_trends(table: Ranking, panel: Breakdown, answer: Result, scene: Scene) -> Ranking:
    """The last thirteen months beside each name."""
    course = trend(scene.layer.catalog.metrics[panel.metric], scene)
    found = scene.layer.query(replace(course, by=(panel.by, "month")))
    months = sorted({row[1] for row in found.rows})
    cells = {
        (key[0], row[1]): figure
        for key, row, figure in zip(
            found.keys, found.rows, series(found, panel.metric), strict=True
        )
    }
    rows = zip(table.rows, answer.keys, strict=True)
    trends = (
        replace(row, trend=tuple(cells.get((key[0], month)) for month in months))
        for row, key in rows
    )
    return replace(table, rows=tuple(trends))


def draw_buckets(panel: Breakdown, scene: Scene) -> Drawn:
    """The steps of a scale in their own order: ages of debts, sizes of deals."""
    cutting = _cutting(panel, scene)
    answer, members = _asked(panel, cutting, scene, (panel.by,))
    members.sort(key=_step)
    table = cutting.table(answer, members, scene)
    return drawn(scene, answer, table, scene.filters.dates, ranking(table, scene.formatter))


def draw_map(panel: Breakdown, scene: Scene) -> Drawn:
    """Where, and the same figures ranked."""
    cutting = _cutting(panel, scene)
    answer, members = _asked(panel, cutting, scene, (f"-{panel.metric}",))
    told = shown(cutting.metric, answer, cutting.show)
    level = Level.DEPARTMENT if panel.by == Level.DEPARTMENT else Level.REGION
    members = [replace(m, name=full_name(level, m.name)) for m in members]
    places = RegionMap(
        name=scene.say(told.label),
        unit=told.unit,
        places=tuple(Place(m.name, m.value, m.previous, m.href, m.selected) for m in members),
        level=level,
        direction=told.direction,
        earlier=scenario(scene.earlier),
    )
    table = cutting.table(answer, members[:LISTED], scene)
    charts = region_map(places, scene.formatter), ranking(table, scene.formatter)
    return drawn(scene, answer, table, scene.filters.dates, *charts)


def _order(panel: Breakdown) -> str:
    return panel.metric if panel.smallest else f"-{panel.metric}"


def _step(member: Member) -> int:
    """Where a step stands on its scale: by its first number, those without one before them."""
    found = re.search(r"\d+", member.name)
    return int(found[0]) if found else -1


def _cutting(panel: Breakdown, scene: Scene) -> Cutting:
    metric = scene.layer.catalog.metrics[panel.metric]
    return Cutting(metric, panel.by, panel.filters, show=panel.show)


def _asked(
    panel: Breakdown, cutting: Cutting, scene: Scene, order: tuple[str, ...]
) -> tuple[Result, list[Member]]:
    answer = scene.layer.query(
        scene.filters.query(
            panel.metric,
            by=(panel.by,),
            compare=compared(scene, panel.targets),
            order=order,
            limit=panel.limit,
            show=asked(panel.show),
        )
    )
    return answer, cutting.members(answer, scene)
