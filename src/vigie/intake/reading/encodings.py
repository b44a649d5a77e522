"""In which encoding a text is written, decided over the whole of it; and the way to UTF-8."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from vigie.kit.errors import UnreadableFile

UTF8: Final = "utf-8"
MIXED: Final = "utf-8+cp1252"
"""UTF-8 with a few bytes of cp1252, as texts from two programs glued together have."""

_FEW: Final = 0.1  # of the characters beyond ASCII
_CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE: Final = ("cp1252", "iso8859-15", "cp850", "mac_roman", "latin-1")
"""In order of trust: the first of those that fit equally well is taken."""

_WORD_BYTE: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_LETTERS: Final = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆßñÑáíóúãõåøÁÍÓÚÅØŠšŽž")
_MARKS_USED: Final = frozenset("’‘“”«»–—…€£°²³½¼¾™®©·•§¿¡×\u00a0")


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def recognise(path: Path, name: str) -> str:
    """The encoding of the whole text at `path`.

    A byte order mark decides; else strict UTF-8; else the one-byte encoding in which the bytes
    make the most likely words. Raises `UnreadableFile` for what is no text.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if wide := _without_mark(head):
        return wide
    if _is_utf8(path, name):
        return UTF8
    return MIXED if _is_mostly_utf8(path) else _one_byte(path)


def mark_length(path: Path) -> int:
    """How many bytes the byte order mark takes, 0 where there is none."""
    with path.open("rb") as file:
        head = file.read(3)
    return next((len(mark) for mark, _ in _MARKS if head.startswith(mark)), 0)


def reader(path: Path, encoding: str, name: str) -> Iterator[bytes]:
    """The text at `path` in UTF-8, a piece at a time, without its byte order mark."""
    try:
        decoder = _decoder(encoding)
        skip = mark_length(path)
        for piece in chunks(path):
            yield decoder.decode(piece[skip:]).encode(UTF8)
            skip = 0
        yield decoder.decode(b"", final=True).encode(UTF8)
    except (UnicodeError, LookupError) as error:
        raise UnreadableFile(
            "{file} is not written in {encoding}: leave the encoding out, or give the right one.",
            file=name,
            encoding=encoding,
        ) from error


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    if encoding == MIXED:
        return codecs.getincrementaldecoder(UTF8)(_STRAY)
    return codecs.getincrementaldecoder(encoding)("strict")


def _stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101  registered for decoding only
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_STRAY: Final = "vigie-cp1252"
codecs.register_error(_STRAY, _stray)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 betrays itself by a NUL in every other byte of Latin text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if half and even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _is_utf8(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(UTF8)("strict")
    valid, pending = True, False
    for piece in chunks(path):
        if b"\0" in piece:
            raise UnreadableFile(
                "{file} holds NUL bytes: it is no text file, or a damaged one. Export it again.",
                file=name,
            )
        if not valid or (piece.isascii() and not pending):
            continue
        try:
            decoder.decode(piece)
            pending = bool(decoder.getstate()[0])
        except UnicodeDecodeError:
            valid = False
    return valid and not pending


def _is_mostly_utf8(path: Path) -> bool:
    """Whether nearly all characters beyond ASCII are sound UTF-8: chance makes none."""
    decoder = codecs.getincrementaldecoder(UTF8)("surrogateescape")
    sound = stray = 0
    for piece in chunks(path):
        if not piece.isascii():
            beyond = [char for char in decoder.decode(piece) if char > "\x7f"]
            strays = sum("\udc80" <= char <= "\udcff" for char in beyond)
            stray, sound = stray + strays, sound + len(beyond) - strays
    return stray < (sound + stray) * _FEW


def _one_byte(path: Path) -> str:
    in_words: Counter[int] = Counter()
    anywhere: Counter[int] = Counter()
    for piece in chunks(path):
        in_words.update(b"".join(_WORD_BYTE.findall(piece)))
        anywhere.update(b"".join(_HIGH_BYTE.findall(piece)))
    return max(_ONE_BYTE, key=lambda encoding: _likelihood(encoding, in_words, anywhere))


def _likelihood(encoding: str, in_words: Counter[int], anywhere: Counter[int]) -> int:
    return sum(
        in_words[byte] * _in_word(char) + (count - in_words[byte]) * _alone(char)
        for byte, count in anywhere.items()
        for char in [bytes([byte]).decode(encoding, "replace")]
    )


def _in_word(char: str) -> int:
    if char in _LETTERS:
        return 2
    return 1 if char in _MARKS_USED else (0 if char.isalpha() else -2)


def _alone(char: str) -> int:
    return 1 if char in _MARKS_USED or char in _LETTERS else (0 if char.isalpha() else -1)
