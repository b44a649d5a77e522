"""Kept files rid of a person: lines that mention them are emptied, other copies are removed.

A kept file proves where rows came from; a line without its words still has its number. What is not
lines of text (Excel, Parquet, …) cannot lose one person alone: the copy goes, its rows are in core.
"""

import gzip
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from vigie.privacy.traces import Traces

GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
_TEXTS: Final = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16
_LONGEST: Final = 20_000  # characters: a longer line is a whole document, and loses words only
_MARK: Final = "∅"
_SHEETS: Final = ("xl/", "content.xml")


class Fate(StrEnum):
    """What became of a file."""

    UNTOUCHED = "untouched"
    REDACTED = "redacted"
    REMOVED = "removed"


def redact(path: Path, traces: Traces) -> Fate:
    """Rids one file of a person; atomic, and the file keeps its name."""
    content = path.read_bytes()
    if not mentions(content, traces):
        return Fate.UNTOUCHED
    without = cleaned(content, traces)
    if without is None:
        path.unlink()
        return Fate.REMOVED
    with NamedTemporaryFile(dir=path.parent, delete=False) as copy:
        copy.write(without)
        copy.flush()
        os.fsync(copy.fileno())
    Path(copy.name).chmod(path.stat().st_mode)
    Path(copy.name).replace(path)
    return Fate.REDACTED


def mentions(content: bytes, traces: Traces) -> bool:
    """Whether a person is found in a file, in what it holds, or in the names of its members."""
    return any(traces.are_in(text) for text in texts_in(content))


def is_backup(path: Path) -> bool:
    """Whether a file holds a whole workspace: it cannot lose one person, and is not removed."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith(".duckdb") for name in archive.namelist())


def texts_in(content: bytes) -> Iterator[str]:
    """Everything that may be words in a file: read in every usual encoding, unpacked if packed."""
    if content.startswith(GZIP):
        yield from texts_in(_unzipped(content))
    elif content.startswith(ZIP):
        for name, member in _members(content):
            yield name
            yield from texts_in(member)
    yield from _readings(content)


def cleaned(content: bytes, traces: Traces) -> bytes | None:
    """The file without the person; None where that cannot be done to it."""
    if content.startswith(GZIP):
        inner = cleaned(_unzipped(content), traces)
        return None if inner is None else gzip.compress(inner, mtime=0)
    if content.startswith(ZIP):
        return _zip_cleaned(content, traces)
    encoding = _encoding(content)
    if encoding is None:
        return None
    lines = content.decode(encoding).splitlines(keepends=True)
    return "".join(_line(line, traces) for line in lines).encode(encoding, "replace")


def _line(line: str, traces: Traces) -> str:
    if not traces.are_in(line):
        return line
    if len(line) > _LONGEST:
        for one in (*traces.everywhere, *traces.everywhere):
            line = re.sub(one, rf"\g<1>{_MARK}\g<2>", line)
        return line
    ending = line[len(line.rstrip("\r\n")) :]
    return ending or ""


def _zip_cleaned(content: bytes, traces: Traces) -> bytes | None:
    members = list(_members(content))
    if any(name.startswith(_SHEETS) for name, _ in members):
        return None
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, member) in enumerate(members):
            kept = cleaned(member, traces) if mentions(member, traces) else member
            if kept is not None:
                safe = f"{_MARK}-{number}{Path(name).suffix}" if traces.are_in(name) else name
                archive.writestr(zipfile.ZipInfo(safe), kept)
    return written.getvalue()


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield info.filename, archive.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return  # no archive after all, or one that nobody can open


def _unzipped(content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return b""


def _encoding(content: bytes) -> str | None:
    """How a text is written; None for what is none."""
    if content.startswith(_TEXTS):
        return "utf-16"
    if b"\0" in content:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _readings(content: bytes) -> Iterator[str]:
    """The bytes as texts, whatever they are."""
    encoding = _encoding(content)
    if encoding:
        yield content.decode(encoding, "replace")
        return
    yield content.decode("latin-1")
    yield content.decode("utf-8", "ignore")
    for start in (0, 1):
        yield content[start:].decode("utf-16-le", "ignore")
