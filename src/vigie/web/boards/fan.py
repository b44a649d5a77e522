"""The fan around a landing: how far the same rule has been wrong before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import dropwhile
from typing import Final

from vigie.analysis.landing import SHARES, Bounds, band, errors
from vigie.charts.lines import Band, Lines, TimePoint
from vigie.kit.figures import exact, known
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain, shift
from vigie.web.scene import Scene, series

HISTORY: Final = 8  # years that errors are looked for in


def fanned(chart: Lines, metric: str, scene: Scene) -> tuple[Lines, Text | None]:
    """The months of a year with bands around their landing, and what the bands rest on."""
    gone = _gone(chart.points)
    ahead = len(chart.points) - gone
    if chart.grain is not Grain.MONTH or gone < 1 or ahead < 1:
        return chart, None
    months = _months(chart.points[gone].start, metric, scene)
    found = [errors(months, gone, step) for step in range(1, ahead + 1)]
    shares = [share for share in SHARES if all(band(past, share) for past in found)]
    if not shares:
        return chart, None
    points = tuple(_points(chart.points, gone, found, shares))
    told = text(
        "Fan: {shares} of past landings made alike, {count} at least, were inside.",
        shares=", ".join(scene.formatter.percent(share, 0) for share in shares),
        count=min(map(len, found)),
    )
    return replace(chart, points=points), told


def _gone(points: Sequence[TimePoint]) -> int:
    """How many months are over: those without a landing."""
    return next((i for i, point in enumerate(points) if point.forecast is not None), 0)


def _months(running: date, metric: str, scene: Scene) -> list[Decimal]:
    """The whole months before `running` that anything is known of, oldest first."""
    asked = scene.filters.query(metric, by=("month",), order=("month",))
    first, last = shift(running, Grain.YEAR, -HISTORY), running - timedelta(days=1)
    answer = scene.layer.query(replace(asked, date_from=first, date_to=last))
    figures = (known(value) for value in series(answer, metric))
    return [value or Decimal(0) for value in dropwhile(lambda value: value is None, figures)]


def _points(
    points: Sequence[TimePoint],
    gone: int,
    found: Sequence[Sequence[Decimal]],
    shares: Sequence[Decimal],
) -> Iterator[TimePoint]:
    reached = [value for point in points if (value := known(point.actual)) is not None]
    held = reached[-1] if reached else Decimal(0)
    for index, point in enumerate(points):
        if index == gone - 1 and point.actual is not None:
            start = exact(point.actual)
            yield replace(point, bands=tuple(Band(share, start, start) for share in shares))
        elif index >= gone and point.forecast is not None:
            left = exact(point.forecast) - held
            ratios = [(share, band(found[index - gone], share)) for share in shares]
            yield replace(point, bands=tuple(_around(s, r, held, left) for s, r in ratios if r))
        else:
            yield point


def _around(share: Decimal, ratios: Bounds, held: Decimal, left: Decimal) -> Band:
    """What is still to come, as far above or below its landing as it has been."""
    low, high = sorted(held + left * ratio for ratio in ratios)
    return Band(share, low, high)
