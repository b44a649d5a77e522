"""Several members as lines on one scale, each named at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import axis, crossed, marks
from vigie.charts.axis import TimeAxis
from vigie.charts.crossed import Crossed, Series
from vigie.charts.message import capitalised, described, say
from vigie.charts.scale import Linear, Slots, from_zero
from vigie.charts.text import Label, place
from vigie.kit.formats import Formatter, Number, known
from vigie.kit.i18n import text

_PLOT = 72.0  # per cent of the width; the rest names the lines
_TOP, _LINE = 24.0, 14.0  # px for the caption; between names
_SHADES = 6  # looks in charts.css
_WORDS = 18  # letters of a name


@dataclass(frozen=True, slots=True)
class Curves(Crossed):
    """Lines, the first member's in front of the others."""

    height: int = 280


def curves(chart: Curves, f: Formatter) -> Markup:
    """The chart and its figures as a table."""
    links = any(one.href for one in chart.series)
    sentence = described(chart.name, chart, f)
    plot = marks.canvas(_Drawing(chart, f).content(), chart.height, sentence, links)
    selected = any(one.selected for one in chart.series)
    return marks.figure("curves", plot + crossed.table(chart, f), selected)


class _Drawing:
    """Lines end with the last whole period: a running one would look like a fall."""

    def __init__(self, chart: Curves, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.end = len(chart.starts) if chart.settled is None else chart.settled + 1
        self.magnitude = f.scale(tuple(chart.figures()), chart.unit)
        self.floor = chart.height - axis.HEIGHT
        self.y = Linear(*from_zero(chart.figures()), self.floor - 2, _TOP)
        self.slots = Slots(len(chart.starts), _PLOT, _PLOT)
        self.axis = TimeAxis(
            chart.starts, chart.grain, self.slots, self.floor, f, flags=chart.flags
        )

    def content(self) -> Markup:
        shown = [(i, one) for i, one in enumerate(self.chart.series) if any(self._points(one))]
        shapes = [(marks.trace(self._points(one)), f"curve {_shade(i)}") for i, one in shown[::-1]]
        zero = marks.line(0, self.y(0), _PLOT, self.y(0), "axis")
        grounds = marks.join(map(self._slot, range(len(self.chart.starts))))
        ends = marks.join(self._end(i, one) for i, one in shown)
        words = marks.words(place(self._labels(shown)))
        drawn = zero + marks.paths(shapes, self.chart.height)
        return drawn + grounds + ends + self.axis.breaks() + words

    def _points(self, one: Series) -> list[marks.Point | None]:
        return [
            None if (number := known(value)) is None else (self.slots.at(i), self.y(number))
            for i, value in enumerate(one.values[: self.end])
        ]

    def _last(self, one: Series) -> tuple[marks.Point, Number | None]:
        """Where a line ends, and the figure there."""
        ends = [
            (point, one.values[i]) for i, point in enumerate(self._points(one)) if point is not None
        ]
        return ends[-1]

    def _slot(self, index: int) -> Markup:
        ground = marks.rect(self.slots.left(index), 0, self.slots.width, self.floor, "ground")
        figures = [
            (one.name, self.f.value(one.values[index], self.chart.unit))
            for one in self.chart.series
        ]
        return marks.slot(ground, marks.tip(self.chart.period(index, self.f), figures), None)

    def _end(self, index: int, one: Series) -> Markup:
        """The last point: the mark that leads to the member."""
        (x, y), value = self._last(one)
        dot = marks.dot(x, y, 3.5, f"end {_shade(index)}") + marks.dot(x, y, 12, "ground")
        last = self.f.value(value, self.chart.unit)
        return marks.slot(dot, marks.tip(one.name, [(self.chart.name, last)]), one.href)

    def _labels(self, shown: Sequence[tuple[int, Series]]) -> Iterator[Sequence[Label]]:
        if caption := self.magnitude.caption:
            yield [Label(caption, 0, 12, "caption", "start")]
        yield from self.axis.labels()
        yield from ([label] for label in self._names(shown))

    def _names(self, shown: Sequence[tuple[int, Series]]) -> Iterator[Label]:
        """Names pushed apart downwards, then up again where they would leave the chart."""
        ends = sorted(((self._last(one)[0][1] + 4, i, one) for i, one in shown), key=_first)
        heights = _apart([y for y, _, _ in ends], self.floor)
        for y, (_, index, one) in sorted(zip(heights, ends, strict=True), key=lambda p: p[1][1]):
            name = one.name if len(one.name) <= _WORDS else f"{one.name[: _WORDS - 1].rstrip()}…"
            words = f"{name} {self.magnitude.label(self._last(one)[1])}"
            yield Label(words, _PLOT + 0.6, y, f"curve-name {_shade(index)}", "start", size=10)


def _first(end: tuple[float, int, Series]) -> float:
    return end[0]


def _apart(heights: Sequence[float], floor: float) -> list[float]:
    """Rising heights, `_LINE` apart at least, none below `floor` where there is room above."""
    found: list[float] = []
    for y in heights:
        found.append(max(y, found[-1] + _LINE) if found else max(y, _LINE))
    limit = floor + 4
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - _LINE
    return found


def _shade(index: int) -> str:
    return f"shade-{min(index, _SHADES - 1) + 1}"


@say.register
def _say(chart: Curves, f: Formatter) -> str | None:
    """Who was first in the last whole period, and who has overtaken since the first one."""
    index = chart.settled
    if index is None or len(ranking := crossed.ranked(chart, index)) < 2:
        return None
    value, first = ranking[0]
    sentence = text(
        "{period}: {name} is first with {value}.",
        period=chart.period(index, f),
        name=first.name,
        value=f.compact(value, chart.unit),
    ).to(f.locale)
    before = crossed.ranked(chart, 0)
    if len(before) != len(ranking) or before[0][1] is first:
        return capitalised(sentence)
    overtaken = text(
        "In {period} it was {name}.", period=chart.period(0, f), name=before[0][1].name
    )
    return f"{capitalised(sentence)} {overtaken.to(f.locale)}"
