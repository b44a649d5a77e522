"""JSON objects, one a line or in one array, read one at a time; numbers stay as written."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from vigie.intake.reading.source import RejectedLine
from vigie.kit.errors import UnreadableFile
from vigie.kit.i18n import text

_PIECE: Final = 1 << 18
_RAW: Final = 2000
_WRAPPED: Final = 64 * 2**20  # the most that an object around the array may weigh


@dataclass(slots=True)
class Records:
    """The objects of one file; columns and rejected lines fill up while rows are read.

    Rows grow wider as new names appear: the last row has every column.
    """

    path: Path
    name: str
    longest: int
    columns: dict[str, int] = field(default_factory=dict)
    rejected: list[RejectedLine] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Each object's values in the order of `columns`, numbered by line, or by place."""
        for number, record in self._objects():
            for key in record:
                self.columns.setdefault(key, len(self.columns))
            yield number, [_text(record.get(key)) for key in self.columns]

    def _objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.path.open(encoding="utf-8-sig") as file:
            first = _first_character(file)
            if first == "[":
                found = self._elements(file)
            elif first == "{" and not self._is_lines(file):
                found = enumerate(self._wrapped(file), start=1)
            else:
                found = self._lines(file)
            for number, value in found:
                if isinstance(value, dict):
                    yield number, value
                else:
                    self._reject(number, json.dumps(value), text("it is not a JSON object"))

    def _lines(self, file: TextIO) -> Iterator[tuple[int, Any]]:
        number = 0
        while line := file.readline(self.longest + 1):
            number += 1
            if len(line) > self.longest:
                raise UnreadableFile(
                    "{file} has a line of more than {limit} MB: split it.",
                    file=self.name,
                    limit=self.longest // 2**20,
                )
            if not line.strip():
                continue
            try:
                yield number, _DECODER.decode(line)
            except ValueError:
                self._reject(number, line, text("it is not valid JSON"))

    def _elements(self, file: TextIO) -> Iterator[tuple[int, Any]]:
        """The elements of an array that may be larger than memory."""
        buffer, number, ended = file.read(_PIECE).lstrip()[1:], 0, False
        while True:
            buffer = buffer.lstrip(" \t\r\n,")
            if buffer.startswith("]"):
                return
            try:
                value, end = _DECODER.raw_decode(buffer)
                # A number at the end of a piece may go on in the next one.
                if end == len(buffer) and not ended:
                    raise ValueError
            except ValueError as error:
                more = file.read(max(_PIECE, len(buffer)))
                ended = not more
                if ended or len(buffer) > self.longest:
                    raise self._broken(number) from error
                buffer += more
                continue
            number += 1
            buffer = buffer[end:]
            yield number, value

    def _wrapped(self, file: TextIO) -> list[Any]:
        """The longest array inside one object: {"value": [...]}; or the object itself."""
        whole = file.read(_WRAPPED)
        try:
            value = _DECODER.decode(whole)
        except ValueError as error:
            raise self._broken(0) from error
        arrays = [found for found in value.values() if isinstance(found, list)]
        return max(arrays, key=len, default=[value])

    def _is_lines(self, file: TextIO) -> bool:
        line = file.readline(self.longest)
        rest = file.readline(self.longest)
        file.seek(0)
        return _is_json(line) or _is_json(rest)

    def _broken(self, number: int) -> UnreadableFile:
        return UnreadableFile(
            "{file} is not valid JSON after record {number}: export it again.",
            file=self.name,
            number=number,
        )

    def _reject(self, number: int, raw: str, reason: Any) -> None:
        self.rejected.append(RejectedLine(number, raw.rstrip("\n")[:_RAW], reason))


class _Written(float):
    """A number that remembers its digits: a float alone would lose some."""

    digits: str

    def __new__(cls, digits: str) -> "_Written":
        made = super().__new__(cls, digits)
        made.digits = digits
        return made


_DECODER: Final = json.JSONDecoder(parse_float=_Written)


def _first_character(file: TextIO) -> str:
    start = file.read(_PIECE).lstrip()[:1]
    file.seek(0)
    return start


def _is_json(line: str) -> bool:
    try:
        return isinstance(_DECODER.decode(line), dict)
    except ValueError:
        return False


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _Written):
        return value.digits
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
