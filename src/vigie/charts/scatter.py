"""Two measures of the same things against each other: who falls out of what is usual."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.message import described, say
from vigie.charts.scale import Linear
from vigie.charts.table import data_table
from vigie.charts.text import Label, Placed, choose, place
from vigie.charts.ticks import ticks
from vigie.charts.trend import FEWEST, Usual, usual
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import Text, text

_LEFT, _RIGHT = 11.0, 97.0  # per cent of the width that points stand in
_TOP, _FLOOR = 36.0, 42.0  # px above the highest and below the lowest point
_DOT = 4.0  # px
_NAMED = 16  # points that names are looked for, beside those that stand out


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """One thing with its two figures."""

    name: str
    x: Number | None
    y: Number | None
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True)
class Scatter:
    """Points of two measures; those with an unknown figure are in the table only."""

    name: str  # of what the points are: "Salesperson"
    x_name: str
    x_unit: Unit
    y_name: str
    y_unit: Unit
    points: tuple[ScatterPoint, ...]
    height: int = 340

    @cached_property
    def drawn(self) -> list[ScatterPoint]:
        """The points whose place is known."""
        return [p for p in self.points if known(p.x) is not None and known(p.y) is not None]

    @cached_property
    def line(self) -> Usual | None:
        """What is usual; None where too few are compared."""
        return usual([_figures(point) for point in self.drawn])

    @cached_property
    def outliers(self) -> list[ScatterPoint]:
        """Who stands out, furthest first."""
        line = self.line
        if line is None:
            return []
        out = [point for point in self.drawn if line.stands_out(_figures(point))]
        return sorted(out, key=lambda p: -abs(_figures(p)[1] - line.at(_figures(p)[0])))


def scatter(chart: Scatter, f: Formatter) -> Markup:
    """The chart, the rule by which names are given, and the figures as a table."""
    drawing = _Drawing(chart, f)
    links = any(point.href for point in chart.drawn)
    heading = f"{chart.y_name} × {chart.x_name}"
    plot = marks.canvas(drawing.content(), chart.height, described(heading, chart, f), links)
    content = plot + _rule(chart, f) + _table(chart, f)
    return marks.figure("scatter", content, any(point.selected for point in chart.points))


class _Drawing:
    def __init__(self, chart: Scatter, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.across = ticks(point.x for point in chart.drawn)
        self.up = ticks(point.y for point in chart.drawn)
        self.x = Linear(float(self.across[0]), float(self.across[-1]), _LEFT, _RIGHT)
        self.floor = chart.height - _FLOOR
        self.y = Linear(float(self.up[0]), float(self.up[-1]), self.floor, _TOP)
        self.x_scale = f.scale(tuple(self.across), chart.x_unit)
        self.y_scale = f.scale(tuple(self.up), chart.y_unit)

    def content(self) -> Markup:
        if not self.chart.drawn:
            words = text("No data").to(self.f.locale)
            nothing = Label(words, 50, self.floor / 2, "caption", size=13)
            return marks.words([Placed(nothing, 300)])
        axes = place([label] for label in self._axes())
        taken = [*(p.label for p in axes), *map(self._obstacle, self.chart.drawn)]
        names = choose(map(self._places, self._named()), taken)
        return self._grid() + self._line() + self._points() + marks.words([*axes, *names])

    def _grid(self) -> Markup:
        lines = [marks.line(0, self.y(v), _RIGHT + 1, self.y(v), "grid") for v in self.up[1:]]
        return marks.join(lines) + marks.line(0, self.floor, _RIGHT + 1, self.floor, "axis")

    def _line(self) -> Markup:
        line = self.chart.line
        if line is None:
            return Markup("")
        ends = [(float(v), line.at(float(v))) for v in (self.across[0], self.across[-1])]
        inside = list(_clipped(ends, float(self.up[0]), float(self.up[-1])))
        if len(inside) < 2:
            return Markup("")
        (x1, y1), (x2, y2) = inside
        return marks.line(self.x(x1), self.y(y1), self.x(x2), self.y(y2), "usual")

    def _points(self) -> Markup:
        """Outliers last, on top of the others."""
        out = {id(point) for point in self.chart.outliers}
        ranked = sorted(self.chart.drawn, key=lambda point: id(point) in out)
        return marks.join(self._point(point, id(point) in out) for point in ranked)

    def _point(self, point: ScatterPoint, is_out: bool) -> Markup:
        x, y = self._at(point)
        ground = marks.dot(x, y, 12, "ground")
        dot = marks.dot(x, y, _DOT + is_out, "point out" if is_out else "point")
        return marks.slot(ground + dot, self._tip(point), point.href, point.selected)

    def _axes(self) -> Iterator[Label]:
        across, up = self.x_scale, self.y_scale
        yield Label(f"{self.chart.y_name} {up.caption}".strip(), 0, 12, "caption", "start")
        words = f"{self.chart.x_name} {across.caption}".strip()
        yield Label(words, _RIGHT + 1, self.chart.height - 6, "caption", "end")
        for value in (self.up[-1], *self.up[:-1]):
            yield Label(up.label(value), 0, self.y(value) - 3, "tick", "start")
        for value in (self.across[-1], *self.across[:-1]):
            yield Label(across.label(value), self.x(value), self.floor + 15, "tick")

    def _named(self) -> list[ScatterPoint]:
        """Who is looked for room: the selected, who stands out, then the largest."""
        largest = sorted(self.chart.drawn, key=lambda point: -abs(_figures(point)[1]))
        chosen = [point for point in self.chart.drawn if point.selected]
        ranked = [*chosen, *self.chart.outliers, *largest[:_NAMED]]
        return list({id(point): point for point in ranked}.values())

    def _places(self, point: ScatterPoint) -> list[Label]:
        """Right of the point, left of it, above, below."""
        x, y = self._at(point)
        out = any(point is other for other in self.chart.outliers)
        css = "value out" if out else "value quiet"
        words = _short(point.name)
        return [
            Label(words, x, y + 4, css, "start", dx=9),
            Label(words, x, y + 4, css, "end", dx=-9),
            Label(words, x, y - 9, css, "middle"),
            Label(words, x, y + 17, css, "middle"),
        ]

    def _obstacle(self, point: ScatterPoint) -> Label:
        x, y = self._at(point)
        return Label("•", x, y + 3, size=9)

    def _at(self, point: ScatterPoint) -> marks.Point:
        x, y = _figures(point)
        return self.x(x), self.y(y)

    def _tip(self, point: ScatterPoint) -> str:
        chart = self.chart
        figures = [
            (chart.y_name, self.f.value(point.y, chart.y_unit)),
            (chart.x_name, self.f.value(point.x, chart.x_unit)),
        ]
        if chart.line:
            expected = chart.line.at(_figures(point)[0])
            words = text("Usual at that {name}", name=chart.x_name).to(self.f.locale)
            figures.append((words, self.f.compact(expected, chart.y_unit)))
        return marks.tip(point.name, figures)


@say.register
def _say(chart: Scatter, f: Formatter) -> str | None:
    """Who is furthest from what is usual, on either side; that nobody is; or nothing."""
    line = chart.line
    if line is None:
        return None
    if not chart.outliers:
        words = text("All {count} are within the usual.", count=len(chart.drawn))
        return words.to(f.locale)
    first = chart.outliers[0]
    x, y = _figures(first)
    said = {
        "name": first.name,
        "y_name": chart.y_name,
        "y": f.compact(first.y, chart.y_unit),
        "x_name": chart.x_name,
        "x": f.compact(first.x, chart.x_unit),
        "usual": f.compact(line.at(x), chart.y_unit),
    }
    return Text((_MORE if y > line.at(x) else _LESS).template, said).to(f.locale)


_MORE = text("{name} is far above the usual: {y_name} {y} at {x_name} {x}, usually {usual}.")
_LESS = text("{name} is far below the usual: {y_name} {y} at {x_name} {x}, usually {usual}.")


def _rule(chart: Scatter, f: Formatter) -> Markup:
    """How the line was drawn and who stands out."""
    if chart.line is None:
        words = text("Fewer than {count} points: no line is drawn.", count=FEWEST)
    else:
        words = text(
            "Line: median of the slopes (Theil–Sen). Dark: more than 3 times the usual distance "
            "from it."
        )
    return Markup('<p class="chart-note">{}</p>').format(words.to(f.locale))


def _table(chart: Scatter, f: Formatter) -> Markup:
    rows = [(p.name, f.value(p.x, chart.x_unit), f.value(p.y, chart.y_unit)) for p in chart.points]
    head = (chart.name, chart.x_name, chart.y_name)
    return data_table(f"{chart.y_name} × {chart.x_name}", head, rows, f.locale)


def _figures(point: ScatterPoint) -> tuple[float, float]:
    return float(point.x or 0), float(point.y or 0)


def _short(name: str, most: int = 28) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _clipped(
    ends: Sequence[tuple[float, float]], low: float, high: float
) -> Iterator[tuple[float, float]]:
    """A stroke as far as it is between `low` and `high`."""
    (x1, y1), (x2, y2) = ends
    for x, y in ends:
        held = min(max(y, low), high)
        if held == y:
            yield x, y
        elif y1 != y2:
            at = x1 + (held - y1) * (x2 - x1) / (y2 - y1)
            if min(x1, x2) <= at <= max(x1, x2):
                yield at, held
