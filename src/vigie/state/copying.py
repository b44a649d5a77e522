"""The whole state from one database to another, whatever the two are."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Column, Connection, MetaData, Table, delete, func, insert, select
from sqlalchemy import text as sql

from vigie.state.schema import VERSION_TABLE, current, upgrade

AT_ONCE: Final = 1000  # rows
_TRIGGERED: Final = """
SELECT DISTINCT p.oid::regprocedure::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND t.tgrelid = ANY(CAST(:tables AS regclass[]))
"""


def copy(source: Connection, target: Connection) -> None:
    """Puts every row of `source` into `target`, which is made for it and held nothing before."""
    upgrade(target, current(source) or "head")
    held, taken = tables(source), tables(target)
    # Either may be a database in which others keep tables too.
    for table in (one for one in taken.sorted_tables if one.name in held.tables):
        rows = source.execution_options(yield_per=AT_ONCE).execute(select(held.tables[table.name]))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
        _go_on_counting(target, table)


def counts(connection: Connection) -> Mapping[str, int]:
    """How many rows each table has, of those that have some."""
    known = tables(connection).sorted_tables
    found = {t.name: connection.scalar(select(func.count()).select_from(t)) for t in known}
    return {name: int(count) for name, count in sorted(found.items()) if count}


def empty(connection: Connection, names: Iterable[str]) -> None:
    """Takes every row out of some tables."""
    known = tables(connection).tables
    for name in names:
        connection.execute(delete(known[name]))


def remove(connection: Connection, names: Iterable[str]) -> None:
    """Takes our own tables out of a PostgreSQL database, with the functions of their triggers."""
    present = [name for name in tables(connection).tables if name in set(names)]
    functions = connection.scalars(sql(_TRIGGERED), {"tables": present}).all()
    for name in (*present, VERSION_TABLE):
        connection.execute(sql(f"DROP TABLE IF EXISTS {name} CASCADE"))
    for function in functions:
        connection.execute(sql(f"DROP FUNCTION {function}"))


def tables(connection: Connection) -> MetaData:
    """What the database really has: a table that some room adds is never left behind."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != VERSION_TABLE)
    return metadata


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL gives numbers out by itself: the next one follows those that were brought."""
    column: Column[Any] | None = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None or column.server_default is None:
        return
    last = connection.scalar(select(func.coalesce(func.max(column), 1)))
    connection.execute(
        sql("SELECT setval(pg_get_serial_sequence(:name, :column), :last)"),
        {"name": table.name, "column": column.name, "last": last},
    )
