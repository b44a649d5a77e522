"""Excel and OpenDocument: every sheet with rows, exact numbers, ISO dates."""

import datetime as dt
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from vigie.intake.reading import Source, ValueKind, parse
from vigie.intake.reading.excel import cell_text
from vigie.kit.errors import NotFound, UnreadableFile
from vigie.model.schema import ColumnType
from vigie.warehouse.engine import Session

Read = Callable[..., list[Source]]
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


SALES: list[list[object]] = [
    ["Code", "Jour", "Quantité", "Prix", "Payé", "Modifié"],
    ["007", dt.date(2026, 1, 31), 12, 731.94, True, at(2026, 1, 31, 10, 5)],
    ["A1", dt.date(2026, 2, 1), 3.0, 0.1 + 0.2, False, at(2026, 2, 1)],
]


def rows(session: Session, source: Source) -> list[tuple[object, ...]]:
    return session.rows(f'SELECT * FROM {source.relation} ORDER BY "#line"')


def test_cells_become_exact_text_and_iso_dates(
    read: Read, session: Session, tmp_path: Path
) -> None:
    [source] = read(workbook(tmp_path / "ventes.xlsx", {"Janvier": SALES}))
    assert source.name == "ventes.xlsx › Janvier"
    assert source.format.sheet == "Janvier"
    assert rows(session, source) == [
        (2, "007", "2026-01-31", "12", "731.94", "true", "2026-01-31 10:05:00"),
        (3, "A1", "2026-02-01", "3", "0.3", "false", "2026-02-01"),
    ]
    kinds = [column.kind for column in source.columns]
    assert kinds[1:5] == [ValueKind.DATE, ValueKind.INTEGER, ValueKind.NUMBER, ValueKind.BOOLEAN]
    prices = f"SELECT {parse(source.columns[3], ColumnType.MONEY)} FROM {source.relation}"
    assert session.rows(prices) == [(Decimal("731.94"),), (Decimal("0.3"),)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (-0.0, "0"),
        (731.9399999999999, "731.94"),
        (1e20, "1e+20"),
        (123456789012345.0, "123456789012345"),
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        (dt.time(9, 5), "09:05:00"),
        (None, ""),
    ],
)
def test_each_kind_of_cell(cell: float, text: str) -> None:
    assert cell_text(cell) == text


def test_every_sheet_with_rows_is_a_source(read: Read, tmp_path: Path) -> None:
    sheets = {"Vide": [], "Notes": [["À lire"]], "Ventes": SALES, "Stock": SALES}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert [source.format.sheet for source in read(path)] == ["Ventes", "Stock"]
    assert [source.format.sheet for source in read(path, sheet="stock")] == ["Stock"]
    with pytest.raises(NotFound, match="no sheet Vent; the nearest is Ventes"):
        read(path, sheet="Vent")


def test_titles_and_blank_rows_keep_the_numbers_of_excel(
    read: Read, session: Session, tmp_path: Path
) -> None:
    lines: list[list[object]] = [
        ["Ventes 2026"],
        [],
        ["Code", "Nom", ""],
        ["1", "a"],
        [],
        ["2", "b"],
    ]
    [source] = read(workbook(tmp_path / "a.xlsx", {"S": lines}))
    assert source.format.header_row == 3
    assert [column.name for column in source.columns] == ["Code", "Nom"]
    assert [row[:3] for row in rows(session, source)] == [(4, "1", "a"), (6, "2", "b")]


