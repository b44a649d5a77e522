"""Rows whose personal data are older than they may be kept."""

from collections.abc import Sequence
from datetime import date

from vigie.model.schema import Model, Table
from vigie.warehouse.ddl import CORE
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.persons import SCHEMAS
from vigie.warehouse.session import Session

Link = tuple[str, str]  # table, column


def silent_since(
    session: Session,
    model: Model,
    table: Table,
    links: Sequence[Link],
    condition: str | None,
    before: date,
    telling: Sequence[str],
) -> list[str]:
    """Keys of persons who still have a name and from whom nothing has come since `before`.

    A sign of life is the date of their own row or of any row that points to them. Somebody without
    any date is left alone: nothing says that their time is over.
    """
    key = quote(table.key[0])
    signs = [
        f"SELECT {quote(column)} AS key, max({quote(model.tables[other].time or '')})::DATE AS day "
        f"FROM {qualified(CORE, other)} WHERE {quote(column)} IS NOT NULL GROUP BY 1"
        for other, column in links
        if model.tables[other].time
    ]
    if table.time:
        signs.append(
            f"SELECT {key} AS key, {quote(table.time)}::DATE FROM {qualified(CORE, table.name)}"
        )
    known = " OR ".join(f"{quote(name)} IS NOT NULL" for name in telling)
    rows = session.rows(
        f"SELECT p.{key} FROM {qualified(CORE, table.name)} p JOIN ("
        f"SELECT key, max(day) AS day FROM ({' UNION ALL '.join(signs)}) GROUP BY key) s "
        f"ON s.key = p.{key} WHERE s.day < ? AND ({condition or 'TRUE'}) AND ({known}) ORDER BY 1",
        [before],
    )
    return [row[0] for row in rows]


def past(
    session: Session,
    table: Table,
    column: str,
    condition: str | None,
    before: date,
    telling: Sequence[str],
) -> list[str]:
    """Keys of persons who still have a name and whose date `column` lies before `before`."""
    known = " OR ".join(f"{quote(name)} IS NOT NULL" for name in telling)
    key = quote(table.key[0])
    rows = session.rows(
        f"SELECT {key} FROM {qualified(CORE, table.name)} WHERE {quote(column)} < ? "
        f"AND ({condition or 'TRUE'}) AND ({known}) ORDER BY 1",
        [before],
    )
    return [row[0] for row in rows]


def old_values(session: Session, table: Table, columns: Sequence[str], before: date) -> int:
    """How many rows from before a day still hold one of these columns."""
    return int(
        session.scalar(
            f"SELECT count(*) FROM {qualified(CORE, table.name)} WHERE {_old(table, columns)}",
            [before],
        )
    )


def empty(session: Session, table: Table, columns: Sequence[str], before: date) -> int:
    """Empties the columns of rows from before a day; gives how many rows there were."""
    done = old_values(session, table, columns, before)
    sets = ", ".join(f"{quote(name)} = NULL" for name in columns)
    for schema in SCHEMAS:
        session.execute(
            f"UPDATE {qualified(schema, table.name)} SET {sets}, row_hash = NULL "
            f"WHERE {_old(table, columns)}",
            [before],
        )
    return done


def _old(table: Table, columns: Sequence[str]) -> str:
    held = " OR ".join(f"{quote(name)} IS NOT NULL" for name in columns)
    return f"{quote(table.time or '')}::DATE < ? AND ({held})"
