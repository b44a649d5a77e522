"""Error cells of an xls workbook (BIFF 5 and 8): values and results of formulas."""

from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Final

import olefile

from vigie.intake.reading.error_cells.place import WORDS, Errors, Place

_BEGIN: Final = 0x0809
_END: Final = 0x000A
_SHEET: Final = 0x0085
_VALUE: Final = 0x0205  # a boolean or an error
_FORMULA: Final = 0x0006
_BIFF_8: Final = 0x0600

Record = tuple[int, bytes]


def errors(content: bytes) -> Errors:
    """The error cells of each sheet that has some; of what is no xls, none."""
    try:
        book = _book(content)
        return {
            name: found for name, start in _sheets(book) if (found := dict(_errors(book, start)))
        }
    except (OSError, ValueError, StructError, IndexError):  # olefile says the first two
        return {}


def _book(content: bytes) -> bytes:
    """The stream of the workbook, as newer and older programs call it; none is empty."""
    with olefile.OleFileIO(BytesIO(content)) as file:
        name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
        stream: bytes = file.openstream(name).read() if name else b""
        return stream


def _records(book: bytes, at: int) -> Iterator[Record]:
    """The records of the part that begins at `at`, until its end; parts within it are passed."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = unpack_from("<HH", book, at)
        at += 4
        depth += (kind == _BEGIN) - (kind == _END)
        if depth < 1:
            return
        if depth == 1:
            yield kind, book[at : at + length]
        at += length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    version = unpack_from("<H", book, 4)[0]
    for kind, data in _records(book, 0):
        if kind == _SHEET:
            yield _name(data, version), unpack_from("<I", data)[0]


def _name(data: bytes, version: int) -> str:
    if version < _BIFF_8:
        return data[7 : 7 + data[6]].decode("cp1252", "replace")
    wide = data[7] & 1
    said = data[8 : 8 + data[6] * (1 + wide)]
    return said.decode("utf-16-le" if wide else "latin-1", "replace")


def _errors(book: bytes, start: int) -> Iterator[tuple[Place, str]]:
    for kind, data in _records(book, start):
        code = None
        if kind == _VALUE and data[7]:
            code = data[6]
        # The result of a formula is a float, or begins with its kind and ends with two marks.
        elif kind == _FORMULA and data[6] == 2 and data[12:14] == b"\xff\xff":
            code = data[8]
        if code in WORDS:
            row, column = unpack_from("<HH", data)
            yield (row, column), WORDS[code]
