"""Numbered flags on a time axis: something happened here, and a list beneath says what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.scale import Slots

_RADIUS, _ABOVE, _APART = 7.0, 10.0, 16.0  # px: of a flag, over the axis, between flags


@dataclass(frozen=True, slots=True)
class Flag:
    """What happened from the slot `first` to the slot `last`; `number` is that of the list."""

    number: int
    first: int
    last: int


def flags(found: Sequence[Flag], slots: Slots, center: float, floor: float) -> Markup:
    """The flags just over the axis at `floor`; those of one slot stand above each other."""
    stacked: Counter[int] = Counter()
    drawn = []
    for flag in found:
        y = floor - _ABOVE - _APART * stacked[flag.first]
        stacked[flag.first] += 1
        x = slots.at(flag.first, center)
        if flag.last > flag.first:
            drawn.append(marks.line(x, y, slots.at(flag.last, center), y, "flag-span"))
        drawn.append(marks.flag(x, y, _RADIUS, str(flag.number)))
    return marks.join(drawn)
