"""Every kind of chart with every kind of awkward data, read and looked at, kept stroke by stroke.

After a change that is meant, look at `python -m vigie.charts.gallery`, then let
`VIGIE_KEEP_GOLDEN=1 pytest tests/charts/test_golden.py` keep the new ones.
"""

import os
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from vigie.charts.draw import draw
from vigie.charts.gallery.awkward import DATA, KINDS, chart
from vigie.charts.scenario import Direction
from vigie.charts.spark import Spark, spark
from vigie.charts.tile import Figure, Variance, figure, variance
from vigie.kit.formats import Formatter, Unit

GOLDEN = Path(__file__).parent / "golden"
EN, FR = Formatter("en"), Formatter("fr")
OUTLINE = re.compile(r' d="M[^"]{120,}l[^"]*"')  # of the map, which is an asset of its own
EMPTY = re.compile(r'<g class="region"[^>]*><path d="…" class="level-none"/></g>')


def kept(name: str, drawn: str) -> str:
    """What was kept under that name; the new drawing where it is to be kept."""
    path = GOLDEN / f"{name}.html"
    if os.environ.get("VIGIE_KEEP_GOLDEN"):
        path.write_text(drawn, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def lines(markup: Markup) -> str:
    return EMPTY.sub("", OUTLINE.sub(' d="…"', markup)).replace("><", ">\n<")


@pytest.mark.parametrize("kind", KINDS)
def test_the_drawing_is_the_one_that_was_reviewed(kind: str) -> None:
    drawn = "".join(f"<!-- {name} -->\n{lines(draw(chart(kind, name), FR))}\n" for name in DATA)
    assert drawn == kept(kind, drawn)


def test_the_pieces_of_a_tile_are_those_that_were_reviewed() -> None:
    change = Variance("vs 2025", 110, 120, Unit.DAYS, Direction.DOWN)
    shape = spark(Spark((1, None, 3, 2)))
    drawn = lines(figure(Figure(110, Unit.DAYS), EN) + variance(change, EN) + shape) + "\n"
    assert drawn == kept("tile", drawn)
