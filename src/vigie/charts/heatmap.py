"""A table of two dimensions whose cells are shaded by their figure: where it is high, where low."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.message import described, say
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text

LEVELS = 5


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row: a figure for each column, None where there is none."""

    name: str
    values: tuple[Number | None, ...]
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Rows and columns in the order given, all shaded on one scale."""

    name: str
    heading: str
    unit: Unit
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def heatmap(chart: Heatmap, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    drawing = _Drawing(chart, f)
    body = marks.join(drawing.row(row) for row in chart.rows)
    head = marks.headings([(chart.heading, "heading"), *((c, "figure") for c in chart.columns)])
    caption = described(chart.name, chart, f)
    unit = Markup('<p class="chart-legend"><span>{}</span></p>').format(drawing.magnitude.caption)
    content = marks.table("heatmap", caption, head, body, Markup(""))
    shown = unit + content if drawing.magnitude.caption else content
    return marks.figure("heatmap", shown, any(row.selected for row in chart.rows))


class _Drawing:
    def __init__(self, chart: Heatmap, f: Formatter) -> None:
        self.chart, self.f = chart, f
        figures = [v for row in chart.rows for v in row.values if known(v) is not None]
        self.magnitude = f.scale(tuple(figures), chart.unit)
        self.limits = _limits([known(v) or Decimal(0) for v in figures])

    def row(self, row: HeatRow) -> Markup:
        cells = marks.named(row.name, row.href, row.selected)
        cells += marks.join(
            self._cell(row, column, value)
            for column, value in zip(self.chart.columns, row.values, strict=True)
        )
        return Markup('<tr class="{}">{}</tr>').format("selected" if row.selected else "", cells)

    def _cell(self, row: HeatRow, column: str, value: Number | None) -> Markup:
        figure = known(value)
        if figure is None:
            return Markup('<td class="figure heat"></td>')
        tip = marks.tip(f"{row.name} · {column}", [(self.chart.name, self._written(figure))])
        return Markup('<td class="figure heat heat-{}" data-tip="{}">{}</td>').format(
            self._level(figure), tip, self.magnitude.label(figure)
        )

    def _written(self, figure: Decimal) -> str:
        return self.f.value(figure, self.chart.unit)

    def _level(self, figure: Decimal) -> int:
        return 1 + sum(figure > limit for limit in self.limits)


def _limits(figures: list[Decimal]) -> list[Decimal]:
    """Equal steps between the least and the greatest figure."""
    if not figures:
        return []
    low, high = min(figures), max(figures)
    return [low + (high - low) * step / LEVELS for step in range(1, LEVELS)]


@say.register
def _say(chart: Heatmap, f: Formatter) -> str | None:
    """Where the figure is highest."""
    found = list(_cells(chart))
    if len(found) < 2:
        return None
    value, row, column = max(found, key=lambda cell: cell[0])
    return text(
        "Highest: {row}, {column} ({value}).",
        row=row,
        column=column,
        value=f.compact(value, chart.unit),
    ).to(f.locale)


def _cells(chart: Heatmap) -> Iterator[tuple[Decimal, str, str]]:
    for row in chart.rows:
        for column, value in zip(chart.columns, row.values, strict=True):
            if (figure := known(value)) is not None:
                yield figure, row.name, column