def test_a_table_that_does_not_start_in_the_corner(
    read: Read, session: Session, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, cells in enumerate((["Code", "Nom"], ["1", "a"], ["2", "b"]), start=5):
        for column, cell in enumerate(cells, start=3):
            sheet.cell(row, column, cell)
    book.save(tmp_path / "a.xlsx")
    [source] = read(tmp_path / "a.xlsx")
    assert [column.name for column in source.columns] == ["Code", "Nom"]
    assert [row[0] for row in rows(session, source)] == [6, 7]


def test_hidden_sheets_are_left_aside(read: Read, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Ventes": SALES, "Listes": SALES})
    book = openpyxl.load_workbook(path)
    book["Listes"].sheet_state = "hidden"
    book.save(path)
    assert [source.format.sheet for source in read(path)] == ["Ventes"]


def test_an_opendocument_sheet_reads_alike(read: Read, session: Session, tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="Ventes">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    word = '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>'
    figure = '<table:table-cell office:value-type="float" office:value="{0}"/>'
    lines = [word.format("Code") + word.format("Prix"), word.format("A1") + figure.format("2.5")]
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content.format(rows=table))
    [source] = read(tmp_path / "a.ods")
    assert rows(session, source) == [(2, "A1", "2.5")]


def refusal(read: Read, path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    return str(caught.value)


def test_a_password_protected_workbook_asks_for_its_removal(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(MAGIC + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1000)
    assert refusal(read, path).startswith("a.xlsx is protected by a password")


def test_damaged_workbooks_are_refused(read: Read, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", {"Ventes": SALES}).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) // 2])
    assert refusal(read, tmp_path / "b.xlsx").startswith("b.xlsx is damaged")
    broken = bytearray(whole)
    start = whole.index(b"xl/worksheets/sheet1.xml") + 40
    broken[start : start + 20] = b"\xff" * 20
    (tmp_path / "c.xlsx").write_bytes(broken)
    assert refusal(read, tmp_path / "c.xlsx").startswith("c.xlsx is damaged")
    (tmp_path / "d.xls").write_bytes(MAGIC + b"\0" * 1000)
    assert refusal(read, tmp_path / "d.xls").startswith("d.xls is damaged")
    (tmp_path / "e.xlsx").write_bytes(b"\0" * 1000)
    assert refusal(read, tmp_path / "e.xlsx").startswith("e.xlsx is damaged")


def test_a_workbook_without_rows_is_refused(read: Read, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Ventes": SALES[:1]})
    assert refusal(read, path).startswith("a.xlsx has no sheet with rows")


def test_a_pivot_of_thousands_of_rows_is_whole(
    read: Read, session: Session, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"id": range(5000), "amount": [i / 100 for i in range(5000)]})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    [source] = read(tmp_path / "a.xlsx")
    total = f"SELECT sum({parse(source.columns[1], ColumnType.MONEY)}) FROM {source.relation}"
    assert session.scalar(total) == Decimal("124975.0000")


def test_error_cells_say_what_they_are(read: Read, session: Session, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"One": [["Code", "Prix"], ["A", 1], ["B", 2], ["C", 3]]})
    book = openpyxl.load_workbook(path)
    for place, word in (("B3", "#REF!"), ("B4", "#N/A")):
        book["One"][place].value, book["One"][place].data_type = word, "e"
    book.save(path)
    [source] = read(path)
    assert rows(session, source) == [(2, "A", "1"), (3, "B", "#REF!"), (4, "C", None)]
    assert any("#REF!" in str(warning) for warning in source.warnings)
    price = parse(source.columns[1], ColumnType.MONEY)
    values = session.rows(f'SELECT {price} FROM {source.relation} ORDER BY "#line"')
    assert values == [(Decimal("1.0000"),), (None,), (None,)]


def test_cells_merged_downwards_all_hold_their_value(
    read: Read, session: Session, tmp_path: Path
) -> None:
    lines: list[list[object]] = [
        ["Ventes 2026", None, None],
        ["Région", "Ville", "Montant"],
        ["Sud", "Nice", 1],
        [None, "Arles", 2],
        ["Nord", "Lille", 3],
    ]
    path = workbook(tmp_path / "a.xlsx", {"One": lines})
    book = openpyxl.load_workbook(path)
    book["One"].merge_cells("A3:A4")
    book["One"].merge_cells("A1:C1")
    book.save(path)
    [source] = read(path)
    assert [row[1:3] for row in rows(session, source)] == [
        ("Sud", "Nice"),
        ("Sud", "Arles"),
        ("Nord", "Lille"),
    ]
