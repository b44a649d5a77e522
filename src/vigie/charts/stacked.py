"""Columns over time made of parts: how much, or what share, each member has of the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import axis, crossed, marks
from vigie.charts.axis import TimeAxis
from vigie.charts.crossed import Crossed
from vigie.charts.legend import legend, part
from vigie.charts.message import ADDITIVE, capitalised, described, say
from vigie.charts.scale import Linear, Slots, from_zero
from vigie.charts.text import WIDTHS, Label, Placed, place
from vigie.kit.formats import Formatter, Unit, known
from vigie.kit.i18n import text

_PLOT = 76.0  # per cent of the width; the rest names the parts
_TOP, _LINE = 32.0, 13.0
_BAR = 0.7  # of a slot
_SHADES = 6
_NAME = "part-name"
_WORDS = 26


@dataclass(frozen=True, slots=True)
class Stacked(Crossed):
    """Parts from the bottom up in the order given; `is_share` draws each whole as 100 %."""

    is_share: bool = False
    height: int = 300

    def parts(self, index: int) -> list[tuple[Decimal, Decimal]]:
        """Where each part begins and ends; a negative one hangs below nought."""
        values = [known(one.values[index]) or Decimal(0) for one in self.series]
        if self.is_share:
            whole = sum((abs(value) for value in values), Decimal(0))
            values = [value / whole if whole else Decimal(0) for value in values]
        above = below = Decimal(0)
        found = []
        for value in values:
            if value < 0:
                found.append((below, below := below + value))
            else:
                found.append((above, above := above + value))
        return found

    def whole(self, index: int) -> Decimal | None:
        """All parts together; None where none is known."""
        found = [v for one in self.series if (v := known(one.values[index])) is not None]
        return sum(found, Decimal(0)) if found else None


def stacked(chart: Stacked, f: Formatter) -> Markup:
    """The chart and its figures as a table."""
    sentence = described(chart.name, chart, f)
    drawing = _Drawing(chart, f)
    plot = marks.canvas(drawing.content(), chart.height, sentence, False)
    return marks.figure("stacked", drawing.legend() + plot + crossed.table(chart, f))


class _Drawing:
    def __init__(self, chart: Stacked, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.stacks = [chart.parts(index) for index in range(len(chart.starts))]
        edges = [edge for stack in self.stacks for part in stack for edge in part]
        self.wholes = [chart.whole(index) for index in range(len(chart.starts))]
        unit = Unit.RATIO if chart.is_share else chart.unit
        self.magnitude = f.scale(tuple(edges if chart.is_share else self.wholes), unit)
        self.floor = chart.height - axis.HEIGHT
        self.y = Linear(*from_zero(edges), self.floor - 2, _TOP)
        self.slots = Slots(len(chart.starts), _PLOT / 4, _PLOT)
        self.axis = TimeAxis(
            chart.starts, chart.grain, self.slots, self.floor, f, flags=chart.flags
        )
        self.placed, self.named_from = self._placed()

    def content(self) -> Markup:
        slots = marks.join(map(self._slot, range(len(self.chart.starts))))
        end = self.slots.left(self.slots.count)
        zero = marks.line(0, self.y(0), end, self.y(0), "axis")
        return slots + zero + self.axis.breaks() + marks.words(self.placed)

    def legend(self) -> Markup:
        """The parts from the top down, where the chart is too narrow to name them beside it."""
        if self.named_from == WIDTHS[0]:
            return Markup("")
        names = [_short(one.name) for one in self.chart.series]
        keys = (part(name, _shade(i)) for i, name in enumerate(names))
        return legend(reversed([*keys]), f"below-{self.named_from}" if self.named_from else "")

    def _placed(self) -> tuple[list[Placed], int]:
        """Labels, and the width from which on every part is named; 0 where one never is."""
        found = place(self._labels())
        names = [one.from_width for one in found if one.label.css.startswith(_NAME)]
        whole = len(names) == len(self.chart.series)
        start = max(names, default=WIDTHS[0]) if whole else 0
        others = [one for one in found if not one.label.css.startswith(_NAME)]
        named = [Placed(one.label, start) for one in found if start and one not in others]
        return others + named, start

    def _slot(self, index: int) -> Markup:
        left, width = self.slots.left(index), self.slots.width
        running = self.chart.partial and index == len(self.chart.starts) - 1
        css = "ground partial" if running else "ground"
        drawn = marks.rect(left, 0, width, self.floor, css)
        for place_, (start, end) in enumerate(self.stacks[index]):
            y = self.y(start)
            x, size = self.slots.at(index, (1 - _BAR) / 2), width * _BAR
            drawn += marks.rect(x, y, size, self.y(end) - y, f"part {_shade(place_)}")
        return marks.slot(drawn, self._tip(index), None)

    def _tip(self, index: int) -> str:
        whole = self.wholes[index]
        figures = []
        for one in reversed(self.chart.series):
            value = known(one.values[index])
            words = self.f.value(value, self.chart.unit)
            if value is not None and whole and value >= 0 and whole > 0:
                words += f" ({self.f.percent(value / whole, 0)})"
            figures.append((one.name, words))
        total = self.f.value(whole, self.chart.unit)
        figures.append((text("Total").to(self.f.locale), total))
        return marks.tip(self.chart.period(index, self.f), figures)

    def _labels(self) -> Iterator[Sequence[Label]]:
        if caption := self.magnitude.caption:
            yield [Label(caption, 0, 12, "caption", "start")]
        yield from self.axis.labels()
        yield from ([label] for label in self._names())
        wholes = [label for i in range(len(self.stacks)) if (label := self._whole(i))]
        yield wholes
        for place_ in range(len(self.chart.series)):
            inside = [self._inside(i, place_) for i in range(len(self.stacks))]
            yield [label for label in inside if label]

    def _whole(self, index: int) -> Label | None:
        whole = self.wholes[index]
        if whole is None or self.chart.is_share:
            return None
        top = max((edge for part in self.stacks[index] for edge in part), default=Decimal(0))
        words = self.magnitude.label(whole)
        return Label(words, self.slots.at(index), self.y(top) - 4, "value")

    def _inside(self, index: int, place_: int) -> Label | None:
        start, end = self.stacks[index][place_]
        height = abs(self.y(end) - self.y(start))
        if height < _LINE or start == end:
            return None
        middle = (self.y(start) + self.y(end)) / 2 + 3.5
        room = self.slots.width * _BAR
        words = self._written(end - start)
        css = f"on-{_shade(place_)}"
        return Label(words, self.slots.at(index), middle, css, size=10, room=room)

    def _written(self, size: Decimal) -> str:
        if self.chart.is_share:
            return self.f.percent(abs(size), 0).replace("%", "").strip()
        return self.magnitude.label(size)

    def _names(self) -> Iterator[Label]:
        """Each part named beside the last column, pushed apart where it is thin."""
        if not self.stacks:
            return
        ends = [self.y((start + end) / 2) + 4 for start, end in self.stacks[-1]]
        floor, x = self.floor, self.slots.left(self.slots.count) + 0.8
        for place_, one in enumerate(self.chart.series):
            y = min(ends[place_], floor)
            floor = y - _LINE
            yield Label(_short(one.name), x, y, f"{_NAME} {_shade(place_)}", "start", size=10)


def _short(name: str) -> str:
    return name if len(name) <= _WORDS else f"{name[: _WORDS - 1].rstrip()}…"


def _shade(index: int) -> str:
    return f"shade-{min(index, _SHADES - 1) + 1}"


@say.register
def _say(chart: Stacked, f: Formatter) -> str | None:
    """Whose share moved most between the first and the last whole period."""
    last = chart.settled
    if last is None or last < 1 or chart.unit not in ADDITIVE:
        return None
    now, before = _shares(chart, last), _shares(chart, 0)
    if not now or not before or len(now) < 2:
        return None
    moves = [
        (after - then, one.name, then, after)
        for one, then, after in zip(chart.series, before, now, strict=True)
    ]
    _, name, then, after = max(moves, key=lambda move: abs(move[0]))
    if f.percent(then, 0) == f.percent(after, 0):
        words = text("Shares stand as in {period}.", period=chart.period(0, f))
        return words.to(f.locale)
    sentence = text(
        "{name}: {after} of the total in {period}, after {then} in {first}.",
        name=name,
        after=f.percent(after, 0),
        period=chart.period(last, f),
        then=f.percent(then, 0),
        first=chart.period(0, f),
    )
    return capitalised(sentence.to(f.locale))


def _shares(chart: Stacked, index: int) -> list[Decimal]:
    """Each part's share; none where a part is negative or the whole is nought."""
    values = [known(one.values[index]) or Decimal(0) for one in chart.series]
    whole = sum(values, Decimal(0))
    if whole <= 0 or min(values, default=Decimal(0)) < 0:
        return []
    return [value / whole for value in values]
