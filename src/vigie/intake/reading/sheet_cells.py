"""What the reader of workbooks leaves out of a grid: errors, and what merged cells share."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Final

from python_calamine import CalamineSheet

Place = tuple[int, int]  # row and column, from 0

_PIECE: Final = 1 << 20
_ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
_CELL: Final = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]+)</v>')
_LETTERS: Final = re.compile(r"([A-Z]+)([0-9]+)")


def error_cells(path: Path) -> dict[str, dict[Place, str]]:
    """The error cells (`#REF!`, `#DIV/0!` …) of an xlsx workbook, by sheet; of others, none."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        return {
            name: found
            for name, member in _members(archive)
            if (found := dict(_errors(archive, member)))
        }


@dataclass
class Grid:
    """The rows of a sheet as people see them: errors said, merged cells filled downwards.

    Cells merged in several columns are titles, and stay as they are.
    """

    sheet: CalamineSheet
    errors: Mapping[Place, str] = field(default_factory=dict)

    def rows(self) -> Iterator[list[object]]:
        """Every row of the sheet, from the first."""
        held: dict[int, tuple[int, object]] = {}
        left = (self.sheet.start or (0, 0))[1]
        merged = self._merged()
        for row, received in enumerate(self.sheet.iter_rows()):
            cells: list[object] = list(received)
            for place, (last, value) in held.items():
                if row <= last and place < len(cells):
                    cells[place] = value
            for place in range(len(cells)):
                at = (row, left + place)
                cells[place] = self.errors.get(at, cells[place])
                if at in merged:
                    held[place] = (merged[at], cells[place])
            yield cells

    def _merged(self) -> dict[Place, int]:
        """The first cell of each column of merged ones, and their last row."""
        ranges: Sequence[tuple[Place, Place]] = self.sheet.merged_cell_ranges or ()
        return {
            (top, first): bottom
            for (top, first), (bottom, last) in ranges
            if first == last and bottom > top
        }


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook, with the members that hold them."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {
        said.get("Id"): said.get("Target", "")
        for said in _tags(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    for said in _tags(archive, "xl/workbook.xml", "sheet"):
        target = targets.get(said.get("r:id"), "")
        member = target[1:] if target.startswith("/") else f"xl/{target}"
        if member in names:
            yield unescape(said.get("name", "")), member


def _tags(archive: zipfile.ZipFile, member: str, tag: str) -> Iterator[dict[str, str]]:
    content = archive.read(member).decode("utf-8", "replace")
    for found in re.findall(rf"<{tag} ([^>]*)>", content):
        yield dict(_ATTRIBUTE.findall(found))


def _errors(archive: zipfile.ZipFile, member: str) -> Iterator[tuple[Place, str]]:
    with archive.open(member) as file:
        rest = b""
        while piece := file.read(_PIECE):
            rest += piece
            whole = rest.rfind(b"<c ")
            yield from _in_piece(rest[:whole])
            rest = rest[whole:] if whole >= 0 else rest
        yield from _in_piece(rest)


def _in_piece(piece: bytes) -> Iterator[tuple[Place, str]]:
    if b't="e"' not in piece:
        return
    for attributes, value in _CELL.findall(piece):
        said = dict(_ATTRIBUTE.findall(attributes.decode("utf-8", "replace")))
        if place := _LETTERS.fullmatch(said.get("r", "")):
            yield _place(place[1], place[2]), value.decode("utf-8", "replace")


def _place(letters: str, digits: str) -> Place:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
