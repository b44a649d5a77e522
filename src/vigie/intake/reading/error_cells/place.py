"""Where a cell is, and what errors are called."""

from collections.abc import Mapping
from typing import Final

Place = tuple[int, int]  # row and column, from 0
Errors = Mapping[str, Mapping[Place, str]]  # sheet → place → what the cell says

WORDS: Final = {  # by the number that Excel gives them
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
