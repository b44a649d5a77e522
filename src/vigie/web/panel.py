"""The charts of a board: each asks its own question and draws the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from vigie.charts.columns import Columns, TimeColumn, columns
from vigie.charts.funnel import Funnel, FunnelStep, funnel
from vigie.charts.map import Place, RegionMap, region_map
from vigie.charts.message import say
from vigie.charts.ranking import Ranking, RankingRow, ranking
from vigie.kit.calendar.company import Calendar
from vigie.kit.figures import exact
from vigie.kit.formats import Unit
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain, Period
from vigie.metrics.comparison import Comparison
from vigie.metrics.definition import Metric
from vigie.metrics.result import NOT_FILLED, Result
from vigie.web.dashboard import Panel
from vigie.web.filters import Span
from vigie.web.scene import SCENARIOS, Scene, direction, series

TOTAL: Final = text("Total")
SHORTEST: Final = 62  # days; a shorter period says little by month, so the year around it is shown


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart, the sentence above it, and what to know about its figures."""

    charts: tuple[Markup, ...]
    message: str | None
    dates: str
    empty: bool
    warnings: tuple[Text, ...]
    basis: Text | None


@dataclass(frozen=True, slots=True)
class Member:
    """One row of an answer cut by one dimension."""

    name: str
    value: Any
    previous: Any
    plan: Any
    href: str | None
    selected: bool


