"""A fluid drawing settled at one width: per cent become px, links become plain groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from markupsafe import Markup

from vigie.charts.marks import join, short

_PLACES: Final = frozenset({"x", "x1", "x2", "cx", "y", "y1", "y2", "cy", "width"})
_KEPT: Final = ("class", "fill", "r", "height", "dx", "transform", "d")
_FROM: Final = re.compile(r"from-(\d+)")
_BELOW: Final = re.compile(r"below-(\d+)")
_NUMBER: Final = re.compile(r"-?[\d.]+")


@dataclass(frozen=True, slots=True)
class Box:
    """Where a drawing goes."""

    x: float
    y: float
    width: float


def settled(drawing: Element, box: Box, css: str = "") -> Markup:
    """The content of an `<svg>` of ours, moved to `box`."""
    inner = join(_element(child, box.width) for child in drawing)
    moved = f"translate({short(box.x)} {short(box.y)})"
    return Markup('<g class="{}" transform="{}">{}</g>').format(css, moved, inner)


def height(drawing: Element, width: float) -> float:
    """How high a drawing is at that width."""
    if box := drawing.get("viewBox"):
        _, _, wide, high = (float(number) for number in box.split())
        if drawing.get("preserveAspectRatio") != "none":
            return high * width / wide
    return float(drawing.get("height", "0"))


def scaled(drawing: Element, box: Box) -> Markup:
    """A drawing with a box of its own, such as the map, made as wide as `box`."""
    wide = float(drawing.get("viewBox", "0 0 1 1").split()[2])
    inner = join(_element(child, wide) for child in drawing)
    css = drawing.get("class", "")
    moved = f"translate({short(box.x)} {short(box.y)}) scale({box.width / wide:.4f})"
    return Markup('<g class="{}" transform="{}">{}</g>').format(css, moved, inner)


def _element(element: Element, width: float) -> Markup:
    if is_hidden(element, width):
        return Markup("")
    match element.tag:
        case "a" | "g":
            inner = join(_element(child, width) for child in element)
            told = element.get("data-tip", "").replace("\t", " ")
            title = Markup("<title>{}</title>").format(told) if told else Markup("")
            css = element.get("class", "")
            return Markup('<g class="{}">{}{}</g>').format(css, title, inner)
        case "svg" if element.get("viewBox"):
            return join(_stretched(child, width) for child in element)
        case "svg":
            x, y = _px(element.get("x", "0"), width), float(element.get("y", "0"))
            return settled(element, Box(x, y, width))
        case tag:
            attributes = join(_attributes(element, width))
            words = element.text or ""
            return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, words)


def is_hidden(element: Element, width: float) -> bool:
    """Whether style sheets hide it in a chart of that width."""
    css = element.get("class", "")
    start, end = _FROM.search(css), _BELOW.search(css)
    return bool((start and width < int(start[1])) or (end and width >= int(end[1])))


def _attributes(element: Element, width: float) -> Iterator[Markup]:
    pair = Markup(' {}="{}"')
    for name, value in element.items():
        if name in _PLACES:
            yield pair.format(name, short(_px(value, width)))
        elif name in _KEPT:
            yield pair.format(name, value)


def _stretched(path: Element, width: float) -> Markup:
    """A path of the box 100 wide, whose strokes keep their width."""
    numbers = _NUMBER.finditer(path.get("d", ""))
    place = {match.start(): index % 2 for index, match in enumerate(numbers)}

    def moved(match: re.Match[str]) -> str:
        value = float(match[0])
        return short(value if place[match.start()] else value * width / 100)

    d = _NUMBER.sub(moved, path.get("d", ""))
    return Markup('<path class="{}" d="{}"/>').format(path.get("class", ""), d)


def _px(value: str, width: float) -> float:
    return float(value[:-1]) * width / 100 if value.endswith("%") else float(value)
