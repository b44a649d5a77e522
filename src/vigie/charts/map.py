"""A map of the French regions or departments; places that are not on it are listed beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from markupsafe import Markup

from vigie.charts import geography, marks
from vigie.charts.geography import BOX, Level, Region
from vigie.charts.message import ADDITIVE, described, say
from vigie.charts.scenario import Direction, Scenario, difference, relative
from vigie.charts.table import data_table
from vigie.charts.text import Label, place
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import text

_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A region or department by name, INSEE or ISO code (`Bretagne`, `53`, `FR-BRE`)."""

    name: str
    value: Number | None
    previous: Number | None = None
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class RegionMap:
    """A measure by place, in five steps of one hue; without a known region, a grid of tiles."""

    name: str
    unit: Unit
    places: tuple[Place, ...]
    direction: Direction = Direction.UP
    earlier: Scenario = Scenario.PY  # what `Place.previous` is: PY or PP
    level: Level = Level.REGION


def region_map(chart: RegionMap, f: Formatter) -> Markup:
    """The map with its legend, the places it does not know, and the figures as a table."""
    codes = geography.codes(chart.level)
    shapes = {shape.code: shape for shape in geography.shapes(chart.level)}
    on_map: dict[str, Place] = {}
    elsewhere: list[Place] = []
    for item in chart.places:
        code = codes.get(geography.folded(item.name)) or codes.get(item.name)
        if code in shapes and code not in on_map:
            on_map[code] = item
        else:
            elsewhere.append(item)
    drawing = _Drawing(chart, f)
    parts = Markup("")
    if on_map:
        parts += drawing.map([(region, on_map.get(region.code)) for region in shapes.values()])
    if elsewhere:
        heading = text("Not on the map").to(f.locale) if on_map else ""
        parts += drawing.tiles(elsewhere, heading)
    selected = any(item.selected for item in chart.places)
    return marks.figure("map", parts + drawing.legend() + _table(chart, f), selected)


class _Drawing:
    def __init__(self, chart: RegionMap, f: Formatter) -> None:
        self.chart, self.f = chart, f
        values = [item.value for item in chart.places]
        self.magnitude = f.scale(tuple(values), chart.unit)
        self.limits = _limits([v for value in values if (v := known(value)) is not None])

    def map(self, regions: Sequence[tuple[Region, Place | None]]) -> Markup:
        """The regions with their figures; words are in units of the box, which is about 1 px."""
        shapes = marks.join(self._shape(region, item) for region, item in regions)
        first = sorted(regions, key=lambda pair: -((known(pair[1].value) or 0) if pair[1] else 0))
        tiers = [label for region, item in first for label in self._labels(region, item)]
        words = marks.words(place(([label] for label in tiers), (BOX[0],)))
        links = any(item.href for item in self.chart.places)
        sentence = described(self.chart.name, self.chart, self.f)
        return Markup(
            '<svg class="map" viewBox="0 0 {} {}" role="{}" aria-label="{}">{}{}</svg>'
        ).format(*BOX, "group" if links else "img", sentence, shapes, words)

    def tiles(self, places: Sequence[Place], heading: str) -> Markup:
        cells = marks.join(map(self._tile, places))
        title = Markup('<p class="tiles-heading">{}</p>').format(heading) if heading else Markup("")
        return title + Markup('<ul class="tile-grid">{}</ul>').format(cells)

    def legend(self) -> Markup:
        """The five steps with their lower limits."""
        if len(self.limits) < 2:
            return Markup("")
        swatch = Markup('<li><svg width="22" height="10" aria-hidden="true">{}</svg>{}</li>')
        steps = marks.join(
            swatch.format(marks.rect(0, 0, 100, 10, f"level-{i + 1}"), self._from(limit))
            for i, limit in enumerate(self.limits)
        )
        credit = text("Map: {credit}", credit=geography.CREDIT).to(self.f.locale)
        return Markup(
            '<ul class="map-legend"><li class="unit">{}</li>{}</ul><p class="credit">{}</p>'
        ).format(self.magnitude.caption, steps, credit)

    def _from(self, limit: Decimal) -> str:
        return text("from {limit} on", limit=self.magnitude.label(limit)).to(self.f.locale)

    def _shape(self, region: Region, item: Place | None) -> Markup:
        css = self._level(item.value if item else None)
        path = Markup('<path d="{}" class="{}"/>').format(region.outline, css)
        missing = Place(region.name, None)
        coded = f"{region.name} ({region.code})" if self._is_fine else region.name
        tip = self._tip(item or missing, coded)
        item = item or missing
        return marks.slot(path, tip, item.href, item.selected, "region")

    def _tile(self, item: Place) -> Markup:
        content = Markup('<span class="name">{}</span> <span class="figure">{}</span>').format(
            item.name, self.magnitude.full(item.value)
        )
        current = Markup(' aria-current="true"') if item.selected else Markup("")
        inner = (
            Markup('<a href="{}"{}>{}</a>').format(item.href, current, content)
            if item.href
            else content
        )
        return Markup('<li class="{}" data-tip="{}">{}</li>').format(
            self._level(item.value), self._tip(item, item.name), inner
        )

    @property
    def _is_fine(self) -> bool:
        return self.chart.level is Level.DEPARTMENT

    def _level(self, value: Number | None) -> str:
        number = known(value)
        if number is None:
            return "level-none"
        if number < 0:
            return "level-negative"
        return f"level-{max(1, sum(number >= limit for limit in self.limits))}"

    def _labels(self, region: Region, item: Place | None) -> list[Label]:
        """The figure, and above it the name where both fit."""
        if not item or known(item.value) is None:
            return []
        css, y = f"on {self._level(item.value)}", region.y / 100 * BOX[1]
        if self._is_fine:
            return [
                Label(self.magnitude.label(item.value), region.x, y + 4, f"value {css}", size=8)
            ]
        return [
            Label(self.magnitude.label(item.value), region.x, y + 8, f"value {css}", size=12),
            Label(region.short, region.x, y - 5, f"name {css}", size=10),
        ]

    def _tip(self, item: Place, name: str) -> str:
        unit = self.chart.unit
        lines = [(self.chart.name, self.f.value(item.value, unit))]
        gap, share = difference(item.value, item.previous), relative(item.value, item.previous)
        if gap is not None:
            percent = f" ({self.f.relative(share)})" if share and unit.is_additive_scale else ""
            lines.append(
                (self.chart.earlier.label.to(self.f.locale), self.f.value(item.previous, unit))
            )
            lines.append(
                (self.chart.earlier.delta(self.f.locale), self.f.variance(gap, unit) + percent)
            )
        return marks.tip(name, lines)


