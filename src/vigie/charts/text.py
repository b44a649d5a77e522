"""How wide words are, and which labels find room at which width of the chart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]  # left, top, right and bottom in px

WIDTHS: Final = (300, 480, 720, 960)
"""Container widths in px from which on a label may show; charts.css holds the same."""

USUAL_SIZE: Final = 11
"""Px of a label; others carry `s8`, `s10`, `s12` or `s13`, and marks.css holds the same."""

OVERHANG: Final = 8.0
"""Px that a label may stand out of the drawing, into the padding around it."""

_GAP: Final = 3.0
_DEFAULT: Final = 0.62
# Advance widths of Inter in hundredths of an em, by width class; digits are tabular.
_ADVANCES: Final = {
    **dict.fromkeys("ijlI'î", 27),
    **dict.fromkeys(" .,:;|!\u00a0’", 29),
    "\u202f": 14,
    **dict.fromkeys("frt()[]/", 38),
    **dict.fromkeys('-–"*_sJLvxyzkç', 56),
    **dict.fromkeys("0123456789+−=<>±×~€$£", 66),
    **dict.fromkeys("ABEFPRSTXYZKVΔ", 67),
    **dict.fromkeys("CDGHNOQUÉÈÀ&", 76),
    **dict.fromkeys("mwMW%@…—→Œœ▲▼", 99),
}


def width(text: str, size: float) -> float:
    """About how many px `text` takes at `size` px."""
    return sum(_ADVANCES.get(char, _DEFAULT * 100) for char in text) * size / 100


@dataclass(frozen=True, slots=True)
class Label:
    """Words at x (per cent) and y (px, the baseline)."""

    text: str
    x: float
    y: float
    css: str = ""
    anchor: Anchor = "middle"
    size: float = USUAL_SIZE
    room: float | None = None  # per cent of the width that the words must fit in
    dx: float = 0  # px beside x

    def box(self, chart_width: float) -> Box:
        """Left, top, right and bottom in px, in a chart of that width."""
        length = width(self.text, self.size)
        left = self.x / 100 * chart_width + self.dx
        left -= {"start": 0.0, "middle": length / 2, "end": length}[self.anchor]
        return left, self.y - self.size * 0.85, left + length, self.y + self.size * 0.25


@dataclass(frozen=True, slots=True)
class Placed:
    """A label and the narrowest of `WIDTHS` at which it shows."""

    label: Label
    from_width: int


def place(tiers: Iterable[Sequence[Label]], widths: Sequence[int] = WIDTHS) -> list[Placed]:
    """Finds room for each tier, whole or not at all, the most important tier first.

    What fits at one width fits at every larger one, since x grows and words do not.
    """
    waiting = [tier for tier in tiers if tier]
    placed: list[Placed] = []
    for chart_width in widths:
        left_over = []
        for tier in waiting:
            if _fits(tier, placed, chart_width):
                placed.extend(Placed(label, chart_width) for label in tier)
            else:
                left_over.append(tier)
        waiting = left_over
    return placed


def choose(
    groups: Iterable[Sequence[Label]], taken: Iterable[Label], widths: Sequence[int] = WIDTHS
) -> list[Placed]:
    """One label of each group where any finds room beside `taken`, important groups first.

    `taken` are marks that words must not cover. A place that is free at one width is checked at
    the largest too, since labels beside a mark keep their distance in px.
    """
    obstacles = list(taken)
    waiting = [group for group in groups if group]
    placed: list[Placed] = []
    for chart_width in widths:
        at = (chart_width, 2 * widths[-1])
        full = [[label.box(w) for label in (*obstacles, *(p.label for p in placed))] for w in at]
        left_over = []
        for group in waiting:
            found = next((label for label in group if _free(label, full, at)), None)
            if found is None:
                left_over.append(group)
                continue
            placed.append(Placed(found, chart_width))
            for boxes, w in zip(full, at, strict=True):
                boxes.append(found.box(w))
        waiting = left_over
    return placed


def strides(count: int, steps: Sequence[int]) -> list[list[int]]:
    """Indices of 0..count-1 in tiers, sparse ones first, counted from the last.

    Each of `steps` (rising) must divide the next.
    """
    tiers: list[list[int]] = []
    seen: set[int] = set()
    for step in sorted(steps, reverse=True):
        tier = [i for i in range(count - 1, -1, -step) if i not in seen]
        seen.update(tier)
        tiers.append(tier)
    return tiers


def _fits(tier: Sequence[Label], placed: Sequence[Placed], chart_width: float) -> bool:
    boxes = [other.label.box(chart_width) for other in placed]
    for label in tier:
        box = label.box(chart_width)
        if box[0] < -OVERHANG or box[2] > chart_width + OVERHANG:
            return False
        if label.room is not None and box[2] - box[0] > label.room / 100 * chart_width:
            return False
        if any(_overlap(box, other) for other in boxes):
            return False
        boxes.append(box)
    return True


def _free(label: Label, full: Sequence[Sequence[Box]], widths: Sequence[float]) -> bool:
    for boxes, chart_width in zip(full, widths, strict=True):
        box = label.box(chart_width)
        if box[0] < -OVERHANG or box[2] > chart_width + OVERHANG or box[1] < 0:
            return False
        if any(_overlap(box, other) for other in boxes):
            return False
    return True


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] + _GAP
        and other[0] < one[2] + _GAP
        and one[1] < other[3]
        and other[1] < one[3]
    )
