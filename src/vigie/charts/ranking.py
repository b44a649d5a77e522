"""A ranked table whose bars are cells: who is first, and who moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.legend import Key, bar, legend, stroke
from vigie.charts.message import ADDITIVE, described, say
from vigie.charts.scale import across
from vigie.charts.scenario import Direction, Scenario, difference, relative, told_apart, verdict
from vigie.charts.spark import Spark, spark
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import Text, text

_HEIGHT = 22.0  # px of a bar cell


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One thing compared with the others."""

    name: str
    value: Number | None
    previous: Number | None = None
    plan: Number | None = None
    href: str | None = None  # the link on the name (cross-filter or drill)
    selected: bool = False
    note: str | None = None  # a few muted words under the name
    trend: tuple[Number | None, ...] = ()  # a sparkline, oldest first

    def base(self, reference: Scenario | None) -> Number | None:
        """The figure to compare with."""
        return self.plan if reference is Scenario.PL else self.previous if reference else None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows in the order given (rank 1 first), against `reference` (PY, PP or PL, None for none)."""

    name: str  # the measure
    heading: str  # the dimension, as the column heading: "Region"
    unit: Unit
    rows: tuple[RankingRow, ...]
    direction: Direction = Direction.UP
    reference: Scenario | None = Scenario.PY
    total: RankingRow | None = None  # of everything, also of what is not among the rows
    bands: tuple[Decimal, ...] = ()  # rising sizes of a relative change that shade its cell


def ranking(chart: Ranking, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    drawing = _Drawing(chart, f)
    body = marks.join(drawing.row(i, row) for i, row in enumerate(chart.rows, 1))
    foot = drawing.row(None, chart.total) if chart.total else Markup("")
    caption = described(chart.name, chart, f)
    content = marks.table("ranking", caption, marks.headings(drawing.head()), body, foot)
    content = legend(drawing.keys()) + content
    return marks.figure("ranking", content, any(row.selected for row in chart.rows))


class _Drawing:
    def __init__(self, chart: Ranking, f: Formatter) -> None:
        self.chart, self.f = chart, f
        rows = (*chart.rows, *([chart.total] if chart.total else []))
        self.magnitude = f.scale(tuple(r.value for r in chart.rows), chart.unit)
        self.bars = across([v for r in chart.rows for v in (r.value, r.previous, r.plan)], 99)
        gaps = [_gap(chart, row) for row in chart.rows]
        self.gaps = across(gaps)
        self.compared = any(_gap(chart, row) is not None for row in rows)
        self.percent = self.compared and chart.unit.is_additive_scale
        self.trend = any(row.trend for row in rows)

    def head(self) -> Iterator[tuple[str, str]]:
        delta = self.chart.reference.delta(self.f.locale) if self.chart.reference else ""
        unit = self.magnitude.caption
        yield ("", "rank")
        yield (self.chart.heading, "heading")
        if self.trend:
            yield (text("Trend").to(self.f.locale), "trend")
        yield (self.chart.name, "bar")
        yield (unit, "figure")
        if self.compared:
            unit = self.f.points_caption(self.chart.unit) or unit
            yield (f"{delta} {unit}".strip(), "gap")
            yield ("", "figure gap-figure")
        if self.percent:
            yield (f"{delta} %", "figure share")

    def keys(self) -> Iterator[Key]:
        """The legend: bars of actual and previous year, a stroke for the plan."""
        yield bar(Scenario.AC, self.f.locale)
        if any(known(row.previous) is not None for row in self.chart.rows):
            yield bar(told_apart(self.chart.reference)[1], self.f.locale)
        if any(known(row.plan) is not None for row in self.chart.rows):
            yield stroke(Scenario.PL, "target", self.f.locale)
        if self.percent and self.chart.bands:
            limits = ", ".join(f"±{self.f.percent(limit, 0)}" for limit in self.chart.bands)
            yield Key(text("shaded from {limits} on", limits=limits).to(self.f.locale))

    def row(self, rank: int | None, row: RankingRow) -> Markup:
        cells = Markup('<td class="rank">{}</td>').format(rank or "")
        cells += marks.named(row.name, row.href, row.selected, row.note)
        if self.trend:
            cells += Markup('<td class="trend">{}</td>').format(spark(Spark(row.trend, height=22)))
        bar = self._bar(row) if rank else Markup("")
        cells += marks.cell(bar, _HEIGHT, "bar")
        cells += Markup('<td class="figure">{}</td>').format(self.magnitude.label(row.value))
        cells += self._variance(row, is_total=rank is None)
        return marks.row(cells, self._tip(row), row.selected)

    def _bar(self, row: RankingRow) -> Markup:
        x, drawn = self.bars, Markup("")
        if (before := known(row.previous)) is not None:
            drawn += marks.rect(x(0), 3, x(before) - x(0), 12, "py")
        if (value := known(row.value)) is not None:
            drawn += marks.rect(x(0), 7, x(value) - x(0), 12, "ac")
        if (goal := known(row.plan)) is not None:
            drawn += marks.line(x(goal), 1, x(goal), 21, "target")
        return drawn + marks.line(x(0), 0, x(0), _HEIGHT, "axis")

    def _variance(self, row: RankingRow, is_total: bool) -> Markup:
        if not self.compared:
            return Markup("")
        gap, x = _gap(self.chart, row), self.gaps
        share = relative(row.value, row.base(self.chart.reference))
        css = verdict(gap, self.chart.direction).value
        drawn = marks.line(x(0), 0, x(0), _HEIGHT, "axis")
        if gap and not is_total:
            drawn = marks.rect(x(0), 5, x(gap) - x(0), 12, f"variance {css}") + drawn
        figure = Markup('<td class="figure {}">{}</td>')
        cells = marks.cell(Markup("") if is_total else drawn, _HEIGHT, "gap")
        cells += figure.format(f"gap-figure {css}", self.magnitude.variance(gap))
        if self.percent:
            # A change from nought has no per cent: its dash is no news.
            look = f"share {css if share is not None else ''} {self._band(share)}".strip()
            cells += figure.format(look, self.f.relative(share).replace("%", "").strip())
        return cells

    def _band(self, share: Decimal | None) -> str:
        """How strongly the cell of a change is shaded: not at all below the first limit."""
        level = sum(abs(share) >= limit for limit in self.chart.bands) if share else 0
        return f"shaded-{min(level, 2)}" if level else ""

    def _tip(self, row: RankingRow) -> str:
        unit = self.chart.unit
        figures = zip(
            told_apart(self.chart.reference), (row.value, row.previous, row.plan), strict=False
        )
        lines = [
            (scenario.label.to(self.f.locale), self.f.value(value, unit))
            for scenario, value in figures
            if known(value) is not None
        ]
        if (gap := _gap(self.chart, row)) is not None and self.chart.reference:
            lines.append((self.chart.reference.delta(self.f.locale), self.f.variance(gap, unit)))
        return marks.tip(row.name, lines or [(self.chart.name, self.f.value(None, unit))])


@say.register
def _say(chart: Ranking, f: Formatter) -> str | None:
    """Who leads, and who moved the total most."""
    rows = [(value, row) for row in chart.rows if (value := known(row.value)) is not None]
    if len(rows) < 2:
        return None
    value, first = max(rows, key=lambda pair: pair[0])
    if not any(value for value, _ in rows):
        return text("All are at {value}.", value=f.compact(0, chart.unit)).to(f.locale)
    sentences = [contribution(chart, f)]
    if chart.direction is not Direction.DOWN:
        written, share = f.compact(value, chart.unit), _share(chart, value)
        leads = text("{name} leads with {value}.", name=first.name, value=written)
        if share:
            leads = text(
                "{name} leads with {value}, {share} of the total.",
                name=first.name,
                value=written,
                share=f.percent(share, 0),
            )
        sentences.insert(0, leads)
    return " ".join(sentence.to(f.locale) for sentence in sentences if sentence) or None


def contribution(chart: Ranking, f: Formatter) -> Text | None:
    """Which row moved the total most, and by how much of its change."""
    gaps = [(gap, row) for row in chart.rows if (gap := _gap(chart, row))]
    if len(gaps) < 2:
        return None
    whole = _gap(chart, chart.total) if chart.total and chart.unit in ADDITIVE else None
    gap, row = max(gaps, key=lambda pair: pair[0] / whole if whole else abs(pair[0]))
    effect = f.variance(gap, chart.unit)
    if not whole or not 0 < gap / whole <= 1:
        return text("Largest move: {name} ({effect}).", name=row.name, effect=effect)
    return text(
        "Largest share of the change: {name}, {share} ({effect}).",
        name=row.name,
        share=f.percent(gap / whole, 0),
        effect=effect,
    )


def _gap(chart: Ranking, row: RankingRow) -> Decimal | None:
    return difference(row.value, row.base(chart.reference))


def _share(chart: Ranking, value: Decimal) -> Decimal | None:
    total = known(chart.total.value) if chart.total and chart.unit in ADDITIVE else None
    return value / total if total and 0 < value <= total else None
