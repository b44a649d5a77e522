"""Cells that hold an error say so, whatever wrote the workbook; none is taken for an empty one."""

import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.intake.reading import Source, parse
from vigie.intake.reading.error_cells import error_cells
from vigie.intake.reading.error_cells.place import WORDS
from vigie.model.schema import ColumnType
from vigie.warehouse.engine import Session

Read = Callable[..., list[Source]]
SECTOR = 512
CONTENT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Ventes">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
WORD = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
FIGURE = '<table:table-cell office:value-type="float" office:value="{0}"/>'
ERROR = (  # as LibreOffice writes it since it has a type for errors
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><office:annotation><text:p>#REF!</text:p></office:annotation>'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)
ZERO = (  # as it wrote it before
    '<table:table-cell table:formula="of:=[.#REF!]" office:value-type="float" office:value="0">'
    "<text:p>Err:502</text:p></table:table-cell>"
)


def ods(path: Path, *lines: str) -> Path:
    rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", CONTENT.format(rows))
    return path


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def cell(kind: int, row: int, column: int, data: bytes) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, 0) + data)


def words(row: int, column: int, said: str) -> bytes:
    return cell(0x0204, row, column, struct.pack("<HB", len(said), 0) + said.encode("latin-1"))


def xls(path: Path) -> Path:
    """A workbook of one sheet in a compound file, byte by byte."""
    failed = b"\x02\x00\x07\x00\x00\x00\xff\xff" + bytes(6) + b"\x03\x00\x1c\x07\x00"
    lines = [
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)),
        record(0x0200, struct.pack("<IIHHH", 0, 5, 0, 2, 0)),
        *(words(0, at, name) for at, name in enumerate(("Code", "Prix"))),
        *(words(row, 0, code) for row, code in enumerate("ABCD", 1)),
        cell(0x0203, 1, 1, struct.pack("<d", 2.5)),
        cell(0x0205, 2, 1, b"\x17\x01"),  # a value: #REF!
        cell(0x0006, 3, 1, failed),  # the result of a formula: #DIV/0!
        cell(0x0205, 4, 1, b"\x01\x00"),  # no error: the boolean true
        record(0x000A, b""),
    ]
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0))
    sheet = struct.pack("<BBBB", 0, 0, 6, 0) + b"Ventes"
    start = len(head) + 4 + 4 + len(sheet) + 4
    book = head + record(0x0085, struct.pack("<I", start) + sheet) + record(0x000A, b"")
    path.write_bytes(compound((book + b"".join(lines)).ljust(4096, b"\0")))
    return path


def part(kind: int, data: bytes) -> bytes:
    """A record of an xlsb: its kind and its length in sevens of bits."""
    kinds = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return kinds + bytes([len(data)]) + data


def wide(said: str) -> bytes:
    return struct.pack("<I", len(said)) + said.encode("utf-16-le")


def xlsb(path: Path) -> Path:
    """A workbook of one sheet whose parts are records."""
    failed = b"\x07" + struct.pack("<HI", 0, 0)  # and no formula
    prices = [
        (6, wide("Prix")),
        (5, struct.pack("<d", 2.5)),
        (3, b"\x17"),
        (11, failed),
        (4, b"\1"),
    ]
    lines = b"".join(
        part(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        + part(6, struct.pack("<II", 0, 0) + wide(code))
        + part(kind, struct.pack("<II", 1, 0) + value)
        for row, (code, (kind, value)) in enumerate(zip(("Code", *"ABCD"), prices, strict=True))
    )
    sheet = part(129, b"") + part(148, struct.pack("<4I", 0, 4, 0, 1)) + part(145, b"") + lines
    book = part(143, b"") + part(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Ventes"))
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/_rels/workbook.bin.rels", links)
        archive.writestr("xl/workbook.bin", book + part(144, b"") + part(132, b""))
        archive.writestr("xl/worksheets/sheet1.bin", sheet + part(146, b"") + part(130, b""))
    return path


def compound(book: bytes) -> bytes:
    """A compound file: head, allocation table, directory, then the stream of 4,096 bytes."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    head += struct.pack("<109I", 0, *[none] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *range(3, 10), end, *[none] * 118)
    entries = [("Root Entry", 5, 1, end, 0), ("Workbook", 2, none, 2, 4096)]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII36xIQ", 2 * len(name) + 2, kind, 1, none, none, child, at, size)
        for name, kind, child, at, size in entries
    )
    return head + table + directory.ljust(SECTOR, b"\0") + book


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (xls, ["2.5", "#REF!", "#DIV/0!", "true"]),
        (xlsb, ["2.5", "#REF!", "#DIV/0!", "true"]),
        (
            lambda path: ods(
                path,
                WORD.format("Code") + WORD.format("Prix"),
                *(
                    WORD.format(code) + price
                    for code, price in zip(
                        "ABCD", (FIGURE.format(2.5), ERROR, ZERO, WORD.format("#3")), strict=True
                    )
                ),
            ),
            ["2.5", "#DIV/0!", "Err:502", "#3"],
        ),
    ],
)
def test_an_error_is_said_and_no_number(
    read: Read,
    session: Session,
    tmp_path: Path,
    make: Callable[[Path], Path],
    expected: list[str],
) -> None:
    [source] = read(make(tmp_path / "book"))
    found = session.rows(f'SELECT * FROM {source.relation} ORDER BY "#line"')
    assert [row[2] for row in found] == expected
    assert any(expected[1] in str(warning) for warning in source.warnings)
    price = parse(source.columns[1], ColumnType.MONEY)
    values = session.rows(f'SELECT {price} FROM {source.relation} ORDER BY "#line"')
    assert values[:3] == [(Decimal("2.5000"),), (None,), (None,)]


def test_a_repeated_row_repeats_its_errors(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", WORD.format("A"), WORD.format("x") + ERROR)
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    content = content.replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="2">'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    assert error_cells(path) == {"Ventes": {(2, 1): "#DIV/0!", (3, 1): "#DIV/0!"}}


@pytest.mark.parametrize("cut", [8, 76, 600, 1100, 1600, 2100])
def test_a_file_that_does_not_hold_together_says_nothing(tmp_path: Path, cut: int) -> None:
    path = xls(tmp_path / "a.xls")
    path.write_bytes(path.read_bytes()[:cut])
    assert error_cells(path) in ({}, {"Ventes": {(2, 1): "#REF!", (3, 1): "#DIV/0!"}})


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1600), st.integers(0, 255)), max_size=12))
def test_an_xls_with_wrong_bytes_is_read_or_says_nothing(
    tmp_path_factory: pytest.TempPathFactory, wrong: list[tuple[int, int]]
) -> None:
    path = xls(tmp_path_factory.getbasetemp() / "wrong.xls")
    content = bytearray(path.read_bytes())
    for place, byte in wrong:
        content[place] = byte
    path.write_bytes(content)
    told = {word for cells in error_cells(path).values() for word in cells.values()}
    assert told <= {*WORDS.values()}
