"""A chart as one image: what it says, the drawing, how it was asked and where it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

from vigie.charts.export.drawing import Box, height, is_hidden, scaled, settled
from vigie.charts.export.styles import sheet as styles
from vigie.charts.export.table import laid_out
from vigie.charts.export.words import clipped, paragraph, rect, spoken, words
from vigie.charts.marks import DEFINITIONS, join, short
from vigie.charts.text import width

_PAD, _BETWEEN = 24.0, 10.0
_MAP: Final = 460.0  # px of the widest map
_KEYS: Final = 20.0  # px of a row of keys
_SMALL: Final = 190.0  # px of the narrowest small multiple
WIDTH: Final = 960.0

Piece = tuple[Markup, float]  # a drawing and how high it is


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the charts of an image; empty words are left out."""

    title: str
    message: str
    subtitle: str
    notes: tuple[str, ...]  # warnings, filters
    source: str


def image(charts: tuple[Markup, ...], told: Sheet, wide: float = WIDTH) -> str:
    """One SVG that needs nothing else: no style sheet, no font, no script."""
    room = wide - 2 * _PAD
    y, parts = _PAD, list[Markup]()

    def write(words_: str, size: float, css: str) -> None:
        nonlocal y
        drawn, high = paragraph(words_, _PAD, y, room, size, css)
        parts.append(drawn)
        y += high

    write(told.message, 16, "say")
    write(" · ".join(part for part in (told.title, told.subtitle) if part), 12, "title")
    y += _BETWEEN
    for chart in charts:
        for element in _parsed(chart):
            drawn, high = _piece(element, Box(_PAD, y, room))
            parts.append(drawn)
            y += high
        y += _BETWEEN
    for note in (*told.notes, told.source):
        write(note, 11, "small")
    return _document(join(parts), told, wide, y + _PAD)


def _parsed(chart: Markup) -> Element:
    """The frame of a chart; the lines of its tooltips are kept apart."""
    written = str(chart).replace("&nbsp;", "\u00a0").replace("\n", "&#10;").replace("\t", "&#9;")
    return ElementTree.fromstring(written)  # noqa: S314 - our own markup


def _document(content: Markup, told: Sheet, wide: float, high: float) -> str:
    title = " – ".join(part for part in (told.title, told.message) if part)
    definitions = DEFINITIONS.split("<defs>", 1)[1].split("</defs>", 1)[0]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}"'
        ' class="chart" role="img"><title>{2}</title><defs>{3}</defs><style>{4}</style>'
        '<rect class="paper" width="{0}" height="{1}"/>{5}</svg>'
    ).format(
        short(wide),
        short(high),
        title,
        Markup(definitions),  # noqa: S704 - our own pattern
        Markup(styles()),  # noqa: S704 - our own sheet
        content,
    )


def _piece(element: Element, box: Box) -> Piece:
    """One part of a chart's frame."""
    css = element.get("class", "").split()
    if is_hidden(element, box.width):
        return Markup(""), 0.0
    if element.tag == "table":
        drawn, high = laid_out(element, box)
        return Markup('<g class="{}">{}</g>').format(element.get("class", ""), drawn), high + 8
    for name, draw in _PIECES.items():
        if name in css:
            return draw(element, box)
    return Markup(""), 0.0


def _plot(element: Element, box: Box) -> Piece:
    high = height(element, box.width)
    return settled(element, box, "plot"), high + 6


def _map(element: Element, box: Box) -> Piece:
    wide = min(_MAP, box.width)
    middle = Box(box.x + (box.width - wide) / 2, box.y, wide)
    return scaled(element, middle), height(element, wide) + 8


def _row_of_keys(element: Element, box: Box) -> Piece:
    """Samples and words in rows."""
    x, y, parts = box.x, box.y, list[Markup]()
    for entry in element:
        sample, told = entry.find("svg"), spoken(entry)
        wide = 0.0 if sample is None else float(sample.get("width", "12")) + 5
        if x > box.x and x + wide + width(told, 11) > box.x + box.width:
            x, y = box.x, y + _KEYS
        if sample is not None:
            parts.append(settled(sample, Box(x, y + 3, wide - 5), _level(sample)))
        parts.append(words(x + wide, y + 12, told, "small"))
        x += wide + width(told, 11) + 14
    return join(parts), y + _KEYS - box.y


def _level(sample: Element) -> str:
    return "map-legend" if "level-" in ElementTree.tostring(sample, "unicode") else "chart"


def _note(element: Element, box: Box) -> Piece:
    return paragraph(spoken(element), box.x, box.y, box.width, 11, "small")


def _tiles(element: Element, box: Box) -> Piece:
    """Places that are not on the map, six in a row."""
    wide, high = box.width / 6, 42.0
    parts = []
    for index, tile in enumerate(element):
        x, y = box.x + index % 6 * wide, box.y + index // 6 * high
        css = tile.get("class", "level-none")
        light = " ink-light" if css in ("level-4", "level-5") else ""
        parts.append(rect(x, y, wide - 4, high - 4, f"cell-{css}"))
        found = {part.get("class"): spoken(part) for part in tile.iter("span")}
        for line, name in enumerate(("name", "figure")):
            told = clipped(found.get(name, ""), wide - 16, 11)
            parts.append(words(x + 6, y + 15 + 15 * line, told, f"small{light}"))
    return join(parts), (len(element) + 5) // 6 * high + 6


def _multiples(element: Element, box: Box) -> Piece:
    """Small charts side by side, as many as fit."""
    across = max(1, int(box.width // _SMALL))
    wide, high = box.width / across, 132.0
    parts = []
    for index, item in enumerate(element):
        x, y = box.x + index % across * wide, box.y + index // across * high
        head, plot = item.find("p"), item.find("svg")
        if head is None or plot is None:
            continue
        name, figure = (spoken(part) for part in head)
        parts.append(words(x, y + 12, clipped(name, wide - 20, 12), "strong"))
        parts.append(words(x, y + 27, clipped(figure, wide - 20, 12), "small"))
        parts.append(settled(plot, Box(x, y + 32, wide - 20), "plot"))
    return join(parts), -(-len(element) // across) * high


_PIECES: Final[Mapping[str, Callable[[Element, Box], Piece]]] = {
    "plot": _plot,
    "map": _map,
    "chart-legend": _row_of_keys,
    "map-legend": _row_of_keys,
    "chart-note": _note,
    "credit": _note,
    "tiles-heading": _note,
    "tile-grid": _tiles,
    "multiples": _multiples,
}