def draw(panel: Panel, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metric = scene.layer.catalog.metrics[panel.metric]
    return DRAWINGS[panel.chart](panel, metric, scene)


def _columns(panel: Panel, metric: Metric, scene: Scene) -> Drawn:
    grain = Grain(panel.by)
    dates = _shown(scene.filters.dates, scene.calendar)
    query = scene.filters.query(metric.id, by=(panel.by,), compare=_compared(panel, scene))
    answer = scene.layer.query(
        replace(query, date_from=dates.start, date_to=dates.end, order=(panel.by,))
    )
    points = zip(
        (row[0] for row in answer.rows),
        series(answer, metric.id),
        series(answer, metric.id, scene.earlier),
        series(answer, metric.id, Comparison.TARGET),
        strict=True,
    )
    chart = Columns(
        name=scene.say(metric.label),
        unit=metric.unit,
        grain=grain,
        points=tuple(
            TimeColumn(
                start=start,
                actual=actual,
                previous=previous,
                plan=plan,
                href=_period_link(scene, start, grain),
                partial=scene.calendar.period(start, grain).end > dates.end,
            )
            for start, actual, previous, plan in points
        ),
        direction=direction(metric),
        reference=scene.reference,
    )
    return _drawn(scene, answer, chart, dates, columns(chart, scene.formatter))


def _map(panel: Panel, metric: Metric, scene: Scene) -> Drawn:
    answer, members = _members(panel, metric, scene)
    places = RegionMap(
        name=scene.say(metric.label),
        unit=metric.unit,
        places=tuple(Place(m.name, m.value, m.previous, m.href, m.selected) for m in members),
        direction=direction(metric),
        earlier=SCENARIOS[scene.earlier],
    )
    table = _table(panel, metric, members, scene)
    return _drawn(
        scene,
        answer,
        table,
        scene.filters.dates,
        region_map(places, scene.formatter),
        ranking(table, scene.formatter),
    )


def _ranking(panel: Panel, metric: Metric, scene: Scene) -> Drawn:
    answer, members = _members(panel, metric, scene)
    table = _table(panel, metric, members, scene)
    return _drawn(scene, answer, table, scene.filters.dates, ranking(table, scene.formatter))


def _funnel(panel: Panel, metric: Metric, scene: Scene) -> Drawn:
    both = (metric.id, panel.amount) if panel.amount else (metric.id,)
    answer = scene.layer.query(scene.filters.query(*both, by=(panel.by,)))
    amounts = series(answer, panel.amount or "")
    dimension = scene.layer.catalog.dimensions[panel.by]
    chart = Funnel(
        name=scene.say(metric.label),
        heading=scene.say(dimension.label),
        unit=metric.unit,
        steps=tuple(
            FunnelStep(
                name=_name(row[0], scene),
                value=value,
                amount=amount,
                href=_rows_link(panel, key[0], scene),
            )
            for row, key, value, amount in zip(
                answer.rows, answer.keys, series(answer, metric.id), amounts, strict=True
            )
            if value
        ),
        amount_name=_label(panel.amount, scene) if panel.amount else None,
        conversion=False,  # a stock by stage is a picture, not a cohort
    )
    drawn = _drawn(scene, answer, chart, scene.filters.dates, funnel(chart, scene.formatter))
    return replace(drawn, message=_weight(chart, scene), empty=not chart.steps)


def _weight(chart: Funnel, scene: Scene) -> str | None:
    """Where most of the pipeline stands."""
    amounts = [(step.amount, step.name) for step in chart.steps if step.amount]
    if not amounts:
        return None
    largest, name = max(amounts)
    money = scene.formatter
    sentence = text(
        "{count} open deals worth {amount}, {share} of it in “{stage}”.",
        count=money.number(sum(step.value or 0 for step in chart.steps)),
        amount=money.compact(sum(amount for amount, _ in amounts), Unit.CURRENCY),
        share=money.percent(exact(largest) / sum(exact(amount) for amount, _ in amounts), 0),
        stage=name,
    )
    return scene.say(sentence)


DRAWINGS: Final[Mapping[str, Callable[[Panel, Metric, Scene], Drawn]]] = {
    "columns": _columns,
    "map": _map,
    "ranking": _ranking,
    "funnel": _funnel,
}


def _members(panel: Panel, metric: Metric, scene: Scene) -> tuple[Result, list[Member]]:
    answer = scene.layer.query(
        scene.filters.query(
            metric.id,
            by=(panel.by,),
            compare=_compared(panel, scene),
            order=(f"-{metric.id}",),
            limit=panel.limit,
        )
    )
    figures = zip(
        answer.rows,
        answer.keys,
        series(answer, metric.id),
        series(answer, metric.id, scene.earlier),
        series(answer, metric.id, Comparison.TARGET),
        strict=True,
    )
    return answer, [
        Member(
            name=_name(row[0], scene),
            value=value,
            previous=previous,
            plan=plan,
            href=_member_link(panel, key[0], scene),
            selected=key[0] in scene.filters.chosen(panel.by),
        )
        for row, key, value, previous, plan in figures
    ]


def _table(panel: Panel, metric: Metric, members: list[Member], scene: Scene) -> Ranking:
    return Ranking(
        name=scene.say(metric.label),
        heading=scene.say(scene.layer.catalog.dimensions[panel.by].label),
        unit=metric.unit,
        rows=tuple(
            RankingRow(m.name, m.value, m.previous, m.plan, m.href, m.selected) for m in members
        ),
        direction=direction(metric),
        reference=scene.reference,
        total=_total(metric, scene),
    )


def _compared(panel: Panel, scene: Scene) -> tuple[Comparison, ...]:
    """Targets are asked for where the board expects them, or where the reader does."""
    if panel.targets or scene.filters.against is Comparison.TARGET:
        return scene.compared
    return (scene.earlier,)


def _total(metric: Metric, scene: Scene) -> RankingRow | None:
    """The whole that the rows are parts of, where parts add up to a whole."""
    if not metric.is_additive:
        return None
    answer = scene.layer.query(scene.filters.query(metric.id, compare=scene.compared))
    value, previous, plan = (
        next(iter(series(answer, metric.id, comparison)), None)
        for comparison in (None, scene.earlier, Comparison.TARGET)
    )
    return RankingRow(TOTAL.to(scene.reader.locale), value, previous, plan)


def _member_link(panel: Panel, value: str | None, scene: Scene) -> str | None:
    """A click narrows the whole page, or widens it again; else it opens the rows."""
    if value is None:
        return None
    if panel.filters is None:
        return _rows_link(panel, value, scene)
    return scene.filters.toggled(panel.filters, value).at(scene.path)


def _rows_link(panel: Panel, key: str | None, scene: Scene) -> str | None:
    if key is None:
        return None
    cell = ("cell", f"{panel.by}.key:{key}")
    return scene.filters.at("/rows", ("metric", panel.metric), cell)


def _period_link(scene: Scene, start: date, grain: Grain) -> str:
    dates = scene.calendar.period(start, grain).until(max(start, scene.filters.dates.end))
    return replace(scene.filters, span=Span.CUSTOM, dates=dates).at(scene.path)


def _drawn(scene: Scene, answer: Result, chart: object, dates: Period, *charts: Markup) -> Drawn:
    figures = [i for i, c in enumerate(answer.columns) if c.role in ("metric", "comparison")]
    return Drawn(
        charts=charts,
        message=say(chart, scene.formatter),
        dates=scene.formatter.span(dates),
        empty=all(row[figure] is None for row in answer.rows for figure in figures),
        warnings=answer.warnings,
        basis=answer.basis,
    )


def _shown(dates: Period, calendar: Calendar) -> Period:
    if dates.days > SHORTEST:
        return dates
    return Period(calendar.last("12 months", dates.end).start, dates.end)


def _name(value: str | None, scene: Scene) -> str:
    return scene.say(NOT_FILLED) if value is None else str(value)


def _label(metric: str, scene: Scene) -> str:
    return scene.say(scene.layer.catalog.metrics[metric].label)
