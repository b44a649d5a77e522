"""Lines over time: cumulated pace against last year and plan, with the forecast's fan."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from vigie.charts import axis, marks
from vigie.charts.axis import TimeAxis
from vigie.charts.flags import Flag
from vigie.charts.message import capitalised, described, say, versus
from vigie.charts.scale import Linear, Slots, from_zero
from vigie.charts.scenario import Direction, Scenario, told_apart
from vigie.charts.table import data_table
from vigie.charts.text import Label, place
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain

_LINE = 14.0  # px between names
_TOP = 34.0  # px for the caption and the highest label
_PLOT = 82.0  # per cent of the width; the rest names the lines


@dataclass(frozen=True, slots=True)
class Band:
    """Where the figure ends up in `share` of all cases."""

    share: Number  # a fraction: 0.8
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One period of each line; `bands` spread around the forecast, the narrowest first."""

    start: date
    actual: Number | None = None
    previous: Number | None = None
    plan: Number | None = None
    forecast: Number | None = None
    bands: tuple[Band, ...] = ()
    href: str | None = None


_READ: dict[Scenario, Callable[[TimePoint], Number | None]] = {
    Scenario.PY: lambda point: point.previous,
    Scenario.PL: lambda point: point.plan,
    Scenario.FC: lambda point: point.forecast,
    Scenario.AC: lambda point: point.actual,
}


@dataclass(frozen=True, slots=True)
class Lines:
    """A measure followed over consecutive periods."""

    name: str
    unit: Unit
    grain: Grain
    points: tuple[TimePoint, ...]
    direction: Direction = Direction.UP
    height: int = 240
    flags: tuple[Flag, ...] = ()

    def series(self, scenario: Scenario) -> list[Number | None]:
        """The figures of one line."""
        return [known(_READ[scenario](point)) for point in self.points]


def lines(chart: Lines, f: Formatter) -> Markup:
    """The chart and its figures as a table."""
    sentence = described(chart.name, chart, f)
    links = any(point.href for point in chart.points)
    drawing = marks.canvas(_Drawing(chart, f).content(), chart.height, sentence, links)
    return marks.figure("lines", drawing + _table(chart, f))


