"""Indicators one under the other, in groups: where each stands, where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.change import change
from vigie.charts.message import described, say
from vigie.charts.scenario import Direction, Scenario, Verdict, difference, verdict
from vigie.charts.spark import Spark, spark
from vigie.kit.formats import Formatter, Number, Unit
from vigie.kit.i18n import text


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator; `trend` is oldest first."""

    name: str
    unit: Unit
    value: Number | None
    previous: Number | None = None
    plan: Number | None = None
    trend: tuple[Number | None, ...] = ()
    direction: Direction = Direction.UP
    href: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indicators that are read together."""

    name: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class Indicators:
    """Groups in the order given; the past is `earlier` (PY or PP)."""

    name: str
    groups: tuple[IndicatorGroup, ...]
    earlier: Scenario = Scenario.PY

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)


def indicators(chart: Indicators, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    head = marks.headings(_head(chart, f))
    body = marks.join(_group(chart, group, f) for group in chart.groups)
    table = Markup(
        '<table class="indicators"><caption class="unseen">{}</caption><thead><tr>{}</tr></thead>'
        "{}</table>"
    ).format(described(chart.name, chart, f), head, body)
    return marks.figure("indicators", table)


def _head(chart: Indicators, f: Formatter) -> Iterator[tuple[str, str]]:
    yield (text("Indicator").to(f.locale), "heading")
    yield (text("Trend").to(f.locale), "trend")
    yield (Scenario.AC.short.to(f.locale), "figure")
    yield (chart.earlier.delta(f.locale), "figure")
    if _has_plan(chart):
        yield (Scenario.PL.delta(f.locale), "figure")


def _group(chart: Indicators, group: IndicatorGroup, f: Formatter) -> Markup:
    columns = 4 + _has_plan(chart)
    heading = Markup('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>')
    title = heading.format(columns, group.name) if group.name else Markup("")
    rows = marks.join(_row(chart, row, f) for row in group.rows)
    return Markup("<tbody>{}{}</tbody>").format(title, rows)


def _row(chart: Indicators, row: IndicatorRow, f: Formatter) -> Markup:
    figure = Markup('<td class="figure">{}</td>')
    cells = marks.named(row.name, row.href)
    cells += Markup('<td class="trend">{}</td>').format(spark(Spark(row.trend, height=22)))
    cells += figure.format(f.compact(row.value, row.unit))
    cells += figure.format(change(row.value, row.previous, row.unit, row.direction, f))
    if _has_plan(chart):
        cells += figure.format(change(row.value, row.plan, row.unit, row.direction, f))
    return marks.row(cells, _tip(chart, row, f))


def _tip(chart: Indicators, row: IndicatorRow, f: Formatter) -> str:
    figures = (
        (Scenario.AC, row.value),
        (chart.earlier, row.previous),
        (Scenario.PL, row.plan),
    )
    lines = [
        (scenario.label.to(f.locale), f.value(value, row.unit))
        for scenario, value in figures
        if value is not None
    ]
    return marks.tip(row.name, lines)


def _has_plan(chart: Indicators) -> bool:
    return any(row.plan is not None for row in chart.rows)


@say.register
def _say(chart: Indicators, f: Formatter) -> str | None:
    """How many indicators improve, and which ones do not."""
    judged = [(verdict(_gap(row), row.direction), row.name) for row in chart.rows]
    known = [pair for pair in judged if pair[0] is not Verdict.EVEN]
    worse = [name for found, name in known if found is Verdict.BAD]
    if len(known) < 2:
        return None
    better = len(known) - len(worse)
    if not worse:
        return text("All {count} indicators have improved.", count=better).to(f.locale)
    if not better:
        return text(
            "None of {count} indicators has improved; worse: {names}.",
            count=len(known),
            names=_listed(worse, f),
        ).to(f.locale)
    return text(
        "{better} of {count} indicators have improved; worse: {names}.",
        better=better,
        count=len(known),
        names=_listed(worse, f),
    ).to(f.locale)


def _gap(row: IndicatorRow) -> Number | None:
    return difference(row.value, row.previous)


def _listed(names: list[str], f: Formatter) -> str:
    """Three names at most: a longer list is read in the table."""
    if len(names) > 3:
        more = text("{count} others", count=len(names) - 2).to(f.locale)
        names = [*names[:2], more]
    return ", ".join(names)