@say.register
def _say(chart: RegionMap, f: Formatter) -> str | None:
    """Who leads, and how few places make half of the whole."""
    valued = [(value, item) for item in chart.places if (value := known(item.value)) is not None]
    if len(valued) < 2 or chart.direction is Direction.DOWN:
        return None
    valued.sort(key=lambda pair: pair[0], reverse=True)
    value, first = valued[0]
    figure = f.compact(value, chart.unit)
    if not any(value for value, _ in valued):
        return text("All are at {value}.", value=figure).to(f.locale)
    total = sum(value for value, _ in valued)
    if chart.unit not in ADDITIVE or valued[-1][0] < 0 or not total:
        return text("{name} leads with {value}.", name=first.name, value=figure).to(f.locale)
    running = list(accumulate(value for value, _ in valued))
    half = next(i for i, level in enumerate(running, 1) if level * 2 >= total)
    if half == 1:
        share = f.percent(value / total, 0)
        return text(
            "{name} leads with {value}, {share} of the total.",
            name=first.name,
            value=figure,
            share=share,
        ).to(f.locale)
    return text(
        "{name} leads with {value}; the first {few} of {count} make {share} of the total.",
        name=first.name,
        value=figure,
        few=half,
        count=len(valued),
        share=f.percent(running[half - 1] / total, 0),
    ).to(f.locale)


def _limits(values: Sequence[Decimal]) -> list[Decimal]:
    """Lower limits of the steps, each holding about as many places; fewer for few values."""
    ranked = sorted({value for value in values if value >= 0})
    if not ranked:
        return []
    steps = min(_LEVELS, len(ranked))
    return [ranked[index * len(ranked) // steps] for index in range(steps)]


def _table(chart: RegionMap, f: Formatter) -> Markup:
    ranked = sorted(chart.places, key=lambda item: -(known(item.value) or 0))
    rows = [(p.name, f.value(p.value, chart.unit), f.value(p.previous, chart.unit)) for p in ranked]
    place_name = text("Place").to(f.locale)
    return data_table(
        chart.name, (place_name, chart.name, chart.earlier.label.to(f.locale)), rows, f.locale
    )
