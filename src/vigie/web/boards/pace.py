"""One amount added up over the year: where it stands, where it lands.

Until a forecast is made, the landing is a run rate: what remains of the year follows last year's
season, scaled by how this year has gone so far. It is labelled as that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from vigie.charts.lines import Lines, TimePoint, lines
from vigie.charts.message import say
from vigie.kit.allocation.shares import pace
from vigie.kit.errors import Refused
from vigie.kit.figures import Number, known
from vigie.kit.i18n import text
from vigie.kit.periods import Grain, Period, shift
from vigie.metrics.answers.result import Result
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.definition import Metric
from vigie.web.boards.declaration import Pace
from vigie.web.boards.drawn import Drawn, drawn
from vigie.web.boards.fan import fanned
from vigie.web.boards.flagged import flagged
from vigie.web.scene import Scene, direction, series

SEASON = text("After today: a run rate on last year's season, not a forecast.")


@dataclass(frozen=True, slots=True)
class Year:
    """What the months of a year say, oldest first; None where nothing is known."""

    starts: tuple[date, ...]
    actual: tuple[Decimal | None, ...]
    previous: tuple[Decimal | None, ...]  # the whole of each period, a year before
    elapsed: Decimal | None  # of the year before, until the same day
    plan: tuple[Decimal | None, ...]  # the whole of each period, its days to come included
    expected: Decimal | None  # of the plan by today, were it reached by equal working days


def draw(panel: Pace, scene: Scene) -> Drawn:
    """Asks and draws; raises `Refused` where periods do not add up to a year."""
    metric = scene.layer.catalog.metrics[panel.metric]
    if not metric.is_additive or metric.is_balance:
        raise Refused(
            "Only what adds up over time has a pace, and '{metric}' does not: choose an amount "
            "or a count of what happens.",
            metric=metric.label,
        )
    answer, year = _asked(panel, metric, scene)
    chart = Lines(
        name=scene.say(metric.label),
        unit=metric.unit,
        grain=Grain(panel.by),
        points=tuple(_points(year)),
        direction=direction(metric),
    )
    dates = Period(year.starts[0], scene.filters.dates.end) if year.starts else scene.filters.dates
    chart, fan = fanned(chart, metric.id, scene)
    chart, notes = flagged(chart, metric.id, scene)
    found = drawn(scene, answer, chart, dates, lines(chart, scene.formatter))
    found = replace(found, notes=notes)
    if chart.points and chart.points[-1].forecast is not None:
        told = (*found.warnings, SEASON, *([fan] if fan else []))
        found = replace(found, message=_message(chart, scene), warnings=told)
    return found


def _asked(panel: Pace, metric: Metric, scene: Scene) -> tuple[Result, Year]:
    today = scene.filters.dates.end
    whole = scene.calendar.period(today, Grain.FISCAL_YEAR)
    eve = whole.start - timedelta(days=1)
    before = Period(shift(whole.start, Grain.YEAR, -1), eve)
    ask, plan = scene.filters.query, Comparison(panel.against)
    course = ask(metric.id, by=(panel.by,), order=(panel.by,))
    year = replace(course, date_from=whole.start, date_to=whole.end)
    now, planned, past, elapsed = scene.layer.query_many(
        [
            year,
            # Looked at from its last day: the plan of the months to come is not cut off.
            replace(year, compare=(plan.value,), as_of=whole.end),
            replace(course, date_from=before.start, date_to=before.end),
            ask(metric.id, compare=(Comparison.PREVIOUS_YEAR,), date_from=whole.start),
        ]
    )
    starts = tuple(row[0] for row in now.rows)
    wholes = tuple(_fitted(series(planned, metric.id, plan), len(starts)))
    actual = zip(starts, series(now, metric.id), strict=True)
    return now, Year(
        starts=starts,
        actual=tuple(known(value) if start <= today else None for start, value in actual),
        previous=tuple(_fitted(series(past, metric.id), len(starts))),
        elapsed=known(next(iter(series(elapsed, metric.id, Comparison.PREVIOUS_YEAR)), None)),
        plan=wholes,
        expected=_expected(wholes, starts, Grain(panel.by), scene),
    )


def _expected(
    plan: Sequence[Decimal | None], starts: Sequence[date], grain: Grain, scene: Scene
) -> Decimal | None:
    """The plan of the periods before the running one, and what should be reached of its own."""
    today, calendar = scene.filters.dates.end, scene.calendar
    running = sum(start <= today for start in starts) - 1
    whole = plan[running] if running >= 0 else None
    if whole is None:
        return None
    before = sum((value or Decimal(0) for value in plan[:running]), Decimal(0))
    period = calendar.period(starts[running], grain)
    return before + pace(whole, period, today, calendar.working)


def _points(year: Year) -> Iterator[TimePoint]:
    actual, previous, plan = (_added(v) for v in (year.actual, year.previous, year.plan))
    running = sum(value is not None for value in year.actual) - 1
    if year.expected is not None and plan[running] is not None:
        plan[running] = year.expected
    landing = _landing(year)
    for index, start in enumerate(year.starts):
        yield TimePoint(
            start=start,
            actual=actual[index],
            previous=previous[index],
            plan=plan[index],
            forecast=landing[index],
        )


def _landing(year: Year) -> list[Decimal | None]:
    """The run rate from the running period on: last year's season, scaled to this year."""
    so_far = [value for value in year.actual if value is not None]
    found: list[Decimal | None] = [None] * len(year.starts)
    if not so_far or not year.elapsed:
        return found
    rate = sum(so_far, Decimal(0)) / year.elapsed
    last = len(so_far) - 1
    for index in range(last, len(year.starts)):
        through = sum((value or Decimal(0) for value in year.previous[: index + 1]), Decimal(0))
        found[index] = through * rate if index > last or through > year.elapsed else None
    return found


def _message(chart: Lines, scene: Scene) -> str:
    """Where the year stands, and where it ends at this pace."""
    so_far = tuple(replace(point, forecast=None) for point in chart.points)
    stands = say(replace(chart, points=so_far), scene.formatter) or ""
    end, written = chart.points[-1], scene.formatter.compact
    lands = text("At this pace the year ends at {value}.", value=written(end.forecast, chart.unit))
    if end.bands:
        band = end.bands[-1]
        lands = text(
            "At this pace the year ends at {value}; {share} of such landings ended between {low} "
            "and {high}.",
            value=written(end.forecast, chart.unit),
            share=scene.formatter.percent(band.share, 0),
            low=written(band.low, chart.unit),
            high=written(band.high, chart.unit),
        )
    return f"{stands} {scene.say(lands)}".strip()


def _added(values: Sequence[Decimal | None]) -> list[Decimal | None]:
    """The running total, as far as anything is known."""
    total, found = Decimal(0), []
    last = max((i for i, value in enumerate(values) if value is not None), default=-1)
    for index, value in enumerate(values):
        total += value or Decimal(0)
        found.append(total if index <= last else None)
    return found


def _fitted(values: Sequence[Number | None], length: int) -> Iterator[Decimal | None]:
    """As many periods as this year has: a year may hold one week more than the last."""
    for index in range(length):
        yield known(values[index]) if index < len(values) else None
