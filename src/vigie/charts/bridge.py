"""A bridge (waterfall): how one total becomes another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.message import described, say
from vigie.charts.scale import Linear, across
from vigie.charts.scenario import Direction, Scenario, verdict
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text

_HEIGHT, _BAR = 30.0, 16.0  # px of a row, of its bar


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One cause and its signed effect."""

    name: str
    effect: Number | None
    href: str | None = None
    selected: bool = False
    note: str | None = None  # a few muted words under the name
    is_faint: bool = False  # no more than usual: drawn lighter


@dataclass(frozen=True, slots=True)
class Bridge:
    """From `start` through the effects to their sum; both ends are drawn as their scenario."""

    name: str
    unit: Unit
    start_name: str
    start: Number
    steps: tuple[BridgeStep, ...]
    end_name: str
    start_scenario: Scenario = Scenario.PY
    end_scenario: Scenario = Scenario.AC
    direction: Direction = Direction.UP

    @property
    def levels(self) -> list[Decimal]:
        """The running total before the first step, and after each."""
        effects = (known(step.effect) or Decimal(0) for step in self.steps)
        return list(accumulate(effects, initial=known(self.start) or Decimal(0)))


def bridge(chart: Bridge, f: Formatter) -> Markup:
    """The table; it is its own accessible form. Causes run down the page, as structure does."""
    drawing = _Drawing(chart, f)
    caption = described(chart.name, chart, f)
    head = marks.headings(drawing.head())
    body = marks.join(drawing.rows())
    table = marks.table("bridge", caption, head, body, Markup(""))
    return marks.figure("bridge", table, any(step.selected for step in chart.steps))


class _Drawing:
    def __init__(self, chart: Bridge, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.levels = chart.levels
        self.x, self.is_cut = _scale(self.levels)
        effects = tuple(step.effect for step in chart.steps if known(step.effect))
        self.magnitude = f.scale(effects or tuple(self.levels), chart.unit)

    def head(self) -> Iterator[tuple[str, str]]:
        yield ("", "heading")
        yield (self.chart.name, "bar")
        yield (self.magnitude.caption, "figure")
        if self.chart.unit.is_additive_scale:
            yield (f"{self.chart.start_scenario.delta(self.f.locale)} %", "figure share")

    def rows(self) -> Iterator[Markup]:
        chart, (first, *after) = self.chart, self.levels
        yield self._total(chart.start_name, first, chart.start_scenario, is_end=False)
        befores = self.levels[:-1]
        for step, before, level in zip(chart.steps, befores, after, strict=True):
            yield self._step(step, before, level)
        yield self._total(chart.end_name, self.levels[-1], chart.end_scenario, is_end=True)

    def _total(self, name: str, level: Decimal, scenario: Scenario, is_end: bool) -> Markup:
        bar = self._bar(Decimal(0), level, scenario.css)
        if self.is_cut:
            bar += marks.line(4, 4, 5, _HEIGHT - 4, "cut") + marks.line(5, 4, 6, _HEIGHT - 4, "cut")
        bar += self._link(level, is_end)
        gap = level - self.levels[0]
        share = self._share(gap) if is_end else ""
        css = verdict(gap, self.chart.direction).value if is_end else ""
        cells = self._cells(marks.named(name, None), bar, self.magnitude.label(level), share, css)
        tip = marks.tip(
            name, [(scenario.label.to(self.f.locale), self.f.value(level, self.chart.unit))]
        )
        return marks.row(cells, tip, css="total")

    def _step(self, step: BridgeStep, before: Decimal, level: Decimal) -> Markup:
        effect = known(step.effect)
        css = verdict(effect, self.chart.direction).value
        look = f"variance {css} faint" if step.is_faint else f"variance {css}"
        bar = self._bar(before, level, look) if effect else Markup("")
        # The running total is handed from the row above to the row below.
        bar = self._link(before, True) + self._link(level, False) + bar
        head = marks.named(step.name, step.href, step.selected, step.note)
        figure = self.magnitude.variance(effect)
        cells = self._cells(head, bar, figure, self._share(effect), css)
        tip = marks.tip(step.name, [("Δ", self.f.variance(effect, self.chart.unit))])
        return marks.row(cells, tip, step.selected)

    def _cells(self, head: Markup, bar: Markup, figure: str, share: str, css: str) -> Markup:
        cells = head + marks.cell(bar, _HEIGHT, "bar")
        cells += Markup('<td class="figure {}">{}</td>').format(css, figure)
        if self.chart.unit.is_additive_scale:  # a rate moves by points, not by per cent
            cells += Markup('<td class="figure share {}">{}</td>').format(css, share)
        return cells

    def _bar(self, start: Decimal, end: Decimal, css: str) -> Markup:
        left, right = self.x(start), self.x(end)
        return marks.rect(left, (_HEIGHT - _BAR) / 2, right - left, _BAR, css)

    def _link(self, level: Decimal, is_above: bool) -> Markup:
        middle, x = _HEIGHT / 2, self.x(level)
        # A row whose name takes several lines is higher than its drawing; its cell clips the rest.
        ends = (-_HEIGHT, middle) if is_above else (middle, 2 * _HEIGHT)
        return marks.line(x, ends[0], x, ends[1], "link")

    def _share(self, gap: Decimal | None) -> str:
        base = abs(self.levels[0])
        if not base or gap is None:
            return ""
        return self.f.relative(gap / base).replace("%", "").strip()


def _scale(levels: Sequence[Decimal]) -> tuple[Linear, bool]:
    """From nought, unless the steps would be slivers: then the base is cut, and marked."""
    low, high = min(levels), max(levels)
    if low > 0 and low > (high - low) * 2:
        return Linear(float(low - (high - low)), float(high), 0, 99), True
    return across(levels, 99), False


@say.register
def _say(chart: Bridge, f: Formatter) -> str | None:
    """The difference between both ends and its largest cause."""
    start, end = chart.levels[0], chart.levels[-1]
    effects = [(effect, step) for step in chart.steps if (effect := known(step.effect))]
    if not effects:
        return None
    effect, step = max(effects, key=lambda pair: abs(pair[0]))
    return text(
        "{end_name}: {end}, {gap} against {start_name}; {cause} weighs most ({effect}).",
        end_name=chart.end_name,
        end=f.compact(end, chart.unit),
        gap=f.variance(end - start, chart.unit),
        start_name=chart.start_name,
        cause=step.name,
        effect=f.variance(effect, chart.unit),
    ).to(f.locale)
