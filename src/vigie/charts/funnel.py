"""A funnel as left-aligned bars with the conversion from step to step."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.message import described, say
from vigie.charts.scale import across
from vigie.charts.scenario import Scenario
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text

_HEIGHT = 30.0  # px of a bar cell


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One stage, in order; `amount` is a second figure printed beside (money of the deals)."""

    name: str
    value: Number | None
    amount: Number | None = None
    previous: Number | None = None  # the same stage a year before, drawn as a tick
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """Stages from the widest on; `conversion` prints each step's share of the one before."""

    name: str
    heading: str  # the name of the stages' column: "Stage"
    unit: Unit
    steps: tuple[FunnelStep, ...]
    amount_name: str | None = None
    amount_unit: Unit = Unit.CURRENCY
    conversion: bool = True


def funnel(chart: Funnel, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    drawing = _Drawing(chart, f)
    befores = (None, *chart.steps)
    body = marks.join(drawing.row(a, b) for a, b in zip(befores, chart.steps, strict=False))
    caption = described(chart.name, chart, f)
    content = marks.table("funnel", caption, marks.headings(drawing.head()), body, Markup(""))
    return marks.figure("funnel", content, any(step.selected for step in chart.steps))


class _Drawing:
    def __init__(self, chart: Funnel, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.x = across([v for step in chart.steps for v in (step.value, step.previous)], 99)
        self.magnitude = f.scale(tuple(step.value for step in chart.steps), chart.unit)
        self.amounts = f.scale(tuple(step.amount for step in chart.steps), chart.amount_unit)
        self.with_amount = any(known(step.amount) is not None for step in chart.steps)

    def head(self) -> Iterator[tuple[str, str]]:
        yield (self.chart.heading, "heading")
        yield (self.chart.name, "bar")
        yield (self.magnitude.caption, "figure")
        if self.chart.conversion:
            yield (text("Conversion").to(self.f.locale), "figure")
        if self.with_amount:
            yield (f"{self.chart.amount_name or ''} {self.amounts.caption}".strip(), "figure")

    def row(self, before: FunnelStep | None, step: FunnelStep) -> Markup:
        figure = Markup('<td class="figure">{}</td>')
        cells = marks.named(step.name, step.href, step.selected)
        cells += marks.cell(self._bar(before, step), _HEIGHT, "bar")
        cells += figure.format(self.magnitude.label(step.value))
        if self.chart.conversion:
            rate = _rate(before, step)
            cells += figure.format("" if before is None else self.f.percent(rate, 0))
        if self.with_amount:
            cells += figure.format(self.amounts.label(step.amount))
        return marks.row(cells, self._tip(before, step), step.selected)

    def _bar(self, before: FunnelStep | None, step: FunnelStep) -> Markup:
        x, drawn = self.x, Markup("")
        if before and (wider := known(before.value)) is not None:
            drawn += marks.rect(x(0), 3, x(wider) - x(0), _HEIGHT - 6, "lost")
        if (value := known(step.value)) is not None:
            drawn += marks.rect(x(0), 3, x(value) - x(0), _HEIGHT - 6, "ac")
        if (then := known(step.previous)) is not None:
            drawn += marks.line(x(then), 0, x(then), _HEIGHT, "previous")
        return drawn

    def _tip(self, before: FunnelStep | None, step: FunnelStep) -> str:
        lines = [(self.chart.name, self.f.value(step.value, self.chart.unit))]
        if self.with_amount:
            amount = self.f.value(step.amount, self.chart.amount_unit)
            lines.append((self.chart.amount_name or "", amount))
        if before and self.chart.conversion:
            rate = self.f.percent(_rate(before, step))
            lines.append((text("Conversion").to(self.f.locale), rate))
        if known(step.previous) is not None:
            lines.append(
                (Scenario.PY.label.to(self.f.locale), self.f.value(step.previous, self.chart.unit))
            )
        return marks.tip(step.name, lines)


@say.register
def _say(chart: Funnel, f: Formatter) -> str | None:
    """How many of the first reach the last, and where most are lost."""
    if len(chart.steps) < 2 or not chart.conversion:
        return None
    first, last = chart.steps[0], chart.steps[-1]
    pairs = [(rate, a, b) for a, b in pairwise(chart.steps) if (rate := _rate(a, b)) is not None]
    through = _rate(first, last)
    if through is None or len(pairs) < 1:
        return None
    sentence = text(
        "{share} of {first} reach {last}.",
        share=f.percent(through),
        first=first.name,
        last=last.name,
    ).to(f.locale)
    rate, a, b = min(pairs, key=lambda pair: pair[0])
    if len(pairs) < 2 or rate >= 1:
        return sentence
    leak = text(
        "The narrowest step is from {before} to {after}: {share}.",
        before=a.name,
        after=b.name,
        share=f.percent(rate, 0),
    )
    return f"{sentence} {leak.to(f.locale)}"


def _rate(before: FunnelStep | None, step: FunnelStep) -> Decimal | None:
    whole, part = known(before.value) if before else None, known(step.value)
    return part / whole if whole and whole > 0 and part is not None and part >= 0 else None
