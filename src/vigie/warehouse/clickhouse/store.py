"""The core tables in ClickHouse: a partition a month, replaced as a whole."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from sqlglot import exp

from vigie.model.schema import Model, Table
from vigie.warehouse.clickhouse.answers import rows
from vigie.warehouse.clickhouse.channel import Channel
from vigie.warehouse.clickhouse.reader import ClickHouseReader
from vigie.warehouse.ddl import MONTH, engine_columns
from vigie.warehouse.dialects.clickhouse import clickhouse
from vigie.warehouse.dialects.translation import schema_of
from vigie.warehouse.names import quote
from vigie.warehouse.slices import Mark, Slice

_TYPES: Final = {
    "VARCHAR": "String",
    "JSON": "String",
    "BIGINT": "Int64",
    "UBIGINT": "Decimal(20, 0)",
    "BOOLEAN": "Bool",
    "DATE": "Date32",
    "TIMESTAMP": "DateTime64(6, 'UTC')",
}
_HELD: Final = "vigie_slice"
_STATE: Final = "vigie_state"
_OWNER: Final = "vigie_owner"
_NONE: Final = -1
_STAGED: Final = "vigie_staged_"


class ClickHouseStore:
    """Core tables, what is staged for them, and the list of what is held, in one database."""

    label = "ClickHouse"

    def __init__(self, channel: Channel, database: str, model: Model) -> None:
        self._channel = channel
        self._database = database
        self._model = model
        self._schema = schema_of(model)
        self._dialect = clickhouse(self._schema, self._place)
        self._prepare()

    def held(self) -> Mapping[Slice, Mark]:
        found = self._rows(
            f"SELECT name, month, rows, sum FROM {self._named(_HELD)} FINAL WHERE rows <> {_NONE}"
        )
        return {Slice(row[0], row[1]): Mark(row[2], row[3]) for row in found}

    def version(self) -> int | None:
        found = self._rows(f"SELECT max(version) FROM {self._named(_STATE)}")
        return int(found[0][0]) if found and found[0][0] is not None else None

    def owner(self) -> int | None:
        found = self._rows(f"SELECT id FROM {self._named(_OWNER)}")
        return int(found[0][0]) if found else None

    def claim(self, owner: int) -> None:
        if self.owner() != owner:
            self._channel.run(f"INSERT INTO {self._named(_OWNER)} VALUES ({owner})")

    def discard(self) -> None:
        for table in self._columns():
            if table.startswith(_STAGED):
                self._channel.run(f"DROP TABLE {self._named(table)} SYNC")

    def stage(self, table: str, files: Mapping[str, Path]) -> None:
        staging = self._named(_STAGED + table)
        self._channel.run(f"CREATE TABLE IF NOT EXISTS {staging} AS {self._named(table)}")
        columns = [*engine_columns(self._model.tables[table]), MONTH]
        self._channel.load(staging, ", ".join(quote(name) for name in columns), files.values())

    @contextmanager
    def staged(self, table: str) -> Iterator[ClickHouseReader]:
        place = self._place(_STAGED + table)
        yield ClickHouseReader(self._channel, clickhouse(self._schema, lambda _: place.copy()))

    def switch(self, staged: Mapping[Slice, Mark], gone: Collection[Slice]) -> None:
        self._channel.run(f"TRUNCATE TABLE {self._named(_STATE)}")
        none = Mark(_NONE, "")
        self._note(dict.fromkeys((*staged, *gone), none))
        for table, pieces in groupby(sorted(staged), key=attrgetter("table")):
            source = self._named(_STAGED + table)
            replaced = (f"REPLACE PARTITION '{piece.month}' FROM {source}" for piece in pieces)
            self._channel.run(f"ALTER TABLE {self._named(table)} {', '.join(replaced)}")
            self._channel.run(f"DROP TABLE {source} SYNC")
        for piece in gone:
            dropped = f"DROP PARTITION '{piece.month}'"
            self._channel.run(f"ALTER TABLE {self._named(piece.table)} {dropped}")
        self._note(staged)

    def settle(self, version: int) -> None:
        self._channel.run(f"TRUNCATE TABLE {self._named(_STATE)}")
        self._channel.run(f"INSERT INTO {self._named(_STATE)} VALUES ({version})")

    def rewrite(self) -> None:
        """Each table becomes another one that shares its live parts; dead ones go with the old."""
        self.discard()
        held = self.held()
        for table in self._model.tables:
            old, new = self._named(table), self._named(_STAGED + table)
            self._channel.run(f"CREATE TABLE {new} AS {old}")
            for piece in held:
                if piece.table == table:
                    shared = f"ATTACH PARTITION '{piece.month}' FROM {old}"
                    self._channel.run(f"ALTER TABLE {new} {shared}")
            self._channel.run(f"EXCHANGE TABLES {new} AND {old}")
            self._channel.run(f"DROP TABLE {new} SYNC")

    def tables_with(self, patterns: Sequence[str]) -> Sequence[str]:
        one = "|".join(f"(?:{pattern})" for pattern in patterns)
        known = self._columns()
        return [table for table in self._model.tables if self._has(table, known[table], one)]

    def _has(self, table: str, columns: Mapping[str, str], pattern: str) -> bool:
        words = [f"ifNull({quote(name)}, '')" for name, kind in columns.items() if "String" in kind]
        said = f"concatWithSeparator('\x1f', {', '.join(words)})"
        asked = f"SELECT 1 FROM {self._named(table)} WHERE match({said}, ⟨pattern⟩) LIMIT 1"
        with self.read() as reader:
            return reader.row(asked, {"pattern": pattern}) is not None

    @contextmanager
    def read(self) -> Iterator[ClickHouseReader]:
        yield ClickHouseReader(self._channel, self._dialect)

    def close(self) -> None:
        self._channel.close()

    def _note(self, marks: Mapping[Slice, Mark]) -> None:
        """Writes down what is held of some slices; the latest note on one holds."""
        now = time.time_ns()
        noted = ", ".join(
            f"('{piece.table}', '{piece.month}', {mark.rows}, '{mark.sum}', {now})"
            for piece, mark in marks.items()
        )
        if noted:
            self._channel.run(f"INSERT INTO {self._named(_HELD)} VALUES {noted}")

    def _prepare(self) -> None:
        run = self._channel.run
        run(f"CREATE DATABASE IF NOT EXISTS {quote(self._database)}")
        run(f"CREATE TABLE IF NOT EXISTS {self._named(_HELD)} {_HELD_COLUMNS}")
        run(f"CREATE TABLE IF NOT EXISTS {self._named(_STATE)} {_STATE_COLUMNS}")
        run(f"CREATE TABLE IF NOT EXISTS {self._named(_OWNER)} {_OWNER_COLUMNS}")
        known = self._columns()
        for table in self._model.tables.values():
            columns = _columns(table)
            if known.get(table.name) != columns:
                self._make(table, columns)

    def _make(self, table: Table, columns: Mapping[str, str]) -> None:
        """An empty table; one made for an earlier model is filled anew."""
        self._channel.run(f"DROP TABLE IF EXISTS {self._named(table.name)} SYNC")
        defined = ", ".join(f"{quote(name)} {kind}" for name, kind in columns.items())
        order = ", ".join(quote(name) for name in dict.fromkeys((table.time, *table.key)) if name)
        self._channel.run(
            f"CREATE TABLE {self._named(table.name)} ({defined}) ENGINE = MergeTree "
            f"PARTITION BY {MONTH} ORDER BY ({order}) SETTINGS allow_nullable_key = 1"
        )
        lost = [piece for piece in self.held() if piece.table == table.name]
        self._note(dict.fromkeys(lost, Mark(_NONE, "")))

    def _columns(self) -> Mapping[str, Mapping[str, str]]:
        """The columns and types of every table there is."""
        found: dict[str, dict[str, str]] = {}
        for table, name, kind in self._rows(
            "SELECT table, name, type FROM system.columns "
            f"WHERE database = '{self._database}' ORDER BY table, position"
        ):
            found.setdefault(table, {})[name] = kind
        return found

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return rows(self._channel.ask(sql, {}))

    def _named(self, table: str) -> str:
        return f"{quote(self._database)}.{quote(table)}"

    def _place(self, table: str) -> exp.Table:
        return exp.table_(table, db=self._database, quoted=True)


_HELD_COLUMNS: Final = (
    "(name String, month String, rows Int64, sum String, noted UInt64) "
    "ENGINE = ReplacingMergeTree(noted) ORDER BY (name, month)"
)
_STATE_COLUMNS: Final = "(version Int64) ENGINE = MergeTree ORDER BY version"
_OWNER_COLUMNS: Final = "(id Int64) ENGINE = MergeTree ORDER BY id"


def _columns(table: Table) -> dict[str, str]:
    found = {name: f"Nullable({_type(kind)})" for name, kind in engine_columns(table).items()}
    return {**found, MONTH: "String"}


def _type(engine_type: str) -> str:
    if engine_type.startswith("DECIMAL"):
        return "Decimal" + engine_type.removeprefix("DECIMAL").replace(",", ", ")
    return _TYPES[engine_type]
