"""A delimited text cut line by line: slower than the engine, but it can say what is wrong where."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from vigie.intake.reading.dialect import ALIGNED, Dialect
from vigie.intake.reading.limits import Limits
from vigie.intake.reading.source import RejectedLine
from vigie.kit.errors import UnreadableFile
from vigie.kit.i18n import Text, text

_LONGEST_VALUE: Final = 500
"""How many physical lines one quoted value may span before its quotation mark counts as stray."""

_RAW: Final = 2000
"""How much of a rejected line is kept to show."""


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of a record that starts on physical line `line` and ends on `last`."""

    line: int
    last: int
    fields: list[str]


def split(
    path: Path, dialect: Dialect, name: str, limits: Limits
) -> Iterator[Record | RejectedLine]:
    """Every record of a UTF-8 text, blank lines left out; what is no record comes rejected.

    A record is rejected when it has more or fewer fields than `dialect.columns` (empty ones at
    its end aside) or when its quotation marks do not pair. Titles and header come out too, the
    caller knows them by their line.
    """
    with path.open(encoding="utf-8-sig", newline=None) as file:
        yield from _Lines(_physical(file, name, limits), dialect).records()


class _Lines:
    """Physical lines with a way back, for values that turn out not to span them."""

    def __init__(self, lines: Iterator[str], dialect: Dialect) -> None:
        self._lines = lines
        self._ahead: list[str] = []
        self._number = 0
        self._dialect = dialect
        mark = re.escape(dialect.delimiter)
        self._null = re.compile(rf"(?:(?<={mark})|^)\\N(?={mark}|\s*$)")

    def records(self) -> Iterator[Record | RejectedLine]:
        csv.field_size_limit(2**31 - 1)
        while (line := self._next()) is not None:
            if line.strip():
                yield self._record(line)

    def _record(self, line: str) -> Record | RejectedLine:
        start = self._number
        if self._dialect.delimiter == ALIGNED:
            return self._judged(start, line, line.split())
        if not self._dialect.quote or self._dialect.quote not in line:
            return self._judged(start, line, line.rstrip("\n").split(self._dialect.delimiter))
        fields = self._parsed([line])
        if fields is not None:
            return self._judged(start, line, fields)
        return self._spanning(start, line)

    def _spanning(self, start: int, line: str) -> Record | RejectedLine:
        """A record whose quoted values hold line ends; or one whose quotation is broken."""
        taken = [line]
        while len(taken) < _LONGEST_VALUE and (more := self._next()) is not None:
            taken.append(more)
            if self._is_whole(more):
                break
            if self._dialect.quote not in more:
                continue
            fields = self._parsed(taken)
            if fields is not None and len(fields) == self._dialect.columns:
                return Record(start, self._number, fields)
        self._ahead = taken[1:] + self._ahead
        self._number = start
        return _rejected(start, line, text("its quotation marks do not pair"))

    def _is_whole(self, line: str) -> bool:
        """Whether a line is so clearly a record that no value spans it."""
        fields = self._parsed([line]) if self._dialect.columns > 2 else None
        return fields is not None and len(fields) == self._dialect.columns

    def _parsed(self, lines: list[str]) -> list[str] | None:
        if self._dialect.escape == "\\":
            # An escaped N is no letter: it is how databases write that there is no value.
            lines = [self._null.sub("", line) for line in lines]
        try:
            records = list(self._dialect.records(lines, strict=True))
        except csv.Error:
            return None
        return records[0] if len(records) == 1 else None

    def _judged(self, start: int, line: str, fields: list[str]) -> Record | RejectedLine:
        expected = self._dialect.columns
        if len(fields) != expected:
            # Spreadsheets leave empty fields behind.
            while len(fields) > expected and not fields[-1].strip():
                fields.pop()
            if len(fields) != expected:
                reason = text(
                    "it has {found} fields, {expected} are expected",
                    found=len(fields),
                    expected=expected,
                )
                return _rejected(start, line, reason)
        return Record(start, self._number, fields)

    def _next(self) -> str | None:
        line = self._ahead.pop(0) if self._ahead else next(self._lines, None)
        if line is not None:
            self._number += 1
        return line


def _physical(file: TextIO, name: str, limits: Limits) -> Iterator[str]:
    while line := file.readline(limits.line + 1):
        if len(line) > limits.line:
            raise UnreadableFile(
                "{file} has a line of more than {limit} MB: "
                "it is no table, or its line ends are lost.",
                file=name,
                limit=limits.line // 2**20,
            )
        yield line


def _rejected(line: int, raw: str, reason: Text) -> RejectedLine:
    return RejectedLine(line, raw.rstrip("\n")[:_RAW], reason)
