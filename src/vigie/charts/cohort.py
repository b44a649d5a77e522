"""Retention by cohort: of those who began together, how many are there, period after period."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.message import described, say
from vigie.kit.formats import Formatter, Number, known
from vigie.kit.i18n import text

SMALLEST = 10
"""Members below which a share says little: such cells are hatched and never in a sentence."""
_LIMITS = tuple(Decimal(limit) / 100 for limit in (10, 20, 35, 50))


@dataclass(frozen=True, slots=True)
class CohortRow:
    """Those who began in one period; `counts` is how many are there 1, 2, 3 … periods later."""

    name: str
    size: Number | None
    counts: tuple[Number | None, ...]
    href: str | None = None
    partial: bool = False  # the last count is of a period that is still running

    def share(self, age: int) -> Decimal | None:
        """How much of the cohort is there `age` periods later; None where it is not known."""
        size = known(self.size)
        count = known(self.counts[age - 1]) if 0 < age <= len(self.counts) else None
        return count / size if size and size > 0 and count is not None else None

    @property
    def is_small(self) -> bool:
        return (known(self.size) or 0) < SMALLEST

    @property
    def settled(self) -> int:
        """How many ages are over."""
        return len(self.counts) - self.partial if self.counts else 0


@dataclass(frozen=True, slots=True)
class Cohort:
    """Cohorts from the oldest to the newest, which makes the triangle."""

    name: str
    heading: str  # "First order"
    size_name: str  # "New customers"
    rows: tuple[CohortRow, ...]

    @property
    def ages(self) -> int:
        return max((len(row.counts) for row in self.rows), default=0)

    def mean(self, age: int) -> Decimal | None:
        """The share of all who could be there `age` periods later, small cohorts included."""
        held = [(row, known(row.size)) for row in self.rows if row.settled >= age]
        counts = [known(row.counts[age - 1]) for row, _ in held]
        size = sum((size for _, size in held if size), Decimal(0))
        return sum((count for count in counts if count), Decimal(0)) / size if size else None


def cohort(chart: Cohort, f: Formatter) -> Markup:
    """The table; it is its own accessible form."""
    drawing = _Drawing(chart, f)
    body = marks.join(map(drawing.row, chart.rows))
    caption = described(chart.name, chart, f)
    head = marks.headings(drawing.head())
    table = marks.table("heatmap cohort", caption, head, body, drawing.foot())
    return marks.figure("cohort", drawing.legend() + table)


class _Drawing:
    def __init__(self, chart: Cohort, f: Formatter) -> None:
        self.chart, self.f = chart, f
        self.ages = range(1, chart.ages + 1)

    def legend(self) -> Markup:
        words = text("% of the cohort, by months since the first order").to(self.f.locale)
        small = text("Pale: fewer than {count} members.", count=SMALLEST).to(self.f.locale)
        shown = Markup("<span>{}</span>").format(words)
        if any(row.is_small for row in self.chart.rows):
            shown += Markup("<span>{}</span>").format(small)
        return Markup('<p class="chart-legend">{}</p>').format(shown)

    def head(self) -> Iterator[tuple[str, str]]:
        yield (self.chart.heading, "heading")
        yield (self.chart.size_name, "figure")
        yield from ((f"+{age}", "figure") for age in self.ages)

    def row(self, row: CohortRow) -> Markup:
        cells = marks.named(row.name, row.href)
        cells += Markup('<td class="figure">{}</td>').format(self.f.number(row.size))
        return Markup("<tr>{}</tr>").format(
            cells + marks.join(self._cell(row, age) for age in self.ages)
        )

    def foot(self) -> Markup:
        """What all cohorts kept together."""
        if len(self.chart.rows) < 2 or not self.chart.ages:
            return Markup("")
        total = sum((known(row.size) or Decimal(0) for row in self.chart.rows), Decimal(0))
        figure = Markup('<td class="figure">{}</td>')
        cells = marks.named(text("Together").to(self.f.locale), None)
        cells += figure.format(self.f.number(total))
        cells += marks.join(figure.format(self._share(self.chart.mean(age))) for age in self.ages)
        return Markup("<tr>{}</tr>").format(cells)

    def _cell(self, row: CohortRow, age: int) -> Markup:
        share = row.share(age)
        if share is None:
            return Markup('<td class="figure heat"></td>')
        running = row.partial and age == len(row.counts)
        level = 1 + sum(share >= limit for limit in _LIMITS)
        css = "pale" if row.is_small else f"heat-{level}"
        more = " partial" if running else ""
        return Markup('<td class="figure heat {}{}" data-tip="{}">{}</td>').format(
            css, more, self._tip(row, age, running), self._share(share)
        )

    def _tip(self, row: CohortRow, age: int, running: bool) -> str:
        heading = f"{row.name} · +{age}"
        if running:
            heading = text("{period} to date", period=heading).to(self.f.locale)
        count = self.f.number(row.counts[age - 1])
        share = self.f.percent(row.share(age))
        size = self.f.number(row.size)
        lines = [(self.chart.name, f"{count} / {size}"), ("%", share)]
        return marks.tip(heading, lines)

    def _share(self, share: Decimal | None) -> str:
        return "" if share is None else self.f.percent(share, 0).replace("%", "").strip()


@say.register
def _say(chart: Cohort, f: Formatter) -> str | None:
    """What cohorts keep after one period and after the longest that several have lived."""
    lived = [sum(row.settled >= age for row in chart.rows) for age in range(1, chart.ages + 1)]
    far = max((age for age, count in enumerate(lived, 1) if count >= 3), default=0)
    first, later = chart.mean(1), chart.mean(far) if far > 1 else None
    if first is None or not far or not _is_enough(chart, far):
        return None
    if later is None:
        words = text("{share} order again in the month after.", share=f.percent(first, 0))
        return words.to(f.locale)
    return text(
        "{first} order again in the month after their first order, {later} in month {age}.",
        first=f.percent(first, 0),
        later=f.percent(later, 0),
        age=far,
    ).to(f.locale)


def _is_enough(chart: Cohort, age: int) -> bool:
    sizes = [known(row.size) or 0 for row in chart.rows if row.settled >= age]
    return sum(sizes) >= SMALLEST
