"""Small multiples: the same columns for each member, all on one scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import crossed, marks
from vigie.charts.change import change
from vigie.charts.crossed import Crossed, Series
from vigie.charts.legend import Key, bar, legend
from vigie.charts.message import ADDITIVE, capitalised, described, say
from vigie.charts.panel import Panel
from vigie.charts.scale import Slots
from vigie.charts.scenario import Direction, Scenario, difference
from vigie.charts.text import Label, place
from vigie.kit.formats import Formatter, Number, known
from vigie.kit.i18n import text

_HEIGHT, _AXIS = 96.0, 15.0  # px of one small chart, of its axis
_WIDTH = 170  # px of the narrowest
_BEHIND, _FRONT = (0.06, 0.6), (0.26, 0.68)  # start, width in a slot


@dataclass(frozen=True, slots=True)
class Multiples(Crossed):
    """One small chart a member, against the previous year where it is known."""

    direction: Direction = Direction.UP
    earlier: Scenario = Scenario.PY  # what `Series.previous` is: PY or PP


def multiples(chart: Multiples, f: Formatter) -> Markup:
    """The small charts, a common legend, and all figures as one table."""
    drawing = _Drawing(chart, f)
    items = marks.join(map(drawing.item, chart.series))
    grid = Markup('<ul class="multiples" aria-label="{}">{}</ul>').format(
        described(chart.name, chart, f), items
    )
    selected = any(one.selected for one in chart.series)
    content = drawing.legend() + grid + crossed.table(chart, f)
    return marks.figure("multiples", content, selected)


class _Drawing:
    def __init__(self, chart: Multiples, f: Formatter) -> None:
        self.chart, self.f = chart, f
        figures = [*chart.figures(), *(v for one in chart.series for v in one.previous)]
        self.magnitude = f.scale(tuple(chart.figures()), chart.unit)
        self.main = Panel.around(figures, 2, _HEIGHT - _AXIS - 2)
        self.slots = Slots(len(chart.starts), 50)

    def legend(self) -> Markup:
        """The scenarios, and the unit and scale that all charts share."""
        scenarios = [Scenario.AC]
        if any(known(v) is not None for one in self.chart.series for v in one.previous):
            scenarios.append(self.chart.earlier)
        words = text("one scale for all").to(self.f.locale)
        unit = ", ".join(part for part in (self.magnitude.caption, words) if part)
        return legend([*(bar(scenario, self.f.locale) for scenario in scenarios), Key(unit)])

    def item(self, one: Series) -> Markup:
        total, before = _whole(self.chart, one)
        figure = self.magnitude.label(total) if total is not None else ""
        moved = change(total, before, self.chart.unit, self.chart.direction, self.f)
        name = Markup('<a href="{}">{}</a>').format(one.href, one.name) if one.href else one.name
        head = Markup(
            '<p class="multiple-head"><span class="name">{}</span>'
            '<span class="figure">{} {}</span></p>'
        ).format(name, figure, moved)
        plot = marks.canvas(self._columns(one), _HEIGHT, one.name, False)
        css = "selected" if one.selected else ""
        return Markup('<li class="{}">{}{}</li>').format(css, head, plot)

    def _columns(self, one: Series) -> Markup:
        slots = marks.join(self._slot(one, i) for i in range(len(self.chart.starts)))
        zero = marks.line(0, self.main.zero, 100, self.main.zero, "axis")
        return slots + zero + marks.words(place(self._labels(one), (_WIDTH,)))

    def _slot(self, one: Series, index: int) -> Markup:
        left, width = self.slots.left(index), self.slots.width
        drawn = marks.rect(left, 0, width, _HEIGHT - _AXIS, "ground")
        before = one.previous[index] if one.previous else None
        running = self.chart.partial and index == len(self.chart.starts) - 1
        drawn += self._bar(index, _BEHIND, before, "py")
        drawn += self._bar(index, _FRONT, one.values[index], "ac partial" if running else "ac")
        return marks.slot(drawn, self._tip(one, index), None)

    def _bar(self, index: int, span: tuple[float, float], value: Number | None, css: str) -> Markup:
        number = known(value)
        if number is None:
            return Markup("")
        y = self.main.y(number)
        x, width = self.slots.at(index, span[0]), self.slots.width * span[1]
        return marks.rect(x, self.main.zero, width, y - self.main.zero, css)

    def _tip(self, one: Series, index: int) -> str:
        unit = self.chart.unit
        lines = [(Scenario.AC.label.to(self.f.locale), self.f.value(one.values[index], unit))]
        if one.previous and known(one.previous[index]) is not None:
            before = self.f.value(one.previous[index], unit)
            lines.append((self.chart.earlier.label.to(self.f.locale), before))
            gap = difference(one.values[index], one.previous[index])
            lines.append((self.chart.earlier.delta(self.f.locale), self.f.variance(gap, unit)))
        return marks.tip(f"{one.name} · {self.chart.period(index, self.f)}", lines)

    def _labels(self, one: Series) -> Iterator[Sequence[Label]]:
        """The first and last period, then the last figure, the highest and the lowest."""
        if starts := self.chart.starts:
            first, last = (self.f.period(s, self.chart.grain) for s in (starts[0], starts[-1]))
            end = self.slots.left(self.slots.count)
            yield [Label(last, end, _HEIGHT - 3, "tick", "end", size=10)]
            yield [Label(first, 0, _HEIGHT - 3, "tick", "start", size=10)]
        found = {i: v for i, value in enumerate(one.values) if (v := known(value)) is not None}
        if not found:
            return
        lowest, highest = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
        for index in dict.fromkeys((max(found), highest, lowest)):
            value = found[index]
            y = self.main.y(value) + 10 if value < 0 else self.main.y(value) - 3
            words = self.magnitude.label(value)
            yield [Label(words, self.slots.at(index), y, "value", size=10)]


def _whole(chart: Multiples, one: Series) -> tuple[Decimal | None, Decimal | None]:
    """All periods together and what they were where figures add up; else the last one."""
    if chart.unit not in ADDITIVE:
        index = chart.settled
        before = one.previous[index] if one.previous and index is not None else None
        return (known(one.values[index]) if index is not None else None), known(before)
    now = {i: v for i, value in enumerate(one.values) if (v := known(value)) is not None}
    then = {i: v for i, value in enumerate(one.previous) if (v := known(value)) is not None}
    whole = sum(now.values(), Decimal(0)) if now else None
    # A sum is held against as many periods, or against nothing.
    return whole, sum(then.values(), Decimal(0)) if now and now.keys() == then.keys() else None


@say.register
def _say(chart: Multiples, f: Formatter) -> str | None:
    """How many members have grown, and who has lost most."""
    gaps = [(gap, s) for s in chart.series if (gap := difference(*_whole(chart, s))) is not None]
    if len(gaps) < 2 or chart.direction is not Direction.UP:
        return None
    grown = sum(gap > 0 for gap, _ in gaps)
    gap, last = min(gaps, key=lambda pair: pair[0])
    if gap >= 0:
        words = text("Not one of {count} has fallen.", count=len(gaps))
        return words.to(f.locale)
    if not grown:
        return text(
            "None of {count} has grown; {name} loses most ({gap}).",
            count=len(gaps),
            name=last.name,
            gap=f.variance(gap, chart.unit),
        ).to(f.locale)
    return capitalised(
        text(
            "{grown} of {count} have grown; {name} loses most ({gap}).",
            grown=grown,
            count=len(gaps),
            name=last.name,
            gap=f.variance(gap, chart.unit),
        ).to(f.locale)
    )
