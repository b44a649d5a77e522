"""Received texts made one UTF-8 text, in bounded memory, and what its lines look like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vigie.intake.reading import encodings
from vigie.intake.reading.received import Received
from vigie.intake.reading.source import Part

_SAMPLE: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Utf8:
    """A received text and the file that holds it in UTF-8: itself, or a temporary copy."""

    received: Received
    path: Path
    encoding: str  # as received


@dataclass(frozen=True, slots=True)
class Lines:
    """How many physical lines a text has, and whether they all end alike, in the engine's way."""

    count: int
    tidy: bool


def as_utf8(received: Received, encoding: str | None, folder: Path) -> Utf8:
    """The text in UTF-8, recognised over the whole of it unless `encoding` is given."""
    known = encoding or encodings.recognise(received.path, received.name)
    if known == encodings.UTF8:
        return Utf8(received, received.path, known)
    path = folder / f"{received.path.name}.utf8"
    with path.open("wb") as target:
        target.writelines(encodings.reader(received.path, known, received.name))
    return Utf8(received, path, known)


def join(texts: Sequence[Utf8], header: int, folder: Path) -> tuple[Path, tuple[Part, ...]]:
    """The texts one after the other; the `header` lines of all but the first are left out."""
    path = folder / f"{texts[0].received.path.name}.joined"
    parts: list[Part] = []
    line = 1
    with path.open("wb") as target:
        for index, text in enumerate(texts):
            skipped = header if index else 0
            received = text.received
            name = received.member or received.own_name
            parts.append(Part(name, received.sha256, line, skipped))
            for piece in _without_head(text, skipped):
                line += piece.count(b"\n")
                target.write(piece)
    return path, tuple(parts)


def head(path: Path) -> list[str]:
    """The first lines of a UTF-8 text, whole, without their line ends."""
    with path.open("rb") as file:
        piece = file.read(_SAMPLE)
    lines = piece.decode("utf-8-sig", "ignore").splitlines()
    return lines[:-1] if len(piece) == _SAMPLE and len(lines) > 1 else lines


def survey(path: Path) -> Lines:
    """Counts the lines of a UTF-8 text and looks at their ends."""
    feeds = returns = pairs = 0
    last = b"\n"
    for piece in encodings.chunks(path):
        feeds += piece.count(b"\n")
        returns += piece.count(b"\r")
        # The byte before is looked at again, for a pair that straddles two pieces.
        pairs += (last + piece).count(b"\r\n") if returns else 0
        last = piece[-1:]
    return Lines(feeds + (last != b"\n"), returns == pairs and pairs in (0, feeds))


def _without_head(text: Utf8, skipped: int) -> Iterator[bytes]:
    """The bytes after the first `skipped` lines, ended by a line end."""
    last = b"\n"
    with text.path.open("rb") as file:
        file.seek(encodings.mark_length(text.path))
        for _ in range(skipped):
            file.readline()
        while piece := file.read(1 << 20):
            last = piece[-1:]
            yield piece
    if last != b"\n":
        yield b"\n"
