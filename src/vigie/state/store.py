"""The one door to the state: SQLite beside the data, or PostgreSQL by its address."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from vigie.kit.errors import Busy, Invalid, VigieError
from vigie.kit.secrets import in_environment
from vigie.state.copying import copy, remove, tables
from vigie.state.schema import current, is_current, upgrade

FILE: Final = "state.sqlite"
ADDRESS: Final = "VIGIE_STATE_URL"
PATIENCE: Final = 10_000  # milliseconds that a writer waits for another one
_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Store:
    """Transactions on the state; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)

    @classmethod
    def open(cls, data: Path, url: str | None = None) -> Self:
        """Opens the state in the folder `data`, or at `url` (or VIGIE_STATE_URL), up to date.

        Raises `Invalid` for an address that is none, `VigieError` where nobody answers.
        """
        store = cls.at(data, url)
        try:
            store.bring_up_to_date()
        except OperationalError as error:
            store.close()
            raise VigieError(
                "The state in {place} cannot be opened: check that it is there and answers.",
                place=store._engine.url.host or data.name,
            ) from error
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def at(cls, data: Path, url: str | None = None) -> Self:
        """The state in that place as it is, of whatever version; `Invalid` as for `open`."""
        return cls(_engine(_place(data, in_environment(ADDRESS) or url)))

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """The state in a SQLite file as it is, of whatever version."""
        return cls(_sqlite(URL.create("sqlite", database=str(path))))

    @property
    def is_in_a_file(self) -> bool:
        """Whether the state is a file beside the data, not a database of its own."""
        return self._engine.dialect.name == "sqlite"

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever kept here."""
        with self.read() as connection:
            return current(connection) is None

    def save(self, path: Path) -> None:
        """Writes the state of one moment to the new SQLite file `path`, wherever it is kept."""
        if not self.is_in_a_file:
            self._dump(path)
            return
        _make_private(path)
        with self._engine.connect() as here, closing(sqlite3.connect(path)) as there:
            driver: Any = here.connection.driver_connection
            driver.backup(there)
            there.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself

    def load(self, saved: "Store") -> None:
        """Replaces all that is kept in this database by what was saved, or changes nothing."""
        with self.write() as target, saved.read() as source:
            if found := current(target):
                remove(target, _names(found))
            copy(source, target)

    def bring_up_to_date(self) -> None:
        """Takes the steps that an earlier Vigie did not know; raises FromTheFuture."""
        with self.read() as connection:
            if is_current(connection):
                return
        with self.write() as connection:
            upgrade(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of the state."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, committed at the end; raises Busy when another writer takes too long."""
        try:
            with self._writing.begin() as connection:
                yield connection
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            raise Busy("Another process is changing the state: try again in a moment.") from error

    def compact(self) -> None:
        """Leaves no bytes of what was erased: the file is written anew, its log emptied.

        PostgreSQL does so by itself, in its own time (`VACUUM FULL` does it at once).
        """
        if self._engine.dialect.name != "sqlite":
            return
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            raw.close()

    def close(self) -> None:
        """Lets go of every connection."""
        self._engine.dispose()

    def _dump(self, path: Path) -> None:
        snapshot = self._engine.execution_options(isolation_level="REPEATABLE READ")
        written = Store.of_file(path)
        try:
            with snapshot.connect() as source, written.write() as target:
                copy(source, target)
        finally:
            written.close()
        with closing(sqlite3.connect(path)) as there:
            there.execute("PRAGMA journal_mode = DELETE")


def _names(version: str) -> list[str]:
    """The tables of a version of the schema: the database may hold other people's too."""
    model = Store(_engine(URL.create("sqlite")))
    try:
        with model.write() as connection:
            upgrade(connection, version)
            return [*tables(connection).tables]
    finally:
        model.close()


def _place(data: Path, url: str | None) -> URL:
    if url is None:
        return URL.create("sqlite", database=str(data / FILE))
    try:
        found = make_url(url)
        if found.get_backend_name() == "postgresql" or found.drivername in _DRIVERS:
            return found.set(drivername=_DRIVERS["postgresql"])
        if found.get_backend_name() == "sqlite":
            return found
    except ArgumentError:
        pass  # said below, without the address: it may hold a password
    raise Invalid(
        "The address of the state is not one of PostgreSQL: write it as in {example}.",
        example="postgresql://vigie@host/vigie",
    )


def _engine(place: URL) -> Engine:
    if place.get_backend_name() == "sqlite":
        return _sqlite(place)
    try:
        return create_engine(place, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise VigieError("PostgreSQL needs another library: install vigie[postgresql].") from error


def _sqlite(place: URL) -> Engine:
    if place.database:
        _make_private(Path(place.database))
    engine = create_engine(place)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """The file is its owner's alone: it holds what sign-in rests on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001
    # Transactions are begun below: the driver's own would leave changes of the schema outside.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        f"busy_timeout = {PATIENCE}",
        "secure_delete = ON",  # what is erased leaves no bytes behind
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its turn at once: a reader that turns into one could be refused."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
