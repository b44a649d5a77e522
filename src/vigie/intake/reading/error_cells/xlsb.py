"""Error cells of an xlsb workbook: values and results of formulas, in records."""

import zipfile
from collections.abc import Iterator
from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Final

from vigie.intake.reading.error_cells.place import WORDS, Errors, Place
from vigie.intake.reading.error_cells.xlsx import targets

BOOK: Final = "xl/workbook.bin"
_LINKS: Final = "xl/_rels/workbook.bin.rels"
_ROW: Final = 0
_ERRORS: Final = (3, 11)  # a value, the result of a formula
_SHEET: Final = 156


def errors(archive: zipfile.ZipFile) -> Errors:
    """The error cells of each sheet that has some; of a file that is cut short, none."""
    try:
        members = targets(archive, _LINKS)
        return {
            name: found
            for name, link in _sheets(archive.read(BOOK))
            if (found := dict(_errors(archive.read(members[link]))))
        }
    except (KeyError, IndexError, StructError):
        return {}


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        kind, at = _number(content, at)
        length, at = _number(content, at)
        yield kind, content[at : at + length]
        at += length


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number in sevens of bits, the lowest first, and the place after it."""
    number = 0
    for place in range(4):
        byte = content[at + place]
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return number, at + place + 1


def _sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """The name of each sheet, and that of the link to it."""
    for kind, data in _records(book):
        if kind == _SHEET:
            link, after = _text(data, 8)
            name, _ = _text(data, after)
            yield name, link


def _text(data: bytes, at: int) -> tuple[str, int]:
    after = at + 4 + 2 * int(unpack_from("<I", data, at)[0])
    return data[at + 4 : after].decode("utf-16-le", "replace"), after


def _errors(sheet: bytes) -> Iterator[tuple[Place, str]]:
    row = 0
    for kind, data in _records(sheet):
        if kind == _ROW:
            row = unpack_from("<I", data)[0]
        elif kind in _ERRORS and data[8] in WORDS:
            yield (row, unpack_from("<I", data)[0]), WORDS[data[8]]
