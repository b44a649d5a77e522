"""A stream out of a compound file (OLE), in which older Office programs keep their documents."""

from collections.abc import Iterator
from struct import Struct, unpack_from
from struct import error as StructError  # noqa: N812
from typing import Final

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NUMBER: Final = Struct("<I")
_LAST: Final = 0xFFFFFFFA  # what is above is no sector
_ENTRY: Final = 128  # bytes of a line of the directory
_IN_HEAD: Final = 109  # sectors of the allocation table that the head names


class Broken(Exception):  # noqa: N818
    """The file does not hold together."""


class Compound:
    """A compound file, whole in memory."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(_MAGIC):
            raise Broken
        self._content = content
        try:
            self._size = 1 << unpack_from("<H", content, 30)[0]
            self._next = self._table()
            first, _, self._least, mini = unpack_from("<4I", content, 48)
            self._entries = {name: entry for name, *entry in self._listed(self._stream(first))}
            self._mini_next = _numbers(self._stream(mini))
            root, _ = self._entries.get("Root Entry", (_LAST, 0))
            self._mini = self._stream(root)
        except (StructError, IndexError, OverflowError) as error:
            raise Broken from error

    def stream(self, *names: str) -> bytes:
        """The content of the first of the `names` that is there; raises Broken."""
        for name in names:
            if name in self._entries:
                start, size = self._entries[name]
                if size >= self._least:
                    return self._stream(start)[:size]
                pieces = (
                    self._mini[at * 64 : at * 64 + 64] for at in _chain(self._mini_next, start)
                )
                return b"".join(pieces)[:size]
        raise Broken

    def _table(self) -> tuple[int, ...]:
        """Which sector follows which."""
        sectors = list(unpack_from(f"<{_IN_HEAD}I", self._content, 76))
        more, left = unpack_from("<2I", self._content, 68)
        for _ in range(min(left, len(self._content) // self._size)):
            *found, more = _numbers(self._sector(more))
            sectors += found
        return _numbers(b"".join(self._sector(at) for at in sectors if at < _LAST))

    def _listed(self, directory: bytes) -> Iterator[tuple[str, int, int]]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length = unpack_from("<H", directory, at + 64)[0]
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            start, size = unpack_from("<2I", directory, at + 116)
            yield name, start, size

    def _sector(self, at: int) -> bytes:
        start = (at + 1) * self._size
        return self._content[start : start + self._size]

    def _stream(self, start: int) -> bytes:
        return b"".join(self._sector(at) for at in _chain(self._next, start))


def _numbers(content: bytes) -> tuple[int, ...]:
    whole = len(content) - len(content) % _NUMBER.size
    return tuple(number for (number,) in _NUMBER.iter_unpack(content[:whole]))


def _chain(following: tuple[int, ...], at: int) -> Iterator[int]:
    """The sectors of a stream, in order; a chain that bites its tail ends."""
    for _ in range(len(following)):
        if at >= len(following):
            return
        yield at
        at = following[at]
