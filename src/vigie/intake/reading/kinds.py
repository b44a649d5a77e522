"""What a file is, told by its first bytes; its name only settles what the bytes leave open."""

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from vigie.intake.reading.formats import FileKind
from vigie.kit.errors import UnreadableFile
from vigie.kit.i18n import Text, text

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HEAD: Final = 4096
_TABULAR: Final = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".psv", ".asc", ".dat", ".prn"}
    | {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".pq", ".json", ".jsonl", ".ndjson"}
    | {".gz", ".zip", ".tar", ".tgz"}
)
_FOREIGN: Final = (
    (b"%PDF", text("a PDF")),
    (b"MZ", text("a program")),
    (b"\x7fELF", text("a program")),
    (b"\x89PNG", text("an image")),
    (b"\xff\xd8\xff", text("an image")),
    (b"GIF8", text("an image")),
    (b"Rar!", text("a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", text("a 7z archive")),
    (b"\xfd7zXZ", text("an XZ archive")),
    (b"BZh", text("a bzip2 archive")),
    (b"\x28\xb5\x2f\xfd", text("a Zstandard archive")),
    (b"SQLite format 3", text("a SQLite database")),
    (b"{\\rtf", text("a text document")),
)


class Packing(StrEnum):
    """How files are packed together or made smaller."""

    GZIP = "gzip"
    ZIP = "zip"
    TAR = "tar"


def recognise(path: Path, name: str) -> FileKind | Packing:
    """The kind of the file on disk at `path`, called `name` by whoever sent it.

    Raises `UnreadableFile` when it is empty, protected by a password, or nothing that holds rows.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise UnreadableFile("{file} is empty: export it again.", file=name)
    _refuse_foreign(head, name)
    if head.startswith(b"\x1f\x8b"):
        return Packing.GZIP
    if head.startswith(b"PK"):
        return _zipped(path, name)
    if head.startswith(_OLE):
        return _ole(path, name)
    if head[257:262] == b"ustar":
        return Packing.TAR
    if head.startswith(b"PAR1"):
        return FileKind.PARQUET
    return _textual(head, name)


def is_tabular(name: str) -> bool:
    """Whether a file of that name, found in a folder or archive, may hold rows."""
    return Path(name).suffix.lower() in _TABULAR


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise _unsupported(name, what)


def _unsupported(name: str, what: Text) -> UnreadableFile:
    return UnreadableFile(
        "{file} is {what}, which holds no rows that can be read: "
        "import CSV, Excel, OpenDocument, Parquet or JSON.",
        file=name,
        what=what,
    )


def _zipped(path: Path, name: str) -> FileKind | Packing:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(
            "{file} is damaged or cut short: send or export it again.", file=name
        ) from error
    if "[Content_Types].xml" in members:
        if any(member.startswith("xl/") for member in members):
            return FileKind.EXCEL
        raise _unsupported(name, text("a document"))
    if "mimetype" in members and "content.xml" in members:
        return FileKind.EXCEL
    return Packing.ZIP


def _ole(path: Path, name: str) -> FileKind:
    with path.open("rb") as file:
        head = file.read(2**20)
        file.seek(max(0, path.stat().st_size - 2**20))
        protected = _ENCRYPTED in head or _ENCRYPTED in file.read()
    if protected:
        raise password_protected(name)
    return FileKind.EXCEL


def password_protected(name: str) -> UnreadableFile:
    """What is said of a file that only a password opens."""
    return UnreadableFile(
        "{file} is protected by a password: open it, remove the password, and import it again.",
        file=name,
    )


def _textual(head: bytes, name: str) -> FileKind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = Path(name.lower().removesuffix(".gz")).suffix
    if start[:9].lower().startswith((b"<!doctype", b"<html", b"<table")):
        raise _unsupported(name, text("a web page, whatever its name says"))
    if start.startswith(b"<?xml"):
        raise _unsupported(name, text("an XML document"))
    if suffix in {".json", ".jsonl", ".ndjson"}:
        return FileKind.JSON
    if suffix in {".xlsx", ".xls", ".ods", ".xlsm", ".xlsb"} and b"\0" in head:
        raise UnreadableFile("{file} is damaged: open it in Excel and save it again.", file=name)
    if suffix in {".parquet", ".pq"}:
        raise UnreadableFile("{file} is damaged: it is not a Parquet file.", file=name)
    if suffix not in {".csv", ".tsv"} and start[:1] in (b"{", b"["):
        return FileKind.JSON
    return FileKind.DELIMITED
