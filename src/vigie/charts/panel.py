"""A strip of a chart with a zero line of its own, and room for labels outside its bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from vigie.charts.scale import Linear, from_zero
from vigie.kit.formats import Number

_LABEL = 14.0  # px


@dataclass(frozen=True, slots=True)
class Panel:
    """Maps figures to px between `top` and `top + height`; nought is always inside."""

    top: float
    height: float
    scale: Linear

    @classmethod
    def around(
        cls, values: Sequence[Number | None], top: float, height: float, cap: float | None = None
    ) -> "Panel":
        """A panel that holds `values`; those larger than `cap` are cut off at it."""
        low, high = from_zero(values)
        if cap is not None:
            low, high = max(low, -cap), min(high, cap)
        floor = top + height - (_LABEL if low < 0 else 0)
        return cls(top, height, Linear(low, high, floor, top + (_LABEL if high > 0 else 0)))

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def zero(self) -> float:
        return self.y(0)

    def y(self, value: Number) -> float:
        return self.scale(value)

    def cut(self, value: Number) -> bool:
        """Whether the bar of `value` goes on beyond the panel."""
        return not self.scale.low <= float(value) <= self.scale.high
