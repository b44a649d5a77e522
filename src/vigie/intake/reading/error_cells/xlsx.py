"""Error cells of an xlsx workbook: those whose type is `e`."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Final

from vigie.intake.reading.error_cells.place import Errors, Place

_PIECE: Final = 1 << 20
_ATTRIBUTE: Final = re.compile(r'([\w:]+)="([^"]*)"')
_CELL: Final = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]+)</v>')
_LETTERS: Final = re.compile(r"([A-Z]+)([0-9]+)")


def errors(archive: zipfile.ZipFile) -> Errors:
    """The error cells of each sheet that has some."""
    return {
        name: found
        for name, member in _members(archive)
        if (found := dict(_errors(archive, member)))
    }


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook, with the members that hold them."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    members = targets(archive, "xl/_rels/workbook.xml.rels")
    for said in _tags(archive, "xl/workbook.xml", "sheet"):
        member = members.get(said.get("r:id", ""), "")
        if member in names:
            yield unescape(said.get("name", "")), member


def targets(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    """What a workbook points at, by the name that it gives to each."""
    return {
        said.get("Id", ""): target[1:] if target.startswith("/") else f"xl/{target}"
        for said in _tags(archive, member, "Relationship")
        if (target := said.get("Target", ""))
    }


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
