"""A chart that is a table, laid out in px: words in columns, drawings between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from markupsafe import Markup

from vigie.charts.export.drawing import Box, height, settled
from vigie.charts.export.words import clipped, ink, rect, spoken, stroke, words
from vigie.charts.marks import join
from vigie.charts.text import width

_ROW, _HEAD, _GAP = 24.0, 24.0, 14.0  # px; between columns
_NAME: Final = 300.0  # px of the longest heading of a row
_TREND: Final = 84.0
_LEAST: Final = {"bar": 130.0, "gap": 70.0}  # px of a drawing
_WEIGHT: Final = {"bar": 3.0, "gap": 1.0}
_SIZE: Final = 12.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: `kind` is that of its drawings, empty for words."""

    kind: str
    least: float
    to_end: bool


def laid_out(table: Element, box: Box) -> tuple[Markup, float]:
    """The table in `box`, and how high it is."""
    rows = list(_rows(table))
    columns = _columns([cells for _, cells in rows])
    edges = _edges(columns, box.width)
    drawn, y = [], box.y
    for row, cells in rows:
        high = _HEAD if row.get("of") == "head" else _height(cells, columns)
        drawn.append(_row(row, cells, columns, edges, Box(box.x, y, high)))
        y += high
    return join(drawn), y - box.y


def _rows(table: Element) -> Iterator[tuple[dict[str, str], list[Element]]]:
    for part in table:
        if part.tag in ("thead", "tbody", "tfoot"):
            for row in part:
                told = {"of": part.tag[1:], "class": row.get("class", "")}
                yield told, list(row)


def _columns(rows: Sequence[Sequence[Element]]) -> list[Column]:
    count = max((len(cells) for cells in rows), default=0)
    found = []
    for index in range(count):
        cells = [row[index] for row in rows if index < len(row) and not row[index].get("colspan")]
        kinds = {_kind(cell) for cell in cells} - {""}
        to_end = any("figure" in _classes(cell) or "rank" in _classes(cell) for cell in cells)
        most = _NAME if any(cell.tag == "th" for cell in cells[1:]) else _NAME / 2
        written = max((min(most, width(spoken(cell), _SIZE)) for cell in cells), default=0.0)
        kind = next(iter(kinds), "")
        least = {"": written + 4, "trend": _TREND}.get(kind, _LEAST.get(kind, 0.0))
        found.append(Column(kind, least, to_end))
    return found


def _edges(columns: Sequence[Column], room: float) -> list[tuple[float, float]]:
    """Left and width of each column; drawings share what words leave."""
    asked = sum(column.least + _GAP for column in columns)
    weights = [_WEIGHT.get(column.kind, 0.0) for column in columns]
    left = max(0.0, room - asked)
    shared = sum(weights)
    x, found = 0.0, []
    for column, weight in zip(columns, weights, strict=True):
        wide = column.least + (left * weight / shared if shared else left / len(columns))
        found.append((x, wide))
        x += wide + _GAP
    return found


def _height(cells: Sequence[Element], columns: Sequence[Column]) -> float:
    drawings = [(_drawing(c), k) for c, k in zip(cells, columns, strict=False)]
    highs = [
        height(d, 100) + (_SIZE + 6 if not k.kind else 2) for d, k in drawings if d is not None
    ]
    return max([_ROW, *highs])


def _row(
    row: dict[str, str],
    cells: Sequence[Element],
    columns: Sequence[Column],
    edges: Sequence[tuple[float, float]],
    box: Box,  # whose width is the row's height
) -> Markup:
    high, drawn = box.width, []
    strong = row["of"] == "foot" or "total" in row["class"] or "group" in row["class"]
    is_head = row["of"] == "head"
    for cell, column, (left, wide) in zip(cells, columns, edges, strict=False):
        place = Box(box.x + left, box.y, wide)
        drawn.append(_cell(cell, column, place, high, "small" if is_head else "strong" * strong))
    end = box.x + sum(edges[-1]) if edges else box.x
    css = "rule-strong" if is_head else "rule"
    y = box.y + high
    return join([*drawn, stroke(box.x, end, y, css)])


def _cell(cell: Element, column: Column, box: Box, high: float, css: str) -> Markup:
    drawing, told = _drawing(cell), spoken(cell)
    middle = box.y + high / 2 + 4
    parts = [_ground(cell, box, high)]
    if drawing is not None and column.kind:
        top = box.y + (high - height(drawing, box.width)) / 2
        parts.append(settled(drawing, Box(box.x, top, box.width), drawing.get("class", "")))
    elif drawing is not None:
        low = box.y + high - height(drawing, box.width) - 3
        parts.append(settled(drawing, Box(box.x, low, box.width)))
        middle = low - 5
    if told:
        x = box.x + box.width if column.to_end else box.x
        looks = f"{css} {ink(cell)}{' to-end' if column.to_end else ''}"
        parts.append(words(x, middle, clipped(told, box.width, _SIZE), looks))
    return join(parts)


def _ground(cell: Element, box: Box, high: float) -> Markup:
    """The shade of a cell that has one."""
    classes = _classes(cell)
    news = next((css for css in classes if css in ("good", "bad")), "")
    for css in classes:
        if css.startswith("heat-"):
            return rect(box.x - 4, box.y + 1, box.width + 8, high - 2, f"cell-{css}")
        if css.startswith("shaded-"):
            return rect(box.x - 4, box.y + 1, box.width + 8, high - 2, f"cell-{css}-{news}")
    return Markup("")


def _kind(cell: Element) -> str:
    classes = _classes(cell)
    if "trend" in classes:
        return "trend"
    return next((kind for kind in _LEAST if kind in classes and "drawing" in classes), "")


def _drawing(cell: Element) -> Element | None:
    return cell.find("svg")


def _classes(cell: Element) -> list[str]:
    return cell.get("class", "").split()
