"""A warehouse written to a file of its own while others use it, and proven to be whole."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from vigie.kit.errors import VigieError
from vigie.warehouse.names import quote

Controls = Mapping[str, "Control"]
_STATE: Final = "UPDATE {}.meta.state SET value = ? WHERE name = 'data_version'"
_SUMS: Final[Mapping[str, str]] = {
    "VARCHAR": "sum(strlen({}))",
    "JSON": "sum(strlen({}::VARCHAR))",
    "BOOLEAN": "count_if({})",
    "DATE": "sum(datediff('day', DATE '1970-01-01', {}))",
    "TIMESTAMP": "sum(epoch_us({})::HUGEINT)",
}
_NUMBERS: Final = ("DECIMAL", "BIGINT", "UBIGINT", "INTEGER", "HUGEINT")


@dataclass(frozen=True, slots=True)
class Control:
    """What a table adds up to: its rows, and a sum or a count for each of its columns."""

    rows: int
    sums: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A data version that was written to a file, and what each of its tables adds up to."""

    version: int
    tables: Controls


def write(connection: duckdb.DuckDBPyConnection, path: Path) -> Snapshot:
    """Writes all that `connection` sees at one moment to the new file `path`.

    Raises VigieError when the file does not add up to what was read, or cannot be written.
    """
    cursor, copy = connection.cursor(), f"snapshot_{secrets.token_hex(4)}"
    try:
        source = str(cursor.execute("SELECT current_database()").fetchall()[0][0])
        cursor.execute(f"ATTACH '{_literal(path)}' AS {copy}")
        try:
            snapshot = _copied(cursor, source, copy)
        finally:
            cursor.execute(f"DETACH {copy}")
    except duckdb.IOException as error:
        raise VigieError(
            "The copy of the warehouse cannot be written: is the disk full?"
        ) from error
    finally:
        cursor.close()
    return snapshot


def controls(path: Path) -> Controls:
    """What the tables of a warehouse's file add up to; raises VigieError where it is none."""
    with _opened(path, read_only=True) as connection:
        return dict(_controls(connection, _name(connection)))


def renew(path: Path, version: int) -> None:
    """Has a warehouse that nobody has open begin anew at a data version never used before."""
    with _opened(path, read_only=False) as connection:
        connection.execute(_STATE.format(quote(_name(connection))), [version])


def is_held(path: Path) -> bool:
    """Whether another process has the warehouse in the file `path` open."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        return "lock" in str(error)
    return False


def _copied(cursor: duckdb.DuckDBPyConnection, source: str, copy: str) -> Snapshot:
    cursor.execute("BEGIN TRANSACTION")
    try:
        version = cursor.execute(
            f"SELECT value FROM {quote(source)}.meta.state WHERE name = 'data_version'"
        ).fetchall()[0][0]
        cursor.execute(f"COPY FROM DATABASE {quote(source)} TO {copy}")
        seen = dict(_controls(cursor, source))
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    if seen != dict(_controls(cursor, copy)):
        raise VigieError("The copy of the warehouse does not add up to what was read: try again.")
    return Snapshot(int(version), seen)


def _controls(cursor: duckdb.DuckDBPyConnection, database: str) -> Iterator[tuple[str, Control]]:
    """Every table with rows, by `schema.name`."""
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, name, kind in cursor.execute(
        "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = ? AND NOT internal ORDER BY ALL",
        [database],
    ).fetchall():
        columns.setdefault((schema, table), []).append((name, kind))
    for (schema, table), known in columns.items():
        place = f"{quote(database)}.{quote(schema)}.{quote(table)}"
        control = _control(cursor, place, known)
        if control.rows:
            yield f"{schema}.{table}", control


def _control(
    cursor: duckdb.DuckDBPyConnection, place: str, columns: list[tuple[str, str]]
) -> Control:
    sums = ", ".join(f"({_sum(name, kind)})::VARCHAR" for name, kind in columns)
    row = cursor.execute(f"SELECT count(*), {sums} FROM {place}").fetchall()[0]
    names = (name for name, _ in columns)
    return Control(int(row[0]), dict(zip(names, row[1:], strict=True)))


def _sum(column: str, kind: str) -> str:
    """What is exact and does not depend on the order of rows; of other types, what is filled."""
    name = quote(column)
    if kind.startswith(_NUMBERS) and not kind.endswith("]"):
        return f"sum({name})"
    return _SUMS.get(kind, "count({})").format(name)


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        connection = duckdb.connect(
            str(path), read_only=read_only, config={"autoload_known_extensions": "false"}
        )
    except duckdb.Error as error:
        raise VigieError(
            "{file} is not a warehouse that this Vigie can open.", file=path.name
        ) from error
    try:
        yield connection
    except duckdb.Error as error:
        raise VigieError("{file} is a warehouse with damages.", file=path.name) from error
    finally:
        connection.close()


def _name(connection: duckdb.DuckDBPyConnection) -> str:
    return str(connection.execute("SELECT current_database()").fetchall()[0][0])


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")
