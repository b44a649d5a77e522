"""The one door to DuckDB: one process owns the file, each request reads its own snapshot."""

import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self

import duckdb

from vigie.kit.errors import Busy, VigieError
from vigie.model.schema import Model
from vigie.warehouse.ddl import SCHEMA, statements
from vigie.warehouse.gate import Gate
from vigie.warehouse.memory import limit, memory_of
from vigie.warehouse.rollups import Keeper
from vigie.warehouse.session import DATA_VERSION, EngineError, Session
from vigie.warehouse.snapshot import Snapshot, write
from vigie.warehouse.standing import forget

__all__ = ["EngineError", "Session", "Warehouse"]

_SETTINGS = {
    # Nothing is ever fetched from the network.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # The disk's own cache holds received files, outside the engine's memory.
    "enable_external_file_cache": "false",
}
_IDENTITY: Final = "identity"
_SCHEMA: Final = "schema"
_PATIENCE = 60.0  # seconds that a rewriting waits for readers to leave
_LAST_WRITE: Final = 30  # seconds that a closing waits for a write to end


class Warehouse:
    """The company's rows. Readers never wait for a writer; writers wait for each other."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path: Path | None = None,
        share: str | None = None,
    ) -> None:
        self._connection = connection
        self._path, self._share = path, share
        self._gate = Gate()
        self.memory: Final = memory_of(connection)  # bytes that the engine may take
        self._writing = threading.Lock()
        self._version = 0
        self._identity = 0
        self._listeners: list[Callable[[int], None]] = []
        self._keeper: Keeper | None = None

    @classmethod
    def open(cls, path: Path | None, model: Model, memory: str | None = None) -> Self:
        """Opens (or creates) the file at `path`; None keeps everything in memory.

        The engine takes `memory` ("500MB"), or half of what the machine or its container has,
        and goes on beside the file on the disk.

        Raises `Busy` while another process holds the file, `VigieError` when it is not ours.
        """
        connection = _connect(path)
        limit(connection, memory)
        warehouse = cls(connection, path, memory)
        try:
            warehouse._bring_up(model)
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    @property
    def version(self) -> int:
        """A number that grows with every committed write: results of one version never change."""
        return self._version

    @property
    def identity(self) -> int:
        """Tells this file, its backups and its copies in other engines from those of others."""
        return self._identity

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one consistent snapshot; what it writes is thrown away."""
        with self._transaction() as cursor:
            yield Session(cursor, self._keeper)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose whole work is committed at the end, or not at all on an exception."""
        with self._writing, self._transaction() as cursor:
            session = Session(cursor, self._keeper)
            yield session
            session.follow()
            if session.written:
                forget(session)
            cursor.execute("UPDATE meta.state SET value = value + 1 WHERE name = ?", [DATA_VERSION])
            cursor.execute("COMMIT")
            self._version += 1
        for listener in self._listeners:
            listener(self._version)

    def save(self, path: Path) -> Snapshot:
        """Writes all rows of one moment to the new file `path`; readers and writers go on."""
        with self._gate.inside():
            return write(self._connection, path)

    def rewrite(self) -> None:
        """Writes the file anew: nothing that was deleted or replaced is left in any of its bytes.

        Readers go on until the new file takes the old one's place, in one step: whoever is killed
        meanwhile leaves the old file or the new one. Raises Busy when readers do not leave.
        """
        if self._path is None:
            return
        with self._writing:
            fresh = _fresh(self._path)
            write(self._connection, fresh)
            with self._gate.closed(_PATIENCE):
                self._connection.close()
                try:
                    _take_place(fresh, self._path)
                finally:
                    self._connection = _connect(self._path)
                    limit(self._connection, self._share)

    def on_commit(self, listener: Callable[[int], None]) -> None:
        """Has `listener` called with the new version after every committed write."""
        self._listeners.append(listener)

    def keep(self, keeper: Keeper) -> None:
        """Has `keeper` renew what is summed up beforehand in every write from now on."""
        self._keeper = keeper

    def close(self) -> None:
        """Lets go of the file, whole by itself; a write that has begun may end, within reason."""
        finished = self._writing.acquire(timeout=_LAST_WRITE)
        try:
            self._connection.close()
        finally:
            if finished:
                self._writing.release()

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._gate.inside():
            cursor = self._connection.cursor()
            try:
                cursor.execute("BEGIN TRANSACTION")
                yield cursor
            finally:
                # Closed by a COMMIT already, or by an error that ended the transaction.
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                cursor.close()

    def _bring_up(self, model: Model) -> None:
        with self._writing, self._transaction() as cursor:
            for statement in statements(model, _existing_columns(cursor)):
                cursor.execute(statement)
            _refuse_later(_state(cursor, _SCHEMA, SCHEMA))
            self._version = _state(cursor, DATA_VERSION, 0)
            self._identity = _state(cursor, _IDENTITY, secrets.randbits(62))
            cursor.execute("COMMIT")


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect(":memory:", config=dict(_SETTINGS))
    try:
        connection = duckdb.connect(str(path), config=dict(_SETTINGS))
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise Busy(
                "Another Vigie process has {file} open: stop it, or let it do the work.",
                file=path.name,
            ) from error
        raise VigieError(
            "{file} cannot be opened as a Vigie warehouse: restore it from a backup.",
            file=path.name,
        ) from error
    # What a killed process had put aside, or had begun to write anew; the file is ours now.
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)
    _fresh(path)
    return connection


def _state(cursor: duckdb.DuckDBPyConnection, name: str, first: int) -> int:
    """What the file holds under `name`; `first` from now on where it holds nothing yet."""
    found = cursor.execute("SELECT value FROM meta.state WHERE name = ?", [name]).fetchone()
    if found is None:
        cursor.execute("INSERT INTO meta.state VALUES (?, ?)", [name, first])
    return int(found[0]) if found else first


def _refuse_later(found: int) -> None:
    if found > SCHEMA:
        raise VigieError(
            "The warehouse of this workspace is of version {found}, this Vigie knows {known}: "
            "install the version of Vigie that last opened it, or a later one.",
            found=found,
            known=SCHEMA,
        )


def _fresh(path: Path) -> Path:
    """Where a file is written anew; what was begun there before is gone."""
    fresh = path.with_name(f"{path.name}.new")
    for left in (fresh, _log(fresh)):
        left.unlink(missing_ok=True)
    return fresh


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _take_place(fresh: Path, path: Path) -> None:
    """Puts a whole new file in the place of a closed one; an old log would spoil it."""
    for one in (fresh, path):
        log = _log(one)
        if log.exists() and log.stat().st_size:
            raise VigieError("{file} could not be written anew: try again.", file=path.name)
        log.unlink(missing_ok=True)
    _on_disk(fresh)
    fresh.replace(path)
    _on_disk(path.parent)


def _on_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _existing_columns(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    rows = cursor.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    columns: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in rows:
        columns.setdefault((schema, table), set()).add(column)
    return columns
