"""The time axis that columns and lines share: ticks, and under them the years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.flags import Flag, flags
from vigie.charts.scale import Slots
from vigie.charts.text import Label, strides
from vigie.kit.formats import Formatter
from vigie.kit.periods import Grain

HEIGHT = 34.0
"""Px that the axis takes under a drawing."""

_STEPS = {Grain.MONTH: (1, 3, 6, 12, 24, 48), Grain.WEEK: (1, 2, 4, 13, 26, 52)}
_DOUBLING = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Consecutive periods in slots; `center` is where in its slot a period's mark stands."""

    starts: Sequence[date]
    grain: Grain
    slots: Slots
    top: float
    formatter: Formatter
    center: float = 0.5
    flags: Sequence[Flag] = ()

    def labels(self) -> Iterator[Sequence[Label]]:
        """Tiers for `text.place`: the years, then ticks from sparse to dense."""
        groups = self._groups()
        for index, group in enumerate(groups):
            if group and (index == 0 or group != groups[index - 1]):
                x = self.slots.at(index, 0.06)
                yield [Label(group, x, self.top + 28, "group", "start")]
        for tier in strides(len(groups), _STEPS.get(self.grain, _DOUBLING)):
            yield [
                Label(self._tick(i), self.slots.at(i, self.center), self.top + 14, "tick")
                for i in tier
            ]

    def breaks(self) -> Markup:
        """A fine stroke where a year ends, and the flags of what happened."""
        changes = [i for i, (a, b) in enumerate(pairwise(self._groups()), 1) if a != b]
        strokes = marks.join(
            marks.line(x, self.top + 3, x, self.top + HEIGHT - 4, "break")
            for x in map(self.slots.left, changes)
        )
        return strokes + flags(self.flags, self.slots, self.center, self.top)

    def _tick(self, index: int) -> str:
        return self.formatter.tick(self.starts[index], self.grain)

    def _groups(self) -> list[str]:
        return [self.formatter.tick_group(start, self.grain) for start in self.starts]
