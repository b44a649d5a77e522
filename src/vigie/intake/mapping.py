"""A mapping: how the files of one source system fill the tables of the model."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

COMPANY: Final = "company"  # the company's own key space: keys are kept verbatim
ANYTHING_ELSE: Final = "*"  # the entry of `values` for what no other entry names


class FillKind(StrEnum):
    """Where the value of a target column comes from."""

    COLUMN = "column"
    TEMPLATE = "template"  # "{OrderKey}-{LineNumber}"
    EXPRESSION = "expression"  # scalar SQL over source columns
    VALUE = "value"  # a constant
    ORDINAL = "ordinal_within"  # the row's number within a group, in file order


@dataclass(frozen=True, slots=True)
class Fill:
    """How one target column is filled.

    `source` holds the column's name, the template, the expression or the constant; `group` the
    columns of an ordinal. `values` translates what comes out; without a "*" entry, a value that
    it does not name passes unchanged.
    """

    kind: FillKind
    source: str = ""
    group: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def words(self) -> str | dict[str, object]:
        """This fill as a mapping file writes it."""
        if self.kind is FillKind.COLUMN and not self.values:
            return self.source
        said: dict[str, object] = {
            self.kind.value: list(self.group) if self.kind is FillKind.ORDINAL else self.source
        }
        return {**said, "values": dict(self.values)} if self.values else said


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How rows of one source relation fill one table."""

    table: str
    columns: Mapping[str, Fill]  # target column → fill
    where: str | None = None  # scalar SQL over source columns: rows that it refuses are skipped
    distinct_on: tuple[str, ...] = ()  # target columns: several source rows, one target row
    keep: tuple[str, ...] = ()  # source columns kept as attributes

    def words(self) -> dict[str, object]:
        """This part as a mapping file writes it."""
        said: dict[str, object] = {"table": self.table}
        if self.where:
            said["where"] = self.where
        if self.distinct_on:
            said["distinct_on"] = list(self.distinct_on)
        said["columns"] = {name: fill.words() for name, fill in self.columns.items()}
        if self.keep:
            said["keep"] = list(self.keep)
        return said


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What the files whose name matches `pattern` feed, and how they are read."""

    pattern: str
    tables: tuple[TableMapping, ...]
    read: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    header: tuple[str, ...] = ()  # the column names it was accepted for, when saved by Vigie

    def matches(self, *names: str) -> bool:
        """Whether one of a relation's names (file, member, sheet) fits the pattern."""
        pattern = self.pattern.casefold()
        return any(
            fnmatch(candidate.casefold(), pattern)
            for name in names
            for candidate in (name, PurePath(name).name)
        )

    def words(self) -> dict[str, object]:
        """This part as a mapping file writes it."""
        said: dict[str, object] = {"pattern": self.pattern}
        if self.read:
            said["read"] = dict(self.read)
        if self.header:
            said["header"] = list(self.header)
        said["tables"] = [table.words() for table in self.tables]
        return said


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """A whole mapping file."""

    source: str = COMPANY
    files: tuple[FileMapping, ...] = ()

    @property
    def prefix(self) -> str:
        """What stands before every key, so that two systems never collide."""
        return "" if self.source == COMPANY else f"{self.source}:"

    def tables(self) -> Iterator[TableMapping]:
        for file in self.files:
            yield from file.tables

    def words(self) -> dict[str, object]:
        """The content of the mapping file."""
        said: dict[str, object] = {} if self.source == COMPANY else {"source": self.source}
        return {**said, "files": [file.words() for file in self.files]}


def digest(source: str, tables: tuple[TableMapping, ...]) -> str:
    """A fingerprint of what a mapping means: the same words, the same digest."""
    words = [source, [table.words() for table in tables]]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