class _Drawing:
    def __init__(self, chart: Lines, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.series = {scenario: chart.series(scenario) for scenario in _READ}
        self.shown = [s for s, values in self.series.items() if any(v is not None for v in values)]
        bounds = [edge for p in chart.points for band in p.bands for edge in (band.low, band.high)]
        figures = [v for s in self.shown for v in self.series[s]]
        self.magnitude = f.scale(tuple(figures), chart.unit)
        self.floor = chart.height - axis.HEIGHT
        self.y = Linear(*from_zero([*figures, *bounds]), self.floor - 2, _TOP)
        self.slots = Slots(len(chart.points), _PLOT, _PLOT)
        starts = [point.start for point in chart.points]
        self.axis = TimeAxis(starts, chart.grain, self.slots, self.floor, f, flags=chart.flags)

    def content(self) -> Markup:
        widest = self._depth()
        shapes = [(self._range(depth), "range") for depth in range(widest - 1, -1, -1)]
        shapes += [(marks.trace(self._points(scenario)), scenario.value) for scenario in self.shown]
        zero = marks.line(0, self.y(0), _PLOT, self.y(0), "axis")
        slots = marks.join(self._slot(i, point) for i, point in enumerate(self.chart.points))
        words = marks.words(place(self._labels()))
        ends = marks.join(marks.dot(*p, 3, f"end {s}") for s in self.shown if (p := self._end(s)))
        return (
            zero
            + marks.paths(shapes, self.chart.height)
            + ends
            + slots
            + self.axis.breaks()
            + words
        )

    def _points(self, scenario: Scenario) -> list[marks.Point | None]:
        return [self._point(i, value) for i, value in enumerate(self.series[scenario])]

    def _point(self, index: int, value: Number | None) -> marks.Point | None:
        return None if value is None else (self.slots.at(index), self.y(value))

    def _depth(self) -> int:
        """How many bands the fan has."""
        return max((len(point.bands) for point in self.chart.points), default=0)

    def _range(self, depth: int) -> str:
        """One band of the fan as a closed shape, opening where the forecast begins."""
        edges = [
            (self.slots.at(i), point.bands[depth])
            for i, point in enumerate(self.chart.points)
            if len(point.bands) > depth
        ]
        upper = [(x, self.y(band.high)) for x, band in edges]
        lower = [(x, self.y(band.low)) for x, band in reversed(edges)]
        return f"{marks.trace([*upper, *lower])}Z" if len(edges) > 1 else ""

    def _end(self, scenario: Scenario) -> marks.Point | None:
        known_points = [point for point in self._points(scenario) if point]
        return known_points[-1] if known_points else None

    def _slot(self, index: int, point: TimePoint) -> Markup:
        ground = marks.rect(self.slots.left(index), 0, self.slots.width, self.floor, "ground")
        return marks.slot(ground, self._tip(point), point.href)

    def _tip(self, point: TimePoint) -> str:
        unit = self.chart.unit
        figures = [
            (s.label.to(self.f.locale), self.f.value(value, unit))
            for s in told_apart(None)
            if known(value := _READ[s](point)) is not None
        ]
        for band in point.bands:
            if band.low != band.high:
                span = f"{self.f.value(band.low, unit)} – {self.f.value(band.high, unit)}"
                figures.append((_chance(band, self.f), span))
        return marks.tip(self.f.period(point.start, self.chart.grain), figures)

    def _labels(self) -> Iterator[Sequence[Label]]:
        caption = self.magnitude.caption
        if caption:
            yield [Label(caption, 0, 12, "caption", "start")]
        yield from self.axis.labels()
        yield from ([label] for label in self._names())

    def _names(self) -> Iterator[Label]:
        """Each line named at its end; where ends meet, names are pushed apart in their order."""
        ends = [(end, s) for s in self.shown if (end := self._end(s))]
        inner = [pair for pair in ends if pair[0][0] < _PLOT - self.slots.width]
        for (x, y), scenario in inner:
            yield Label(self._name(scenario), x - 1, y - 7, f"value {scenario}", "end")
        outer = [pair for pair in ends if pair not in inner]
        ceiling = 0.0
        named = [(y, x, self._name(s), f"value {s}", 11) for (x, y), s in outer]
        named += [(y, x, words, "caption", 10) for (x, y), words in self._edges()]
        for y, x, words, css, size in sorted(named):
            ceiling = max(y + 4, ceiling + _LINE)
            yield Label(words, x + 1.2, ceiling, css, "start", size=size)

    def _edges(self) -> Iterator[tuple[marks.Point, str]]:
        """The fan's widest band, named at both its ends."""
        last = self.chart.points[-1] if self.chart.points else None
        if last is None or not last.bands or last.bands[-1].low == last.bands[-1].high:
            return
        band, x = last.bands[-1], self.slots.at(len(self.chart.points) - 1)
        for figure in (band.low, band.high):
            words = f"{self.f.percent(band.share, 0)} {self.magnitude.label(figure)}"
            yield (x, self.y(figure)), words

    def _name(self, scenario: Scenario) -> str:
        last = [value for value in self.series[scenario] if value is not None][-1]
        return f"{scenario.short.to(self.f.locale)} {self.magnitude.label(last)}"


@say.register
def _say(chart: Lines, f: Formatter) -> str | None:
    """Where the actual stands against plan, else the previous year, and where it may land."""
    actual = [point for point in chart.points if known(point.actual) is not None]
    if not actual:
        return None
    last = actual[-1]
    period, value = f.period(last.start, chart.grain), f.compact(last.actual, chart.unit)
    change = versus(last.actual, last.plan, Scenario.PL, chart.unit, f) or versus(
        last.actual, last.previous, Scenario.PY, chart.unit, f
    )
    sentence = (
        text("{period}: {value}, {change}.", period=period, value=value, change=change)
        if change
        else text("{period}: {value}.", period=period, value=value)
    ).to(f.locale)
    end = chart.points[-1]
    if known(end.forecast) is None or end is last:
        return capitalised(sentence)
    landing = _landing(end, chart, f)
    return f"{capitalised(sentence)} {landing.to(f.locale)}"


def _landing(end: TimePoint, chart: Lines, f: Formatter) -> Text:
    """Where the last period ends up, with the middle band where there is one."""
    period = f.period(end.start, chart.grain)
    value = f.compact(end.forecast, chart.unit)
    if not end.bands:
        return text("Forecast for {period}: {value}.", period=period, value=value)
    band = end.bands[len(end.bands) // 2]
    return text(
        "Forecast for {period}: {value}, in {share} of cases between {low} and {high}.",
        period=period,
        value=value,
        share=f.percent(band.share, 0),
        low=f.compact(band.low, chart.unit),
        high=f.compact(band.high, chart.unit),
    )


def _chance(band: Band, f: Formatter) -> str:
    return text("{share} of cases", share=f.percent(band.share, 0)).to(f.locale)


def _table(chart: Lines, f: Formatter) -> Markup:
    shown = [s for s in told_apart(None) if any(v is not None for v in chart.series(s))]
    fan = max((point.bands for point in chart.points), key=len, default=())
    head = [text("Period").to(f.locale), *(s.label.to(f.locale) for s in shown)]
    head += [_chance(band, f) for band in fan]
    rows = [
        [
            f.period(p.start, chart.grain),
            *(f.value(_READ[s](p), chart.unit) for s in shown),
            *(_span(p, depth, chart.unit, f) for depth in range(len(fan))),
        ]
        for p in chart.points
    ]
    return data_table(chart.name, head, rows, f.locale)


def _span(point: TimePoint, depth: int, unit: Unit, f: Formatter) -> str:
    if len(point.bands) <= depth:
        return ""
    band = point.bands[depth]
    return f"{f.value(band.low, unit)} – {f.value(band.high, unit)}"
