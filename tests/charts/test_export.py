"""Images that leave the page: whole in themselves, nothing outside the paper, real fonts."""

import re
import struct
from typing import Any
from xml.etree import ElementTree

import pytest

from vigie.charts.draw import draw
from vigie.charts.export.raster import SCALE, png
from vigie.charts.export.sheet import WIDTH, Sheet, image
from vigie.charts.export.styles import mixed, sheet
from vigie.charts.gallery.awkward import DATA, KINDS, chart
from vigie.charts.gallery.typical import typical
from vigie.charts.message import say
from vigie.charts.text import width
from vigie.kit.formats import Formatter

FR = Formatter("fr")
SVG = "{http://www.w3.org/2000/svg}"
MOVES = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)(?: scale\(([\d.]+)\))?")


def drawn(shown: object) -> str:
    told = Sheet(
        "Titre", say(shown, FR) or "", "2026", ("Région : Bretagne",), "Vigie · Froid & Cie"
    )
    return image((draw(shown, FR),), told)


def placed(element: Any, x: float = 0, y: float = 0, scale: float = 1) -> Any:
    """Every text with its left end, its right end and its baseline, in px of the paper."""
    if found := MOVES.search(element.get("transform", "")):
        x, y = x + float(found[1]) * scale, y + float(found[2]) * scale
        scale *= float(found[3] or 1)
    if element.tag == f"{SVG}text" and element.text:
        css = element.get("class", "").split()
        size = next((float(c[1:]) for c in css if re.fullmatch(r"s\d+", c)), 11.0)
        long = width(element.text, size) * scale
        start = x + (float(element.get("x", 0)) + float(element.get("dx", 0))) * scale
        if "end" in css or "to-end" in css:
            start -= long
        elif "middle" in css:
            start -= long / 2
        yield element.text, start, start + long, y + float(element.get("y", 0)) * scale
    for child in element:
        yield from placed(child, x, y, scale)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", DATA)
def test_any_chart_is_an_image_whose_words_stay_on_the_paper(kind: str, data: str) -> None:
    root = ElementTree.fromstring(drawn(chart(kind, data)))  # noqa: S314 - our own
    high = float(root.get("height", 0))
    for told, start, end, y in placed(root):
        assert start >= 0, told
        assert end <= WIDTH, told
        assert 0 < y < high, told


def test_an_image_needs_nothing_else() -> None:
    for _, shown in typical():
        written = drawn(shown)
        assert "var(" not in written
        assert "color-mix" not in written
        assert "%" not in re.sub(r">[^<]*<", "><", written.split("</style>")[1])
        assert not re.search(r"(href|src)=|url\((?!#hatch)|@import", written)
        assert "Froid &amp; Cie" in written


def test_the_sheet_of_an_image_settles_every_variable() -> None:
    assert "--" not in sheet()
    assert mixed("#000000", 50, "#ffffff") == "#808080"


def test_marks_keep_their_figures_as_titles() -> None:
    _, shown = next(iter(typical()))
    words = drawn(shown).replace("\u202f", " ").replace("\xa0", " ")
    assert "<title>nov. 2025\nRéel 812 000,55 €\n" in words


def test_a_picture_has_two_pixels_for_each_px_and_needs_no_font_of_the_system() -> None:
    _, shown = next(iter(typical()))
    picture = png(drawn(shown))
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">I", picture[16:20])[0] == WIDTH * SCALE
    assert len(picture) > 40_000  # words are drawn, not left out
