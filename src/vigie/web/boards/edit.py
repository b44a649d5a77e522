"""What can be done to a board: each change makes a new one and leaves the old one as it was."""

from collections.abc import Sequence
from typing import TypeVar

from vigie.kit.errors import NotFound, Refused
from vigie.web.boards.declaration import LONGEST, Dashboard, Panel
from vigie.web.boards.frame import GRID, NARROWEST, TALLEST, Tile

Piece = Tile | Panel
One = TypeVar("One", Tile, Panel)


def piece(board: Dashboard, name: str) -> Piece:
    """The part of that name; raises NotFound."""
    for part in (*board.tiles, *board.panels):
        if part.id == name:
            return part
    raise NotFound("There is no part '{name}' on the board.", name=name)


def fresh(board: Dashboard, stem: str) -> str:
    """A name that no part has yet.

    >>> fresh(Dashboard.model_validate({"label": {"en": "", "fr": ""}, "tiles": ["nps"]}), "nps")
    'nps_2'
    """
    taken = board.names
    numbered = (f"{stem[:58]}_{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (stem, *numbered) if name not in taken)


def added(board: Dashboard, part: Piece) -> Dashboard:
    """The board with one more part, the last of its kind; raises Refused when it is full."""
    if len(board.tiles) >= LONGEST or len(board.panels) >= LONGEST:
        raise Refused("A board holds {most} parts at most.", most=LONGEST)
    if isinstance(part, Tile):
        return board.model_copy(update={"tiles": (*board.tiles, part)})
    return board.model_copy(update={"panels": (*board.panels, part)})


def removed(board: Dashboard, name: str) -> Dashboard:
    """The board without that part."""
    piece(board, name)
    return _arranged(
        board,
        [tile for tile in board.tiles if tile.id != name],
        [panel for panel in board.panels if panel.id != name],
    )


def stepped(board: Dashboard, name: str, steps: int) -> Dashboard:
    """The board with that part so many places later, or earlier; no further than the ends."""
    if isinstance(piece(board, name), Tile):
        return _arranged(board, _stepped(board.tiles, name, steps), board.panels)
    return _arranged(board, board.tiles, _stepped(board.panels, name, steps))


def placed(board: Dashboard, name: str, before: str) -> Dashboard:
    """The board with that part just before another one of its kind; '' puts it last."""
    row: Sequence[Piece] = board.tiles if isinstance(piece(board, name), Tile) else board.panels
    names = [part.id for part in row]
    others = [one for one in names if one != name]
    to = others.index(before) if before in others else len(others)
    return stepped(board, name, to - names.index(name))


def resized(board: Dashboard, name: str, columns: int, rows: int) -> Dashboard:
    """The board with that panel of another size, within what the grid has room for."""
    part = piece(board, name)
    if isinstance(part, Tile):
        return board
    size = {
        "columns": min(max(columns, NARROWEST), GRID),
        "rows": min(max(rows, 1), TALLEST),
    }
    return replaced(board, name, part.model_copy(update=size))


def replaced(board: Dashboard, name: str, part: Piece) -> Dashboard:
    """The board with another part in the place of that one; a figure may become a chart."""
    if isinstance(piece(board, name), Tile) != isinstance(part, Tile):
        return added(removed(board, name), part)
    return _arranged(board, _swapped(board.tiles, name, part), _swapped(board.panels, name, part))


def _stepped(row: Sequence[One], name: str, steps: int) -> list[One]:
    here = next(index for index, part in enumerate(row) if part.id == name)
    others = [part for part in row if part.id != name]
    others.insert(min(max(here + steps, 0), len(others)), row[here])
    return others


def _swapped(row: Sequence[Piece], name: str, part: Piece) -> list[Piece]:
    return [part if one.id == name else one for one in row]


def _arranged(board: Dashboard, tiles: Sequence[Piece], panels: Sequence[Piece]) -> Dashboard:
    return board.model_copy(update={"tiles": tuple(tiles), "panels": tuple(panels)})
