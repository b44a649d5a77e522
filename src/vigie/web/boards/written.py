"""A board as the YAML that lives in git: the editor keeps what a file would hold."""

from typing import Any

import yaml

from vigie.web.boards.declaration import Dashboard
from vigie.web.boards.frame import Tile


def written(board: Dashboard) -> str:
    """The YAML of a board; reading it again gives the same board."""
    held = board.model_dump(mode="json", exclude_defaults=True)
    held["tiles"] = [_tile(tile) for tile in board.tiles]
    # Lists and mappings without others inside stand on one line, as people write them.
    text: str = yaml.safe_dump(
        held, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None
    )
    return text


def _tile(tile: Tile) -> str | dict[str, Any]:
    """A word, where there is nothing more to say."""
    held = tile.model_dump(mode="json", exclude_defaults=True)
    if held["id"] == tile.metric:
        del held["id"]
    return tile.metric if held == {"metric": tile.metric} else held
