"""Where a cell is."""

from collections.abc import Mapping

Place = tuple[int, int]  # row and column, from 0
Errors = Mapping[str, Mapping[Place, str]]  # sheet → place → what the cell says
