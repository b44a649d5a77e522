"""A scorecard: several measures side by side, one row a member, each held against its past."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.change import change
from vigie.charts.message import described, say
from vigie.charts.scale import across
from vigie.charts.scenario import Direction, Verdict, difference, verdict
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text

_HEIGHT = 6.0  # px of the bar under a figure


@dataclass(frozen=True, slots=True)
class Measure:
    """One column."""

    name: str
    unit: Unit
    direction: Direction = Direction.UP


@dataclass(frozen=True, slots=True)
class CardRow:
    """One member: a figure for each measure, and the one it is held against."""

    name: str
    values: tuple[Number | None, ...]
    previous: tuple[Number | None, ...]
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Rows in the order given; the bars of one column share one scale."""

    name: str
    heading: str
    measures: tuple[Measure, ...]
    rows: tuple[CardRow, ...]
    total: CardRow | None = None


def scorecard(chart: Scorecard, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    drawing = _Drawing(chart, f)
    body = marks.join(drawing.row(row) for row in chart.rows)
    foot = drawing.row(chart.total, is_total=True) if chart.total else Markup("")
    caption = described(chart.name, chart, f)
    content = marks.table("scorecard", caption, marks.headings(drawing.head()), body, foot)
    return marks.figure("scorecard", content, any(row.selected for row in chart.rows))


class _Drawing:
    def __init__(self, chart: Scorecard, f: Formatter) -> None:
        self.chart, self.f = chart, f
        columns = [[row.values[i] for row in chart.rows] for i in range(len(chart.measures))]
        self.magnitudes = [
            f.scale(tuple(column), measure.unit)
            for column, measure in zip(columns, chart.measures, strict=True)
        ]
        self.scales = [across(column, 99) for column in columns]

    def head(self) -> Iterator[tuple[str, str]]:
        yield (self.chart.heading, "heading")
        for measure, magnitude in zip(self.chart.measures, self.magnitudes, strict=True):
            yield (f"{measure.name} {magnitude.caption}".strip(), "figure")

    def row(self, row: CardRow, *, is_total: bool = False) -> Markup:
        cells = marks.named(row.name, row.href, row.selected)
        for index in range(len(self.chart.measures)):
            cells += self._cell(row, index, is_total)
        return marks.row(cells, self._tip(row), row.selected)

    def _cell(self, row: CardRow, index: int, is_total: bool) -> Markup:
        value = row.values[index]
        bar = Markup("") if is_total else self._bar(value, index)
        return Markup('<td class="figure measure"><span class="value">{}</span>{}{}</td>').format(
            self.magnitudes[index].label(value), self._change(row, index), bar
        )

    def _change(self, row: CardRow, index: int) -> Markup:
        measure, value, before = self.chart.measures[index], row.values[index], row.previous[index]
        return change(value, before, measure.unit, measure.direction, self.f)

    def _bar(self, value: Number | None, index: int) -> Markup:
        x, figure = self.scales[index], known(value)
        if figure is None:
            return Markup("")
        drawn = marks.rect(x(0), 0, x(figure) - x(0), _HEIGHT, "ac")
        return Markup('<svg width="100%" height="{}" aria-hidden="true">{}</svg>').format(
            marks.short(_HEIGHT), drawn
        )

    def _tip(self, row: CardRow) -> str:
        lines = [
            (measure.name, self.f.value(value, measure.unit))
            for measure, value in zip(self.chart.measures, row.values, strict=True)
        ]
        return marks.tip(row.name, lines)


@say.register
def _say(chart: Scorecard, f: Formatter) -> str | None:
    """Whose measures have worsened most often."""
    worsened = [(_worse(chart, row), row.name) for row in chart.rows]
    if len(worsened) < 2:
        return None
    count, name = max(worsened, key=lambda pair: pair[0])
    if count < 2:
        return None
    return text(
        "{name}: {count} of {all} indicators have worsened.",
        name=name,
        count=count,
        all=len(chart.measures),
    ).to(f.locale)


def _worse(chart: Scorecard, row: CardRow) -> int:
    gaps = zip(chart.measures, row.values, row.previous, strict=True)
    return sum(
        verdict(difference(value, before), measure.direction) is Verdict.BAD
        for measure, value, before in gaps
    )
