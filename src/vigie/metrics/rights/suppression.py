"""Which cells of an answer would tell one colleague's figure, and which others would give it away.

A cell is known by its place along each dimension, and by the colleagues whose figures it sums. It
is withheld where they are fewer than agreed. As whoever sees the rest of a line and its total could
subtract, others of the line are withheld too, until no single cell follows from what is shown.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Final

Place = tuple[Hashable, ...]
Cells = Mapping[Place, frozenset[str]]  # place → the colleagues behind it
MOST: Final = 400  # withheld cells that are weighed against each other; beyond, all are withheld
_PRIME: Final = 2_147_483_647


def is_small(colleagues: Collection[str], least: int) -> bool:
    """Whether a figure tells of somebody, yet of fewer than `least`."""
    return 0 < len(colleagues) < least


def withheld(cells: Cells, least: int) -> frozenset[Place]:
    """The places whose figures are not shown."""
    small = frozenset(place for place, behind in cells.items() if is_small(behind, least))
    if not small:
        return small
    lines = list(_open_lines(cells, least))
    kept = set(small)
    while more := _next(cells, lines, small, kept, least):
        kept |= more
    return frozenset(kept)


def parted(cells: Cells, chosen: Collection[Place], heads: int, least: int) -> frozenset[Place]:
    """The places, by their first `heads` parts, where a sum of `chosen` cells is not shown.

    Of what is withheld in a place a sum may take nothing, or all where the place's own total is
    shown. Sums over other choices of the same cells then tell, together, no more than the table.
    """
    hidden = withheld(cells, least)
    planes: dict[Place, set[Place]] = {}
    for place in cells:
        planes.setdefault(place[:heads], set()).add(place)
    closed = withheld({head: _behind(plane, cells) for head, plane in planes.items()}, least)
    return frozenset(
        head
        for head, plane in planes.items()
        if (taken := plane & hidden & set(chosen)) and (taken != plane & hidden or head in closed)
    )


def _next(
    cells: Cells,
    lines: Sequence[frozenset[Place]],
    small: frozenset[Place],
    kept: set[Place],
    least: int,
) -> set[Place]:
    """What has to be withheld besides `kept`; nothing once it is enough."""
    if len(kept) > MOST:
        return {place for place, behind in cells.items() if behind} - kept
    for line in lines:
        if is_small(_behind(line & kept, cells), least) and (
            found := _smallest(line - kept, cells)
        ):
            return {found}
    for place in small.intersection(_told(kept, lines)):
        crossing = [one for line in lines if place in line for one in line - kept]
        if found := _smallest(crossing, cells) or _smallest(cells.keys() - kept, cells):
            return {found}
    return set()


def _open_lines(cells: Cells, least: int) -> Iterator[frozenset[Place]]:
    """The cells that add up to a total which is shown where that is asked for: along a dimension.

    A total is a cell of a smaller table, which is kept in the same way.
    """
    dimensions = len(next(iter(cells)))
    if dimensions == 1:
        yield frozenset(cells)
    for along in range(dimensions) if dimensions > 1 else ():
        lines: dict[Place, set[Place]] = {}
        for place in cells:
            lines.setdefault((*place[:along], *place[along + 1 :]), set()).add(place)
        totals = {head: _behind(line, cells) for head, line in lines.items()}
        closed = withheld(totals, least)
        yield from (frozenset(line) for head, line in lines.items() if head not in closed)


def _behind(places: Collection[Place], cells: Cells) -> frozenset[str]:
    return frozenset(one for place in places for one in cells[place])


def _smallest(places: Collection[Place], cells: Cells) -> Place | None:
    """The place that costs least to withhold; noughts last, as they hide little."""

    def cost(place: Place) -> tuple[bool, int, str]:
        return not cells[place], len(cells[place]), repr(place)

    return min(places, key=cost, default=None)


def _told(kept: Collection[Place], lines: Sequence[frozenset[Place]]) -> Iterator[Place]:
    """The withheld places that follow from the totals of `lines` and what is shown of them."""
    places = sorted(kept, key=repr)
    index = {place: number for number, place in enumerate(places)}
    rows = [{index[place]: 1 for place in line & index.keys()} for line in lines]
    for row in _reduced([row for row in rows if row]):
        if len(row) == 1:
            yield places[next(iter(row))]


def _reduced(rows: list[dict[int, int]]) -> list[dict[int, int]]:
    """The equations in their reduced form (Gauss and Jordan), modulo a prime."""
    found: list[tuple[int, dict[int, int]]] = []
    for row in rows:
        for pivot, known in found:
            row = _without(row, pivot, known)
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, _PRIME)
        row = {place: value * inverse % _PRIME for place, value in row.items()}
        found = [(p, _without(known, pivot, row)) for p, known in found]
        found.append((pivot, row))
    return [row for _, row in found]


def _without(row: dict[int, int], pivot: int, known: dict[int, int]) -> dict[int, int]:
    factor = row.get(pivot, 0)
    if not factor:
        return row
    places = row.keys() | known.keys()
    left = {p: (row.get(p, 0) - factor * known.get(p, 0)) % _PRIME for p in places}
    return {place: value for place, value in left.items() if value}
