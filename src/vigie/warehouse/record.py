"""One row of a table with what hangs on it: an order and its lines, an invoice and its customer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vigie.kit.errors import NotFound
from vigie.kit.spelling import nearest
from vigie.model.schema import Column, Model, Table
from vigie.warehouse.names import quote
from vigie.warehouse.session import Session

JOINED: Final = "|"  # between the parts of a composite key
MOST_LINES: Final = 500
_SYSTEM: Final = ("source_id", "source_key", "source_line", "import_id", "loaded_at", "attributes")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from."""

    source: str
    key: str | None
    line: int | None
    import_id: str | None
    loaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Field:
    """One filled column of a row; `name` is what people call the row that a key points to."""

    column: Column
    value: Any
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A row, its origin, and what its source said beyond the model's columns (JSON)."""

    table: Table
    key: str
    fields: tuple[Field, ...]
    origin: Origin
    attributes: str | None


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of another table that belong to a record; `total` counts those not shown too."""

    table: Table
    link: str  # the column that points to the record
    records: tuple[Record, ...]
    total: int


def find(session: Session, model: Model, table: str, key: str) -> Record:
    """The row of `table` called `key`; raises NotFound."""
    declared = _declared(model, table)
    parts = key.split(JOINED) if len(declared.key) > 1 else [key]
    condition = " AND ".join(f"{quote(name)}::VARCHAR = ?" for name in declared.key)
    found = list(_records(session, model, declared, condition, parts, 1))
    if not found:
        raise NotFound("There is no {table} '{key}'.", table=table, key=key)
    return found[0]


def lines(session: Session, model: Model, record: Record) -> Iterator[Lines]:
    """What belongs to `record`: the rows of its own family that point to it."""
    for table in model.tables.values():
        if table.family != record.table.family:
            continue
        for column in table.references:
            if column.references == record.table.name:
                yield from _pointing(session, model, table, column, record.key)


def _pointing(
    session: Session, model: Model, table: Table, column: Column, key: str
) -> Iterator[Lines]:
    condition = f"{quote(column.name)}::VARCHAR = ?"
    total = session.scalar(
        f"SELECT count(*) FROM core.{quote(table.name)} WHERE {condition}", [key]
    )
    if total:
        records = tuple(_records(session, model, table, condition, [key], MOST_LINES))
        yield Lines(table, column.name, records, total)


def _declared(model: Model, table: str) -> Table:
    if table not in model.tables:
        raise NotFound(
            "There is no table '{table}'; did you mean '{nearest}'?",
            table=table,
            nearest=nearest(table, model.tables) or "sales_order",
        )
    return model.tables[table]


def _records(
    session: Session, model: Model, table: Table, condition: str, values: list[str], limit: int
) -> Iterator[Record]:
    names = [*table.columns, *_SYSTEM]
    listed = ", ".join(quote(name) for name in names)
    order = ", ".join(quote(name) for name in table.key)
    rows = session.rows(
        f"SELECT {listed} FROM core.{quote(table.name)} WHERE {condition} "
        f"ORDER BY {order} LIMIT {limit:d}",
        values,
    )
    known = [dict(zip(names, row, strict=True)) for row in rows]
    called = {
        column.name: _names(session, model, column, {str(row[column.name]) for row in known})
        for column in table.references
    }
    return (_record(table, row, called) for row in known)


def _record(
    table: Table, row: Mapping[str, Any], called: Mapping[str, Mapping[str, str]]
) -> Record:
    fields = tuple(
        Field(column, row[name], called.get(name, {}).get(str(row[name])))
        for name, column in table.columns.items()
        if row[name] is not None
    )
    origin = Origin(
        row["source_id"], row["source_key"], row["source_line"], row["import_id"], row["loaded_at"]
    )
    key = JOINED.join(str(row[name]) for name in table.key)
    return Record(table, key, fields, origin, row["attributes"])


def _names(session: Session, model: Model, column: Column, keys: set[str]) -> Mapping[str, str]:
    """What people call the rows that a column's keys point to."""
    target = model.tables[column.references or ""]
    if target.name_column is None or len(target.key) != 1:
        return {}
    key, name = quote(target.key[0]), quote(target.name_column)
    rows = session.rows(
        f"SELECT {key}, {name}::VARCHAR FROM core.{quote(target.name)} "
        f"WHERE {key} IN (SELECT unnest(?)) AND {name} IS NOT NULL",
        [sorted(keys)],
    )
    return dict(rows)
