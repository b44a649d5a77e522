"""Bullet bars: progress towards a target, against bands and the expected pace."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.legend import Key, bar, legend
from vigie.charts.message import described, say
from vigie.charts.scale import across
from vigie.charts.scenario import Direction, Scenario, difference, verdict
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text

_HEIGHT = 26.0  # px of a bar cell
_ALMOST: Final = Decimal("0.999")


@dataclass(frozen=True, slots=True)
class BulletRow:
    """One measure against its target; `pace` is where it should stand today."""

    name: str
    value: Number | None
    target: Number | None = None
    pace: Number | None = None
    previous: Number | None = None
    bands: tuple[Number, ...] = ()  # rising limits, shaded from dark to light
    href: str | None = None
    selected: bool = False

    @property
    def attainment(self) -> Decimal | None:
        """The share of the target that is reached."""
        value, target = known(self.value), known(self.target)
        return value / target if value is not None and target and target > 0 else None


@dataclass(frozen=True, slots=True)
class Bullets:
    """Rows on one common scale."""

    name: str
    heading: str
    unit: Unit
    rows: tuple[BulletRow, ...]
    direction: Direction = Direction.UP


def bullets(chart: Bullets, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    drawing = _Drawing(chart, f)
    caption = described(chart.name, chart, f)
    head = marks.headings(
        [
            (chart.heading, "heading"),
            (chart.name, "bar"),
            (drawing.caption(Scenario.AC), "figure"),
            (drawing.caption(Scenario.PL), "figure plan"),
            (f"% {Scenario.PL.short.to(f.locale)}", "figure"),
        ]
    )
    body = marks.join(drawing.row(row) for row in chart.rows)
    content = legend(drawing.keys()) + marks.table("bullets", caption, head, body, Markup(""))
    return marks.figure("bullets", content, any(row.selected for row in chart.rows))


class _Drawing:
    def __init__(self, chart: Bullets, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.magnitude = f.scale(
            tuple(v for r in chart.rows for v in (r.value, r.target)), chart.unit
        )
        figures = [v for r in chart.rows for v in (r.value, r.target, r.pace, r.previous, *r.bands)]
        self.x = across(figures, 99)

    def caption(self, scenario: Scenario) -> str:
        """A column heading: the scenario and the unit."""
        return f"{scenario.short.to(self.f.locale)} {self.magnitude.caption}".strip()

    def keys(self) -> Iterator[Key]:
        """The legend, of what is drawn."""
        yield bar(Scenario.AC, self.f.locale)
        for css, words in (
            ("target", Scenario.PL.label.to(self.f.locale)),
            ("pace", text("Expected today").to(self.f.locale)),
            ("previous", Scenario.PY.label.to(self.f.locale)),
        ):
            if any(known(getattr(row, css)) is not None for row in self.chart.rows):
                yield Key(words, stroke=css)

    def row(self, row: BulletRow) -> Markup:
        figure = Markup('<td class="figure {}">{}</td>')
        expected = known(row.pace) if known(row.pace) is not None else row.target
        css = verdict(difference(row.value, expected), self.chart.direction).value
        cells = marks.named(row.name, row.href, row.selected)
        cells += marks.cell(self._bar(row), _HEIGHT, "bar")
        cells += figure.format("", self.magnitude.label(row.value))
        cells += figure.format("plan", self.magnitude.label(row.target))
        cells += figure.format(css, _attained(row.attainment, self.f))
        return marks.row(cells, self._tip(row), row.selected)

    def _bar(self, row: BulletRow) -> Markup:
        x, zero, drawn = self.x, self.x(0), Markup("")
        for level in range(len(row.bands) - 1, -1, -1):
            css = f"band band-{min(level + 1, 3)}"
            drawn += marks.rect(zero, 2, x(row.bands[level]) - zero, _HEIGHT - 4, css)
        if (target := known(row.target)) is not None and not row.bands:
            drawn += marks.rect(zero, 5, x(target) - zero, _HEIGHT - 10, "pl")
        if (value := known(row.value)) is not None:
            drawn += marks.rect(zero, 9, x(value) - zero, _HEIGHT - 18, "ac")
        for figure, css in ((row.previous, "previous"), (row.pace, "pace"), (row.target, "target")):
            if (level_at := known(figure)) is not None:
                drawn += marks.line(x(level_at), 3, x(level_at), _HEIGHT - 3, css)
        return drawn + marks.line(zero, 0, zero, _HEIGHT, "axis")

    def _tip(self, row: BulletRow) -> str:
        names = (
            (Scenario.AC.label.to(self.f.locale), row.value),
            (Scenario.PL.label.to(self.f.locale), row.target),
            (text("Expected today").to(self.f.locale), row.pace),
            (Scenario.PY.label.to(self.f.locale), row.previous),
        )
        lines = [(n, self.f.value(v, self.chart.unit)) for n, v in names if known(v) is not None]
        return marks.tip(row.name, lines)


def _attained(rate: Decimal | None, f: Formatter) -> str:
    """The share that is reached; what falls short of the whole is not written as the whole."""
    if rate is None or rate >= 1 or round(rate, 2) < 1:
        return f.percent(rate, 0)
    return f.percent(min(rate, _ALMOST), 1)


@say.register
def _say(chart: Bullets, f: Formatter) -> str | None:
    """How many are at their target or at today's pace, and who is furthest behind."""
    judged = [(rate, row) for row in chart.rows if (rate := row.attainment) is not None]
    if len(judged) < 2 or chart.direction is not Direction.UP:
        return None
    reached = sum(1 for rate, _ in judged if rate >= 1)
    if reached == len(judged):
        return text("All {count} have reached their target.", count=reached).to(f.locale)
    rate, last = min(judged, key=lambda pair: pair[0])
    return text(
        "{reached} of {count} have reached their target; {name} is furthest from it ({share}).",
        reached=reached,
        count=len(judged),
        name=last.name,
        share=_attained(rate, f),
    ).to(f.locale)
