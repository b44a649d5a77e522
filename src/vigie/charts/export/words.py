"""Words in an image: their place in px, their ink, how much of them fits."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markupsafe import Markup

from vigie.charts.marks import join, short
from vigie.charts.text import width

_DARK = ("heat-4", "heat-5", "shaded-2")


def words(x: float, y: float, told: str, css: str = "") -> Markup:
    """A line of words at a baseline."""
    return Markup('<text x="{}" y="{}" class="{}">{}</text>').format(
        short(x), short(y), css.strip(), told
    )


def rect(x: float, y: float, wide: float, high: float, css: str) -> Markup:
    """A filled ground."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>').format(
        short(x), short(y), short(wide), short(high), css
    )


def stroke(start: float, end: float, y: float, css: str) -> Markup:
    """A level line."""
    return Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="{}"/>').format(
        short(start), short(end), short(y), short(y), css
    )


def spoken(element: Element) -> str:
    """What stands in an element, drawings left out."""
    parts = [element.text or ""]
    for child in element:
        # Sign and colour tell what the arrow beside a change tells.
        if child.tag != "svg" and child.get("class") not in ("unseen", "arrow"):
            parts += [" " if child.get("class") in ("change", "note") else "", spoken(child)]
        parts.append(child.tail or "")
    return " ".join("".join(parts).replace("\u00a0", "\x00").split()).replace("\x00", "\u00a0")


def ink(cell: Element) -> str:
    """The class of a cell's words: good or bad news, or light on a dark ground."""
    classes = cell.get("class", "").split()
    if any(css in _DARK for css in classes):
        return "ink-light"
    return next((f"ink-{css}" for css in classes if css in ("good", "bad", "even")), "")


def clipped(told: str, room: float, size: float) -> str:
    """As much as fits, an ellipsis for the rest."""
    if width(told, size) <= room + 1:
        return told
    while told and width(f"{told}…", size) > room:
        told = told[:-1]
    return f"{told.rstrip()}…" if told else ""


def paragraph(
    told: str, x: float, y: float, room: float, size: float, css: str
) -> tuple[Markup, float]:
    """Words over as many lines as they need, and how high they are."""
    step = size * 1.35
    lines = list(_lines(told, room, size))
    drawn = join(words(x, y + size + step * i, line, css) for i, line in enumerate(lines))
    return drawn, step * len(lines) + size * 0.35 if lines else 0.0


def _lines(told: str, room: float, size: float) -> Sequence[str]:
    found: list[str] = []
    for word in told.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return found
