"""Lines over time: cumulated pace against last year and plan, with the forecast's range."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from vigie.charts import axis, marks
from vigie.charts.axis import TimeAxis
from vigie.charts.message import capitalised, described, say, versus
from vigie.charts.scale import Linear, Slots, from_zero
from vigie.charts.scenario import Direction, Scenario, told_apart
from vigie.charts.table import data_table
from vigie.charts.text import Label, place
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text
from vigie.kit.periods import Grain

_LINE = 14.0  # px between names
_TOP = 34.0  # px for the caption and the highest label
_PLOT = 82.0  # per cent of the width; the rest names the lines


@dataclass(frozen=True, slots=True)
class TimePoint:
    """One period of each line; `low` and `high` bound the forecast."""

    start: date
    actual: Number | None = None
    previous: Number | None = None
    plan: Number | None = None
    forecast: Number | None = None
    low: Number | None = None
    high: Number | None = None
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
        bounds = [bound for point in chart.points for bound in (point.low, point.high)]
        figures = [v for s in self.shown for v in self.series[s]]
        self.magnitude = f.scale(tuple(figures), chart.unit)
        self.floor = chart.height - axis.HEIGHT
        self.y = Linear(*from_zero([*figures, *bounds]), self.floor - 2, _TOP)
        self.slots = Slots(len(chart.points), _PLOT, _PLOT)
        starts = [point.start for point in chart.points]
        self.axis = TimeAxis(starts, chart.grain, self.slots, self.floor, f)

    def content(self) -> Markup:
        shapes = [(self._range(), "range")]
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

    def _range(self) -> str:
        """The forecast's bounds as one closed shape."""
        bounds = [
            (i, low, high)
            for i, p in enumerate(self.chart.points)
            if (low := known(p.low)) is not None and (high := known(p.high)) is not None
        ]
        upper = [(self.slots.at(i), self.y(high)) for i, _, high in bounds]
        lower = [(self.slots.at(i), self.y(low)) for i, low, _ in reversed(bounds)]
        return f"{marks.trace([*upper, *lower])}Z" if len(bounds) > 1 else ""

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
        if known(point.low) is not None and known(point.high) is not None:
            span = f"{self.f.value(point.low, unit)} – {self.f.value(point.high, unit)}"
            figures.append((text("Range").to(self.f.locale), span))
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
        for (x, y), scenario in sorted(outer, key=lambda pair: pair[0][1]):
            ceiling = max(y + 4, ceiling + _LINE)
            yield Label(self._name(scenario), x + 1.2, ceiling, f"value {scenario}", "start")

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
    landing = text(
        "Forecast for {period}: {value}.",
        period=f.period(end.start, chart.grain),
        value=f.compact(end.forecast, chart.unit),
    )
    return f"{capitalised(sentence)} {landing.to(f.locale)}"


def _table(chart: Lines, f: Formatter) -> Markup:
    shown = [s for s in told_apart(None) if any(v is not None for v in chart.series(s))]
    head = [text("Period").to(f.locale), *(s.label.to(f.locale) for s in shown)]
    rows = [
        [f.period(p.start, chart.grain), *(f.value(_READ[s](p), chart.unit) for s in shown)]
        for p in chart.points
    ]
    return data_table(chart.name, head, rows, f.locale)
