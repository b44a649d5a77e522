"""Kept files lose the lines about a person, whatever they are packed in."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from vigie.privacy.redaction import Fate, redact
from vigie.privacy.traces import Traces

HER = Traces(names=("Zélie Brunâtre",), emails=("zelie@brunatre.example",))
LINES = "id;nom\r\n1;Zélie Brunâtre\r\n2;Luc Martin\r\n"
WITHOUT = "id;nom\r\n\r\n2;Luc Martin\r\n"


def zipped(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
def test_a_line_that_mentions_her_is_emptied_in_every_encoding(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(LINES.encode(encoding))
    assert redact(file, HER) is Fate.REDACTED
    assert file.read_bytes().decode(encoding) == WITHOUT
    assert redact(file, HER) is Fate.UNTOUCHED


def test_packed_files_are_opened(tmp_path: Path) -> None:
    file = tmp_path / "file"
    inner = gzip.compress(LINES.encode())
    file.write_bytes(zipped(a_csv=LINES.encode(), b_gz=inner, c_csv=b"3;Paul"))
    assert redact(file, HER) is Fate.REDACTED
    with zipfile.ZipFile(file) as archive:
        assert archive.read("a.csv").decode() == WITHOUT
        assert gzip.decompress(archive.read("b.gz")).decode() == WITHOUT
        assert archive.read("c.csv") == b"3;Paul"


def test_a_document_of_one_line_loses_words_only(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text('{"a": "Zélie Brunâtre"}' + " " * 30_000, encoding="utf-8")
    assert redact(file, HER) is Fate.REDACTED
    assert file.read_text(encoding="utf-8").startswith('{"a": "∅"}')


def test_a_workbook_that_mentions_her_is_removed_and_another_stays(tmp_path: Path) -> None:
    hers, other = tmp_path / "hers", tmp_path / "other"
    names = ["xl/sharedStrings.xml", "xl/workbook.xml"]
    for path, said in ((hers, "<t>Zélie Brunâtre</t>"), (other, "<t>Luc</t>")):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, said)
    assert redact(hers, HER) is Fate.REMOVED
    assert not hers.exists()
    assert redact(other, HER) is Fate.UNTOUCHED


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x1f\x8b no gzip", b"\0\1\2"])
def test_damaged_and_strange_files_are_left(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert redact(file, HER) is Fate.UNTOUCHED
    assert file.read_bytes() == content
