"""The two strips above time columns: absolute variance as bars, relative variance as pins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.panel import Panel
from vigie.charts.scale import Slots, without_outliers
from vigie.charts.scenario import Direction, Scenario, verdict
from vigie.charts.text import Label
from vigie.kit.formats import Formatter, Magnitude

_CAPTION = 16.0  # px above a strip, for its name
_BARS, _PINS = 52.0, 50.0
_LARGEST_PIN = 2.0  # a change of more than 200 % is cut off and marked


@dataclass(frozen=True, slots=True)
class Variances:
    """Differences and relative changes per slot, drawn against `reference`."""

    gaps: Sequence[Decimal | None]
    shares: Sequence[Decimal | None]
    reference: Scenario
    direction: Direction
    slots: Slots
    center: float
    bars: Panel
    pins: Panel | None

    @classmethod
    def on_top(
        cls,
        gaps: Sequence[Decimal | None],
        shares: Sequence[Decimal | None] | None,
        reference: Scenario,
        direction: Direction,
        slots: Slots,
        center: float,
    ) -> "Variances":
        """Strips from the chart's top downwards; no pins where `shares` is None."""
        top, pins = _CAPTION, None
        if shares is not None:
            cap = min(without_outliers(shares), _LARGEST_PIN)
            pins = Panel.around(shares, top, _PINS, cap)
            top += _PINS + _CAPTION
        bars = Panel.around(gaps, top, _BARS)
        return cls(gaps, shares or (), reference, direction, slots, center, bars, pins)

    @property
    def bottom(self) -> float:
        return self.bars.bottom

    def axes(self) -> Markup:
        """Zero lines in the style of the reference: light for PY, double for the outlined PL."""
        panels = [panel for panel in (self.pins, self.bars) if panel]
        return marks.join(self._axis(panel.zero) for panel in panels)

    def marks(self, index: int) -> Markup:
        """The bar and the pin of one slot."""
        x, drawn = self.slots.at(index, self.center), Markup("")
        if gap := self.gaps[index]:
            wide = self.slots.width * 0.42
            css = f"variance {verdict(gap, self.direction)}"
            zero = self.bars.zero
            drawn += marks.rect(x - wide / 2, zero, wide, self.bars.y(gap) - zero, css)
        if self.pins and (share := self.shares[index]) is not None:
            drawn += self._pin(self.pins, x, share)
        return drawn

    def captions(self, magnitude: Magnitude, f: Formatter) -> Iterator[Label]:
        """The names of the strips."""
        unit = f.points_caption(magnitude.unit) or magnitude.caption
        for panel, words in ((self.bars, unit), (self.pins, "%")):
            if panel:
                name = f"{self.reference.delta(f.locale)} {words}".strip()
                yield Label(name, 0, panel.top - 5, "caption", "start")

    def bar_label(self, index: int, magnitude: Magnitude) -> Label | None:
        gap = self.gaps[index]
        if gap is None:
            return None
        return self._label(index, self.bars, gap, magnitude.variance(gap), 4)

    def pin_label(self, index: int, f: Formatter) -> Label | None:
        if not self.pins or (share := self.shares[index]) is None:
            return None
        words = f.relative(share, 0 if abs(share) >= Decimal("0.1") else 1)
        return self._label(index, self.pins, share, words.removesuffix("%").rstrip(), 6)

    def _label(self, index: int, panel: Panel, value: Decimal, words: str, gap: float) -> Label:
        y = panel.y(value) + (gap + 7.5 if value < 0 else -gap)
        css = f"value {verdict(value, self.direction)}"
        return Label(words, self.slots.at(index, self.center), y, css, size=10)

    def _pin(self, panel: Panel, x: float, share: Decimal) -> Markup:
        css, y = verdict(share, self.direction).value, panel.y(share)
        stem = marks.line(x, panel.zero, x, y, f"pin {css}")
        if panel.cut(share):
            return stem + marks.triangle(x, y, share > 0, f"variance {css}")
        return stem + marks.square(x, y, 5, f"variance {css}")

    def _axis(self, y: float) -> Markup:
        end = self.slots.left(self.slots.count)
        if self.reference is Scenario.PL:
            return marks.line(0, y - 1, end, y - 1, "axis thin") + marks.line(
                0, y + 1, end, y + 1, "axis thin"
            )
        return marks.line(0, y, end, y, "axis py")
