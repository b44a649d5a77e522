"""Columns over time: actual against a reference, with the variances above."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import axis, marks
from vigie.charts.axis import TimeAxis
from vigie.charts.flags import Flag
from vigie.charts.legend import Key, bar, legend, stroke
from vigie.charts.message import capitalised, described, say, versus
from vigie.charts.panel import Panel
from vigie.charts.scale import Slots
from vigie.charts.scenario import Direction, Scenario, difference, relative, told_apart
from vigie.charts.table import data_table
from vigie.charts.text import Label, place
from vigie.charts.variances import Variances
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain

_CAPTION = 18.0  # px
_FRONT, _BEHIND, _ALONE = (0.30, 0.54), (0.14, 0.54), (0.18, 0.64)  # start, width in a slot
_STREAK, _RECORD = 3, 6  # periods from which on a streak or a record is worth a sentence


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """One period: its first day and the figures of each scenario, None where there is none."""

    start: date
    actual: Number | None = None
    previous: Number | None = None
    plan: Number | None = None
    forecast: Number | None = None  # where the whole period is expected to land
    href: str | None = None  # follows the period (cross-filter, drill)
    partial: bool = False  # the period is still running; compare to date
    selected: bool = False

    def of(self, scenario: Scenario | None) -> Number | None:
        """The figure of a scenario."""
        match scenario:
            case Scenario.AC:
                return self.actual
            case Scenario.PY | Scenario.PP:
                return self.previous
            case Scenario.PL:
                return self.plan
            case Scenario.FC:
                return self.forecast
            case None:
                return None


@dataclass(frozen=True, slots=True)
class Columns:
    """A measure over consecutive periods, against `reference` (PY, PP or PL, None for none)."""

    name: str
    unit: Unit
    grain: Grain
    points: tuple[TimeColumn, ...]
    direction: Direction = Direction.UP
    reference: Scenario | None = Scenario.PY
    height: int = 320  # px, axis included
    flags: tuple[Flag, ...] = ()


def columns(chart: Columns, f: Formatter) -> Markup:
    """The chart and its figures as a table."""
    sentence = described(chart.name, chart, f)
    links = any(point.href for point in chart.points)
    drawing = _Drawing(chart, f)
    plot = marks.canvas(drawing.content(), chart.height, sentence, links)
    return marks.figure(
        "columns",
        legend(drawing.keys()) + plot + _table(chart, f),
        any(point.selected for point in chart.points),
    )


@say.register
def _say(chart: Columns, f: Formatter) -> str | None:
    """The last known period against its reference, then its streak or record."""
    actual = [point for point in chart.points if known(point.actual) is not None]
    if not actual:
        return None
    if chart.grain is Grain.DAY and len(actual) > 1:
        # Days are held against other days of the week: only the best of them is worth a word.
        best = max(actual, key=lambda point: known(point.actual) or Decimal(0))
        words = text(
            "Best day: {day} ({value}).",
            day=f.period(best.start, chart.grain),
            value=f.compact(best.actual, chart.unit),
        )
        return words.to(f.locale) if chart.direction is Direction.UP else None
    last = actual[-1]
    period = f.period(last.start, chart.grain)
    if last.partial:
        period = text("{period} to date", period=period).to(f.locale)
    value = f.compact(last.actual, chart.unit)
    change = versus(last.actual, last.of(chart.reference), chart.reference, chart.unit, f)
    sentence = (
        text("{period}: {value}, {change}.", period=period, value=value, change=change)
        if change
        else text("{period}: {value}.", period=period, value=value)
    )
    more = _streak(chart, actual) or (None if last.partial else _record(actual))
    return capitalised(" ".join(part.to(f.locale) for part in (sentence, more) if part))


def _streak(chart: Columns, actual: Sequence[TimeColumn]) -> Text | None:
    """Consecutive periods up to the last that all miss or beat the reference."""
    gaps = [_gap(p, chart.reference) for p in reversed(actual)]
    if not gaps or not gaps[0]:
        return None
    above, count = gaps[0] > 0, 0
    for gap in gaps:
        if not gap or (gap > 0) != above:
            break
        count += 1
    if count < _STREAK:
        return None
    sentence = (_ROW_ABOVE if above else _ROW_BELOW).get(chart.reference)
    return Text(sentence.template, {"count": count}) if sentence else None


_ROW_ABOVE: dict[Scenario | None, Text] = {
    Scenario.PY: text("{count} periods in a row above the previous year."),
    Scenario.PL: text("{count} periods in a row above plan."),
}
_ROW_BELOW: dict[Scenario | None, Text] = {
    Scenario.PY: text("{count} periods in a row below the previous year."),
    Scenario.PL: text("{count} periods in a row below plan."),
}


def _record(actual: Sequence[TimeColumn]) -> Text | None:
    *before, last = [number for p in actual if (number := known(p.actual)) is not None]
    if len(before) + 1 < _RECORD:
        return None
    if last > max(before):
        return text("The highest of {count} periods.", count=len(before) + 1)
    if last < min(before):
        return text("The lowest of {count} periods.", count=len(before) + 1)
    return None


def _gap(point: TimeColumn, reference: Scenario | None) -> Decimal | None:
    return difference(point.actual, point.of(reference))


def _shown(chart: Columns) -> list[Scenario]:
    """The scenarios of which any figure is known."""
    wanted = told_apart(chart.reference)
    if chart.reference is None:
        wanted = (Scenario.AC, Scenario.FC)
    return [s for s in wanted if any(known(p.of(s)) is not None for p in chart.points)]


def _tip(chart: Columns, point: TimeColumn, f: Formatter) -> str:
    period = f.period(point.start, chart.grain)
    if point.partial:
        period = text("{period} to date", period=period).to(f.locale)
    lines = [
        (s.label.to(f.locale), f.value(point.of(s), chart.unit))
        for s in told_apart(chart.reference)
        if known(point.of(s)) is not None
    ]
    for scenario in told_apart(chart.reference)[1:3]:
        gap = _gap(point, scenario)
        if gap is not None:
            share = relative(point.actual, point.of(scenario))
            percent = chart.unit.is_additive_scale and share is not None
            words = f.variance(gap, chart.unit) + (f" ({f.relative(share)})" if percent else "")
            lines.append((scenario.delta(f.locale), words))
    return marks.tip(period, lines or [(chart.name, f.value(None, chart.unit))])


def _table(chart: Columns, f: Formatter) -> Markup:
    shown = _shown(chart)
    head = [text("Period").to(f.locale), *(s.label.to(f.locale) for s in shown)]
    rows = [
        [f.period(p.start, chart.grain), *(f.value(p.of(s), chart.unit) for s in shown)]
        for p in chart.points
    ]
    return data_table(chart.name, head, rows, f.locale)


class _Drawing:
    """Lays out the strips of variances, the columns and the axis, top to bottom."""

    def __init__(self, chart: Columns, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.slots = Slots(len(chart.points))
        figures = tuple(point.of(scenario) for point in chart.points for scenario in _shown(chart))
        self.magnitude = f.scale(figures, chart.unit)
        compared = any(_gap(p, chart.reference) is not None for p in chart.points)
        self.reference = chart.reference if compared else None
        start, width = _FRONT if self.reference else _ALONE
        self.front, self.center = (start, width), start + width / 2
        self.variances = self._on_top()
        self.floor = chart.height - axis.HEIGHT
        top = (self.variances.bottom if self.variances else 0) + _CAPTION
        self.main = Panel.around(figures, top, self.floor - top)
        starts = [point.start for point in chart.points]
        self.axis = TimeAxis(
            starts, chart.grain, self.slots, self.floor, f, self.center, chart.flags
        )

    def content(self) -> Markup:
        slots = marks.join(self._slot(i, point) for i, point in enumerate(self.chart.points))
        zero = marks.line(
            0, self.main.zero, self.slots.left(self.slots.count), self.main.zero, "axis"
        )
        if not _shown(self.chart):
            return slots + zero + self.axis.breaks() + marks.words(place(self._nothing()))
        strips = self.variances.axes() if self.variances else Markup("")
        return slots + strips + zero + self.axis.breaks() + marks.words(place(self._labels()))

    def keys(self) -> Iterator[Key]:
        """The legend: the actual and its reference as bars, the other one as a level."""
        for scenario in _shown(self.chart):
            if scenario in (Scenario.AC, Scenario.FC, self.reference):
                yield bar(scenario, self.f.locale)
            else:
                yield stroke(scenario, f"level {scenario.css}", self.f.locale)

    def _on_top(self) -> Variances | None:
        if not self.reference:
            return None
        chart = self.chart
        return Variances.on_top(
            [_gap(p, self.reference) for p in chart.points],
            [relative(p.actual, p.of(self.reference)) for p in chart.points]
            if chart.unit.is_additive_scale
            else None,
            self.reference,
            chart.direction,
            self.slots,
            self.center,
        )

    def _slot(self, index: int, point: TimeColumn) -> Markup:
        css = "ground partial" if point.partial else "ground"
        left, width = self.slots.left(index), self.slots.width
        content = marks.rect(left, 0, width, self.floor, css) + self._bars(index, point)
        if self.variances:
            content += self.variances.marks(index)
        return marks.slot(content, _tip(self.chart, point, self.f), point.href, point.selected)

    def _bars(self, index: int, point: TimeColumn) -> Markup:
        drawn = Markup("")
        if self.reference:
            base = point.of(self.reference)
            drawn += self._bar(index, _BEHIND, 0, base, self.reference.css)
        landed = known(point.actual) or 0
        drawn += self._bar(index, self.front, landed, point.forecast, "fc")
        css = "ac partial" if point.partial else "ac"
        drawn += self._bar(index, self.front, 0, point.actual, css)
        other = Scenario.PY if self.reference is Scenario.PL else Scenario.PL
        if self.reference and (level := known(point.of(other))) is not None:
            y, (start, width) = self.main.y(level), self.front
            ends = (self.slots.at(index, start - 0.06), self.slots.at(index, start + width + 0.06))
            drawn += marks.line(ends[0], y, ends[1], y, f"level {other.css}")
        return drawn

    def _bar(
        self, index: int, span: tuple[float, float], base: Number, value: Number | None, css: str
    ) -> Markup:
        number = known(value)
        if number is None:
            return Markup("")
        x, width = self.slots.at(index, span[0]), self.slots.width * span[1]
        y0, y1 = self.main.y(base), self.main.y(number)
        return marks.rect(x, y0, width, y1 - y0, css)

    def _nothing(self) -> Iterator[Sequence[Label]]:
        yield from self.axis.labels()
        words = text("No data").to(self.f.locale)
        yield [Label(words, 50, self.floor / 2, "caption", size=13)]

    def _labels(self) -> Iterator[Sequence[Label]]:
        """Captions, axis, then values: last, highest and lowest before all the others."""
        if self.variances:
            yield from ([label] for label in self.variances.captions(self.magnitude, self.f))
        if caption := self.magnitude.caption:
            yield [Label(caption, 0, self.main.top - 5, "caption", "start")]
        yield from self.axis.labels()
        first = self._remarkable()
        others = [i for i in range(len(self.chart.points)) if i not in first]
        yield from ([label] for i in first if (label := self._so_far(i)))
        for labels in ([self._value(i) for i in first], self._strip_labels(first)):
            yield from ([label] for label in labels if label)
        yield [label for i in others if (label := self._value(i))]
        for make in (self._bar_label, self._pin_label):
            yield [label for i in others if (label := make(i))]

    def _strip_labels(self, indices: Sequence[int]) -> list[Label | None]:
        return [make(i) for make in (self._bar_label, self._pin_label) for i in indices]

    def _remarkable(self) -> list[int]:
        sizes = {
            i: value for i, p in enumerate(self.chart.points) if (value := self._top(p)) is not None
        }
        if not sizes:
            return []
        lowest, highest = min(sizes, key=sizes.__getitem__), max(sizes, key=sizes.__getitem__)
        return list(dict.fromkeys([max(sizes), highest, lowest]))

    def _top(self, point: TimeColumn) -> Number | None:
        """What the column as a whole reaches: the landing where the period is still running."""
        landing = known(point.forecast)
        return known(point.actual) if landing is None else landing

    def _value(self, index: int) -> Label | None:
        point = self.chart.points[index]
        value = self._top(point)
        if value is None:
            return None
        around = (known(point.of(s)) for s in (Scenario.PY, Scenario.PL))
        edges = [value, *(edge for edge in around if edge is not None and self.reference)]
        ys = [self.main.y(edge) for edge in edges if (edge < 0) == (value < 0)]
        y = max(ys) + 11 if value < 0 else min(ys) - 4
        words = self.magnitude.label(value)
        return Label(words, self.slots.at(index, self.center), y, "value")

    def _so_far(self, index: int) -> Label | None:
        """The actual, inside its bar, where the label above tells the landing."""
        point = self.chart.points[index]
        actual = known(point.actual)
        if known(point.forecast) is None or actual is None:
            return None
        y = self.main.y(actual) + 12
        if actual < 0 or y > self.main.zero - 2:
            return None
        words, x = self.magnitude.label(actual), self.slots.at(index, self.center)
        room = self.slots.width * self.front[1]
        return Label(words, x, y, "inside", size=10, room=room)

    def _bar_label(self, index: int) -> Label | None:
        return self.variances.bar_label(index, self.magnitude) if self.variances else None

    def _pin_label(self, index: int) -> Label | None:
        return self.variances.pin_label(index, self.f) if self.variances else None
