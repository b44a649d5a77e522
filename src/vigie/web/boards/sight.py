"""What of a company's board a reader's role shows, closed up as if nothing else were on it."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import count

from vigie.web.boards.declaration import Dashboard, Indicators, Panel, Scorecard, Steps
from vigie.web.boards.frame import GRID


def within(board: Dashboard, known: Set[str]) -> Dashboard:
    """The board without the figures of indicators that are not `known`, and without holes."""
    told = {panel.id: found for panel in board.panels if (found := _told(panel, known))}
    tiles = tuple(tile for tile in board.tiles if tile.metric in known)
    return board.model_copy(update={"tiles": tiles, "panels": tuple(_closed(board.panels, told))})


def _told(panel: Panel, known: Set[str]) -> Panel | None:
    """The panel with the `known` indicators alone; None where it makes no sense without others."""
    if known >= {*panel.metrics}:
        return panel
    match panel:
        case Indicators():
            kept = (
                (group, tuple(m for m in group.metrics if m in known)) for group in panel.groups
            )
            groups = [group.model_copy(update={"metrics": few}) for group, few in kept if few]
            return panel.model_copy(update={"groups": tuple(groups)}) if groups else None
        case Scorecard():
            few = tuple(metric for metric in panel.metrics if metric in known)
            return panel.model_copy(update={"metrics": few}) if few else None
        case Steps() if panel.metric in known:
            return panel.model_copy(update={"amount": None})
    return None


def _closed(declared: Sequence[Panel], told: Mapping[str, Panel]) -> Iterator[Panel]:
    """Rows that lost a panel run together and fill their width; the others stay as they are."""
    loose: list[Panel] = []
    for band in bands(declared):
        left = [told[panel.id] for panel in band if panel.id in told]
        if len(left) < len(band):
            loose += left
            continue
        yield from _filled(loose)
        yield from left
        loose = []
    yield from _filled(loose)


def bands(panels: Sequence[Panel]) -> list[list[Panel]]:
    """Panels that stand side by side, from the top; one that is tall holds its rows together."""
    found: list[list[Panel]] = []
    taken: set[tuple[int, int]] = set()
    row = column = bottom = 0
    for panel in panels:
        row, column = _place(panel, row, column, taken)
        if row >= bottom:
            found.append([])
        found[-1].append(panel)
        below, beside = row + panel.rows, column + panel.columns
        taken |= {(r, c) for r in range(row, below) for c in range(column, beside)}
        bottom = max(bottom, below)
    return found


def _place(panel: Panel, row: int, column: int, taken: Set[tuple[int, int]]) -> tuple[int, int]:
    """The first place from there on that is free: as style sheets place the cells of a grid."""
    for down in count(row):
        for across in range(column if down == row else 0, GRID - panel.columns + 1):
            if not any((down, c) in taken for c in range(across, across + panel.columns)):
                return down, across
    raise AssertionError  # no row is the last


def _filled(panels: Sequence[Panel]) -> Iterator[Panel]:
    """The panels in rows of one height, the narrowest of each row widened until it is full."""
    row: list[Panel] = []
    for panel in panels:
        if sum(one.columns for one in row) + panel.columns > GRID:
            yield from _widened(row)
            row = []
        row.append(panel)
    yield from _widened(row)


def _widened(row: Sequence[Panel]) -> Iterator[Panel]:
    columns = [panel.columns for panel in row]
    while row and sum(columns) < GRID:
        columns[columns.index(min(columns))] += 1
    for panel, wide in zip(row, columns, strict=True):
        yield panel.model_copy(update={"columns": wide, "rows": 1})
