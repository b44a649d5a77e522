"""One indicator in time: columns with their variances."""

from dataclasses import replace
from typing import Final

from vigie.charts.columns import Columns, TimeColumn, columns
from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain, Period
from vigie.web.boards.declaration import Course
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.flagged import flagged
from vigie.web.boards.members import compared
from vigie.web.boards.shown import asked, shown
from vigie.web.boards.zoom import closer, grain_of, trail
from vigie.web.scene import Scene

SHORTEST: Final = 62  # days; a shorter period says little by month, so the year around it is shown


def draw(panel: Course, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metric = scene.layer.catalog.metrics[panel.metric]
    grain = grain_of(Grain(panel.by), scene)
    # What is cut more finely than declared was zoomed into, and shows no more than itself.
    zoomed = grain.value != panel.by
    dates = scene.filters.dates if zoomed else around(scene.filters.dates, scene.calendar)
    query = scene.filters.query(
        metric.id,
        by=(grain.value,),
        compare=compared(scene, panel.targets),
        show=asked(panel.show),
    )
    answer = scene.layer.query(
        replace(query, date_from=dates.start, date_to=dates.end, order=(grain.value,))
    )
    told = shown(metric, answer, panel.show)
    points = zip(
        (row[0] for row in answer.rows),
        told.series(answer),
        told.series(answer, scene.earlier),
        told.series(answer, scene.plan),
        strict=True,
    )
    chart = Columns(
        name=scene.say(told.label),
        unit=told.unit,
        grain=grain,
        points=tuple(
            TimeColumn(
                start=start,
                actual=actual,
                previous=previous,
                plan=plan,
                href=closer(scene, start, grain, metric.id),
                partial=scene.calendar.period(start, grain).end > dates.end,
            )
            for start, actual, previous, plan in points
        ),
        direction=told.direction,
        reference=scene.reference,
    )
    chart, notes = flagged(chart, metric.id, scene)
    found = drawn(scene, answer, chart, dates, columns(chart, scene.formatter))
    return replace(found, notes=notes, trail=trail(scene))


def around(dates: Period, calendar: Calendar) -> Period:
    """The period itself, or the year up to its end where it is too short to show a course."""
    if dates.days > SHORTEST:
        return dates
    return Period(calendar.last("12 months", dates.end).start, dates.end)
