"""The rows of persons: found, read, and rid of what tells who they are. Figures stay."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vigie.model.schema import Model, Table
from vigie.warehouse.ddl import CORE, HISTORY, META
from vigie.warehouse.digests import rekeyed
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.session import Session
from vigie.warehouse.texts import columns as text_columns
from vigie.warehouse.texts import count as count_texts
from vigie.warehouse.texts import together

SCHEMAS: Final = (CORE, HISTORY)
MOST: Final = 200  # persons that a search gives


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table, by a condition on it."""

    table: str
    where: str
    values: tuple[object, ...] = ()


def search(
    session: Session,
    table: Table,
    columns: Sequence[str],
    patterns: Sequence[str],
    key: str | None,
    condition: str | None,
) -> list[dict[str, Any]]:
    """Rows in whose `columns` every pattern is found, or whose key is `key`; at most `MOST`."""
    said = f"concat_ws(' | ', {', '.join(f'{quote(c)}::VARCHAR' for c in columns)})"
    fits = " AND ".join("regexp_matches(said, ?)" for _ in patterns) or "FALSE"
    of = quote(table.key[0])
    names = [table.key[0], *columns]
    rows = session.rows(
        f"SELECT {', '.join(map(quote, names))} FROM "
        f"(SELECT *, {said} AS said FROM {qualified(CORE, table.name)} "
        f"WHERE {condition or 'TRUE'}) WHERE {of} = ? OR ({fits}) ORDER BY {of} LIMIT {MOST}",
        [key, *patterns],
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def bearers(
    session: Session,
    table: Table,
    columns: Sequence[str],
    pattern: str,
    apart: Sequence[str],
    condition: str | None,
) -> int:
    """How many persons beside those `apart` have the pattern in one of these columns."""
    said = " OR ".join(f"regexp_matches({quote(c)}::VARCHAR, ?)" for c in columns)
    return int(
        session.scalar(
            f"SELECT count(*) FROM {qualified(CORE, table.name)} WHERE ({condition or 'TRUE'}) "
            f"AND {quote(table.key[0])} NOT IN (SELECT unnest(?)) AND ({said})",
            [list(apart), *[pattern for _ in columns]],
        )
    )


def values(
    session: Session, rows: Rows, columns: Sequence[str], schemas: Sequence[str] = SCHEMAS
) -> Iterator[dict[str, Any]]:
    """What rows hold in these columns, today's and those that an undo would bring back."""
    for schema in schemas:
        found = session.rows(
            f"SELECT {', '.join(map(quote, columns))} FROM {qualified(schema, rows.table)} "
            f"WHERE {rows.where}",
            rows.values,
        )
        yield from (dict(zip(columns, row, strict=True)) for row in found)


def only_here(session: Session, rows: Rows, column: str, least: int) -> list[str]:
    """Texts of so many characters that stand in these rows and in no other of their table."""
    place, name = qualified(CORE, rows.table), quote(column)
    found = session.rows(
        f"SELECT DISTINCT {name} FROM {place} WHERE length({name}) >= {least:d} AND ({rows.where}) "
        f"EXCEPT SELECT {name} FROM {place} WHERE NOT ({rows.where}) LIMIT {MOST}",
        [*rows.values, *rows.values],
    )
    return [said for (said,) in found]


def count(session: Session, rows: Rows, schema: str = CORE) -> int:
    """How many they are."""
    place = qualified(schema, rows.table)
    return int(session.scalar(f"SELECT count(*) FROM {place} WHERE {rows.where}", rows.values))


def of_keys(table: Table, keys: Sequence[str]) -> Rows:
    """The rows with these keys."""
    return Rows(table.name, f"{quote(table.key[0])} IN (SELECT unnest(?))", (list(keys),))


def pointing(table: str, column: str, keys: Sequence[str]) -> Rows:
    """The rows of `table` whose `column` names one of the keys."""
    return Rows(table, f"{quote(column)} IN (SELECT unnest(?))", (list(keys),))


def lines_of(model: Model, rows: Rows) -> Iterator[Rows]:
    """The lines of documents: rows of tables that cannot be without one of `rows`."""
    head = model.tables[rows.table]
    if len(head.key) > 1:
        return
    for table in model.tables.values():
        for column in table.references:
            if column.references == head.name and column.orphan == "reject":
                inner = f"SELECT {quote(head.key[0])} FROM {qualified(CORE, head.name)}"
                where = f"{quote(column.name)} IN ({inner} WHERE {rows.where})"
                yield Rows(table.name, where, rows.values)


def replace(session: Session, rows: Rows, neutral: Mapping[str, str]) -> int:
    """Gives columns of rows other values (column → SQL) in every schema; gives today's rows."""
    done = count(session, rows)
    sets = [f"{quote(name)} = {sql}" for name, sql in neutral.items()]
    for schema in SCHEMAS:
        session.execute(
            f"UPDATE {qualified(schema, rows.table)} "
            f"SET {', '.join([*sets, 'row_hash = NULL'])} WHERE {rows.where}",
            rows.values,
        )
    return done


def rekey(session: Session, patterns: Sequence[str], secret: str) -> set[str]:
    """Keys that bear a trace give way to digests, everywhere alike; gives the old ones.

    Rows that pointed to each other still do: the same key always gets the same digest.
    """
    found: set[str] = set()
    for schema, table, columns in text_columns(session):
        keys = [one for one in columns if schema != META and is_key(one.name)]
        if not count_texts(session, keys, patterns):
            continue
        for one in keys:
            place, column = qualified(schema, table), quote(one.name)
            bears = f"regexp_matches({column}, ?)"
            old = session.rows(
                f"SELECT DISTINCT {column} FROM {place} WHERE {bears}", [together(patterns)]
            )
            if old:
                session.execute(
                    f"UPDATE {place} SET {column} = {rekeyed(column, secret)}, row_hash = NULL "
                    f"WHERE {bears}",
                    [together(patterns)],
                )
                found.update(key for (key,) in old)
    return found


def is_key(column: str) -> bool:
    """Whether other rows may point by a column of this name."""
    return column.endswith("_id") and column not in ("source_id", "import_id")


def refused_rows(session: Session, table: str, keys: Sequence[str], patterns: Sequence[str]) -> int:
    """Empties the waiting rows that are about these persons; gives their number."""
    told = "regexp_matches(raw::VARCHAR, ?)" if patterns else "FALSE"
    where = f"table_name = ? AND status <> 'erased' AND (key IN (SELECT unnest(?)) OR {told})"
    parameters = [table, list(keys), *([together(patterns)] if patterns else [])]
    rows = session.rows(f"SELECT row_id FROM meta.quarantine_row WHERE {where}", parameters)
    numbers = [row for (row,) in rows]
    session.execute(
        "UPDATE meta.quarantine_row SET raw = '{}', key = NULL, status = 'erased' "
        "WHERE row_id IN (SELECT unnest(?::BIGINT[]))",
        [numbers],
    )
    session.execute(
        "UPDATE meta.quarantine_error SET value = NULL "
        "WHERE row_id IN (SELECT unnest(?::BIGINT[]))",
        [numbers],
    )
    return len(numbers)


RESTRICTED: Final = f"{META}.restricted"


def put_away(session: Session, table: Table, keys: Sequence[str], columns: Sequence[str]) -> None:
    """Keeps what tells who these rows are about apart from them, until it is put back."""
    session.execute(
        f"CREATE TABLE IF NOT EXISTS {RESTRICTED} (table_name VARCHAR, key VARCHAR, said JSON)"
    )
    key = quote(table.key[0])
    said = ", ".join(f"'{name}', {quote(name)}" for name in columns)
    session.execute(
        f"INSERT INTO {RESTRICTED} SELECT ?, {key}, json_object({said}) "
        f"FROM {qualified(CORE, table.name)} WHERE {key} IN (SELECT unnest(?)) AND {key} NOT IN "
        f"(SELECT key FROM {RESTRICTED} WHERE table_name = ?)",
        [table.name, list(keys), table.name],
    )


def put_back(
    session: Session, table: Table, keys: Sequence[str], columns: Mapping[str, str]
) -> int:
    """Gives rows what was put away (column → engine type); gives how many there were."""
    found = put_away_of(session, table.name, keys)
    for key, said in found.items():
        values = [said.get(name) for name in columns]
        sets = ", ".join(f"{quote(name)} = ?::{kind}" for name, kind in columns.items())
        session.execute(
            f"UPDATE {qualified(CORE, table.name)} SET {sets}, row_hash = NULL "
            f"WHERE {quote(table.key[0])} = ?",
            [*values, key],
        )
    forget_put_away(session, table.name, keys)
    return len(found)


def put_away_of(session: Session, table: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Key → what was put away of that row."""
    if not _has_put_away(session):
        return {}
    rows = session.rows(
        f"SELECT key, said FROM {RESTRICTED} WHERE table_name = ? AND key IN (SELECT unnest(?))",
        [table, list(keys)],
    )
    return {key: json.loads(said) for key, said in rows}


def forget_put_away(session: Session, table: str, keys: Sequence[str]) -> None:
    """Forgets what was put away of some rows."""
    if _has_put_away(session):
        session.execute(
            f"DELETE FROM {RESTRICTED} WHERE table_name = ? AND key IN (SELECT unnest(?))",
            [table, list(keys)],
        )


def correct(session: Session, table: Table, key: str, column: str, kind: str, value: str) -> str:
    """Gives one column of one row another value, in every schema; gives the one before as text.

    Raises what the engine raises for a value that is none of its type.
    """
    name, of = quote(column), quote(table.key[0])
    place = qualified(CORE, table.name)
    wrong = session.scalar(
        f"SELECT coalesce({name}::VARCHAR, '') FROM {place} WHERE {of} = ?", [key]
    )
    for schema in SCHEMAS:
        session.execute(
            f"UPDATE {qualified(schema, table.name)} SET {name} = nullif(?, '')::{kind}, "
            f"row_hash = NULL WHERE {of} = ? AND coalesce({name}::VARCHAR, '') = ?",
            [value, key, wrong],
        )
    return str(wrong)


def _has_put_away(session: Session) -> bool:
    return bool(
        session.scalar(
            "SELECT count(*) FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?",
            [META, "restricted"],
        )
    )
