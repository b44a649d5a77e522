"""Folders and archives: what is in them is read, and what would harm is refused in a sentence."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from vigie.intake.reading import ReadOptions, Source, open_sources
from vigie.intake.reading.limits import Limits
from vigie.kit.errors import NotFound, UnreadableFile
from vigie.kit.progress import silent
from vigie.warehouse.engine import Session

Read = Callable[..., list[Source]]

SALES = b"day;amount\n2026-01-01;1,5\n2026-01-02;2,5\n"
PEOPLE = b"code;name\nA1;Dupont\nA2;Durand\n"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def test_every_member_of_a_zip_is_a_source(read: Read, tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "a.zip", {"in/sales.csv": SALES, "people.csv.gz": gzip.compress(PEOPLE)}
    )
    sources = read(archive)
    assert [(s.name, s.member) for s in sources] == [
        ("a.zip › in/sales.csv", "in/sales.csv"),
        ("a.zip › people.csv.gz", "people.csv.gz"),
    ]
    assert all(source.file == archive for source in sources)
    assert sources[0].matches("sales*.csv")


def test_every_member_of_a_tar_is_a_source(read: Read, tmp_path: Path) -> None:
    archive = tarred(tmp_path / "a.tar.gz", {"sales.csv": SALES, "people.csv": PEOPLE})
    assert [source.rows for source in read(archive)] == [2, 2]
    (tmp_path / "a.tar").write_bytes(gzip.decompress(archive.read_bytes()))
    assert [source.rows for source in read(tmp_path / "a.tar")] == [2, 2]


def test_a_folder_is_read_through_without_hidden_files_and_links(
    read: Read, tmp_path: Path
) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "sales.csv").write_bytes(SALES)
    (tmp_path / "in" / ".hidden.csv").write_bytes(SALES)
    (tmp_path / "in" / "notes.md").write_text("nothing to see")
    (tmp_path / "people.csv").write_bytes(PEOPLE)
    (tmp_path / "in" / "link.csv").symlink_to(tmp_path / "people.csv")
    [source] = read(tmp_path / "in")
    assert source.name == "in/deep/sales.csv"
    told = list(map(str, source.warnings))
    assert told == [
        "in/link.csv is left aside: it is a symbolic link.",
        "in/notes.md is left aside: its name is not that of a table.",
    ]


def test_files_of_one_shape_are_read_together_and_lines_found_again(
    read: Read, session: Session, tmp_path: Path
) -> None:
    days = {
        "by-day/2026-01-01.csv": b"id;name\n1;a\n2;b\n",
        "by-day/2026-01-02.csv": b"\xef\xbb\xbfid;name\r\n3;c",
        "by-day/2026-01-03.csv": "id;name\n4;é\n5;f;g\n".encode("cp1252"),
        "by-day/people.csv": PEOPLE,
    }
    together, people = read(tarred(tmp_path / "a.tar.gz", days))
    assert together.name == "a.tar.gz › by-day/*.csv (3)"
    assert together.rows == 4
    lines = session.rows(f'SELECT "#line", id, name FROM {together.relation} ORDER BY 1')
    assert [(*together.locate(line), key) for line, key, _ in lines] == [
        ("by-day/2026-01-01.csv", 2, "1"),
        ("by-day/2026-01-01.csv", 3, "2"),
        ("by-day/2026-01-02.csv", 2, "3"),
        ("by-day/2026-01-03.csv", 2, "4"),
    ]
    assert lines[3][2] == "é"
    [rejected] = together.rejected
    assert together.locate(rejected.line) == ("by-day/2026-01-03.csv", 3)
    assert together.matches("2026*.csv")
    assert people.rows == 2


def test_files_given_one_by_one_are_read_together_too(read: Read, tmp_path: Path) -> None:
    paths = [tmp_path / f"sales_{year}.csv" for year in (2024, 2025)]
    for path in paths:
        path.write_bytes(SALES)
    [source] = read(*paths)
    assert (source.name, source.rows, source.file) == ("sales_*.csv (2)", 4, tmp_path)


def test_files_that_share_a_header_but_not_a_name_stay_apart(read: Read, tmp_path: Path) -> None:
    (tmp_path / "north.csv").write_bytes(SALES)
    (tmp_path / "south.csv").write_bytes(SALES)
    assert [source.rows for source in read(tmp_path)] == [2, 2]


def test_the_digest_is_that_of_the_received_file(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(SALES)
    first = read(tmp_path / "a.csv")[0].sha256
    (tmp_path / "b.csv").write_bytes(SALES)
    assert read(tmp_path / "b.csv")[0].sha256 == first
    (tmp_path / "b.csv").write_bytes(SALES + b"2026-01-03;4\n")
    assert read(tmp_path / "b.csv")[0].sha256 != first


def test_temporary_files_are_gone_even_when_reading_stops(
    session: Session, tmp_path: Path, shelf: Path
) -> None:
    archive = zipped(tmp_path / "a.zip", {"sales.csv": SALES, "people.csv": PEOPLE})
    sources = open_sources([archive], ReadOptions(), session, shelf, silent)
    next(sources)  # type: ignore[call-overload]
    assert any(path.suffix == ".part" for path in shelf.rglob("*"))
    sources.close()  # type: ignore[attr-defined]
    assert [path.suffix for path in shelf.rglob("*")] == [".parquet"]


def refusal(read: Read, path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"id;name\n", "a.csv has a header and no row"),
        ("a.csv", b"id;name\n\n\n", "a.csv has a header and no row"),
        ("a.csv", b"id\0;name\n1;a\n", "a.csv holds NUL bytes"),
        ("a.csv", os.urandom(100) + b"\0" * 50, "a.csv holds NUL bytes"),
        ("a.csv", b"%PDF-1.7 ...", "a.csv is a PDF"),
        ("a.pdf", b"%PDF-1.7 ...", "a.pdf is a PDF"),
        ("a.exe", b"MZ\x90\0", "a.exe is a program"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "a.xls is a web page"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "a.xml is an XML document"),
        ("a.csv.gz", gzip.compress(SALES * 500)[:-20], "a.csv.gz is damaged or cut short"),
        ("a.csv.gz", gzip.compress(b"", mtime=0), "a.csv.gz is empty"),
        ("a.zip", b"PK\x03\x04 and so on", "a.zip is damaged or cut short"),
        ("a.parquet", b"PAR1 and so on PAR1", "a.parquet is damaged"),
        ("a.parquet", b"and so on", "a.parquet is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    read: Read, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(read, tmp_path / name).startswith(sentence)


def test_a_document_is_no_workbook(read: Read, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
    )
    assert refusal(read, path).startswith("a.docx is a document")


def test_a_protected_zip_asks_for_the_password_to_be_removed(read: Read, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"sales.csv": SALES})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)
    assert refusal(read, path).startswith("a.zip is protected by a password")


@pytest.mark.parametrize("member", ["../sales.csv", "/etc/sales.csv", "in\\..\\..\\sales.csv"])
def test_a_member_that_leads_out_of_its_archive_is_refused(
    read: Read, tmp_path: Path, member: str
) -> None:
    for path in (
        zipped(tmp_path / "a.zip", {member: SALES}),
        tarred(tmp_path / "a.tar.gz", {member: SALES}),
    ):
        assert "leads out of the archive" in refusal(read, path)


def test_a_symbolic_link_is_not_followed(read: Read, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(SALES)
    (tmp_path / "a.csv").symlink_to(tmp_path / "real.csv")
    assert "symbolic link" in refusal(read, tmp_path / "a.csv")


def test_a_folder_without_a_table_says_so(read: Read, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert refusal(read, tmp_path / "in").startswith("in holds no file that can be read")


def test_a_path_that_is_not_there(read: Read, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        read(tmp_path / "none.csv")


BOMB = gzip.compress(b"0;0\n" * 200_000)
SMALL = Limits(ratio=100, ratio_from=100_000, unpacked=2**20, members=3, columns=50, line=10_000)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv.gz", BOMB, "more than 100 times its size"),
        (
            "a.csv",
            b";".join(b"c%d" % i for i in range(60)) + b"\n" + b";" * 59 + b"\n",
            "60 columns",
        ),
        ("a.csv", b"id;name\n1;" + b"x" * 20_000 + b"\n\n2;b\n", "a line of more than"),
    ],
)
def test_limits_hold(
    session: Session, shelf: Path, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=sentence):
        list(open_sources([tmp_path / name], ReadOptions(), session, shelf, silent, SMALL))


def test_a_zip_bomb_is_stopped_whatever_its_headers_say(
    session: Session, shelf: Path, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": b"0;0\n" * 200_000})
    with pytest.raises(UnreadableFile, match="as archive bombs do"):
        list(open_sources([path], ReadOptions(), session, shelf, silent, SMALL))
    many = zipped(tmp_path / "b.zip", {f"{i}.csv": SALES for i in range(5)})
    with pytest.raises(UnreadableFile, match="more than 3 files"):
        list(open_sources([many], ReadOptions(), session, shelf, silent, SMALL))
    book = zipped(tmp_path / "c.xlsx", {"[Content_Types].xml": b"", "xl/a.xml": b" " * 900_000})
    with pytest.raises(UnreadableFile, match="as archive bombs do"):
        list(open_sources([book], ReadOptions(), session, shelf, silent, SMALL))


def test_archives_in_archives_in_archives_are_refused(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(SALES)
    for depth in range(4):
        path = zipped(tmp_path / f"{depth}.zip", {path.name: path.read_bytes()})
    assert "archives within archives" in refusal(read, path)
