"""Notes on dates, put on a chart in time and listed beneath it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from vigie.charts.columns import Columns
from vigie.charts.crossed import Crossed
from vigie.charts.flags import Flag
from vigie.charts.lines import Lines
from vigie.kit.periods import Grain
from vigie.personal.annotations import Annotation
from vigie.web.scene import Scene

Timed = TypeVar("Timed", Columns, Lines, Crossed)


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the list: what happened when, and to whom."""

    number: int
    dates: str
    words: str
    author: str | None


def flagged(chart: Timed, metric: str, scene: Scene) -> tuple[Timed, tuple[Note, ...]]:
    """The chart with a flag for every note on its days, and the list of these notes."""
    starts = chart.starts if isinstance(chart, Crossed) else tuple(p.start for p in chart.points)
    found = list(_shown(starts, chart.grain, metric, scene))
    flags = tuple(Flag(number, *_slots(one, starts)) for number, one in enumerate(found, start=1))
    notes = tuple(
        Note(number, _dates(one, scene), scene.say(one.words), one.author)
        for number, one in enumerate(found, start=1)
    )
    return replace(chart, flags=flags), notes


def _shown(starts: Sequence[date], grain: Grain, metric: str, scene: Scene) -> Iterator[Annotation]:
    """The notes about this indicator whose days the chart shows."""
    if not starts:
        return
    last = scene.calendar.period(starts[-1], grain).end
    for one in scene.annotations:
        is_about = one.about.metric in (None, metric)
        chosen = scene.filters.chosen(one.about.dimension or "")
        is_elsewhere = bool(chosen) and one.about.member not in chosen
        if is_about and not is_elsewhere and one.end >= starts[0] and one.start <= last:
            yield one


def _slots(one: Annotation, starts: Sequence[date]) -> tuple[int, int]:
    """The slots of its first and its last day, as far as the chart goes."""
    first, last = (max(bisect_right(starts, day) - 1, 0) for day in (one.start, one.end))
    return first, last


def _dates(one: Annotation, scene: Scene) -> str:
    if one.start == one.end:
        return scene.formatter.date(one.start)
    return f"{scene.formatter.date(one.start)} – {scene.formatter.date(one.end)}"
