"""Error cells of an OpenDocument workbook: formulas that show an error.

LibreOffice writes such a cell as an empty text, and wrote it as the number 0 before it had a type
of its own for errors: only what the cell shows tells.
"""

import re
import zipfile
from itertools import islice, product
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from vigie.intake.reading.error_cells.place import Errors, Place

_WORD: Final = re.compile(r"#(?:[A-Z][A-Z0-9/]*[!?]|DIV/0!|N/A)|Err:[0-9]{3}")
_MOST: Final = 1 << 20  # of one repeated cell
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 p"
_SHEET: Final = f"{_TABLE}table"
_ROW: Final = f"{_TABLE}table-row"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def errors(archive: zipfile.ZipFile) -> Errors:
    """The error cells of each sheet that has some."""
    reader = _Reader()
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.said
    try:
        with archive.open("content.xml") as content:
            parser.ParseFile(content)
    except ExpatError:
        return {}
    return reader.found


class _Reader:
    """Follows the elements of the sheets; a row or a cell may stand for several."""

    def __init__(self) -> None:
        self.found: dict[str, dict[Place, str]] = {}
        self._open: list[str] = []
        self._sheet: str | None = None
        self._row, self._rows = 0, 1
        self._column, self._columns = 0, 1
        self._computed = False  # the open cell has a formula
        self._words = ""  # what it shows

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if name == _SHEET:
            self._sheet, self._row = attributes.get(f"{_TABLE}name"), 0
        elif name == _ROW:
            self._rows = _times(attributes, "rows")
            self._column = 0
        elif name in _CELLS:
            self._columns = _times(attributes, "columns")
            self._computed, self._words = f"{_TABLE}formula" in attributes, ""

    def said(self, words: str) -> None:
        # Not what a note to the cell says: its paragraph is that of the note.
        if self._computed and self._open[-1] == _TEXT and self._open[-2] in _CELLS:
            self._words += words

    def end(self, name: str) -> None:
        self._open.pop()
        if name in _CELLS:
            self._note()
            self._column += self._columns
            self._computed = False
        elif name == _ROW:
            self._row += self._rows
        elif name == _SHEET:
            self._sheet = None

    def _note(self) -> None:
        if self._computed and self._sheet is not None and _WORD.fullmatch(self._words):
            rows = range(self._row, self._row + self._rows)
            places = product(rows, range(self._column, self._column + self._columns))
            noted = self.found.setdefault(self._sheet, {})
            noted.update(dict.fromkeys(islice(places, _MOST), self._words))


def _times(attributes: dict[str, str], what: str) -> int:
    said = attributes.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isdecimal() and len(said) < 9 else 1
