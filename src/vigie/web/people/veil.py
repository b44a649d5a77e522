"""One row as its reader may see it: whether at all, and which of its columns."""

from collections.abc import Iterator
from dataclasses import replace

from vigie.kit.errors import NotFound
from vigie.metrics.language.policy import Sight
from vigie.model.schema import Model
from vigie.warehouse.record import JOINED, Field, Lines, Record, find, lines
from vigie.warehouse.session import Session
from vigie.web.cockpit import Cockpit


def visible(
    here: Cockpit, session: Session, table: str, key: str
) -> tuple[Record, tuple[Lines, ...]]:
    """The row and what belongs to it.

    Raises NotFound for a row out of the reader's sight exactly as for one that is not there.
    """
    model = here.workspace.model
    found = find(session, model, table, key)
    shared = here.workspace.people.roles.shared
    is_shared = table in shared
    if not is_shared and not here.layer.admits(table, found.key.split(JOINED), session):
        raise NotFound("There is no {table} '{key}'.", table=table, key=key)
    sight = here.layer.sight
    # What belongs to a row of one's own is one's own; to a row of everybody's, it may not be.
    belonging = (
        group
        for group in lines(session, model, found)
        if not (is_shared and sight.rows.filters) or group.table.name in shared
    )
    return veiled(found, sight, model), tuple(_group(one, sight, model) for one in belonging)


def veiled(record: Record, sight: Sight, model: Model) -> Record:
    """The record without what is hidden from the reader."""
    if sight.is_whole:
        return record
    hides_rest = sight.hides(record.table.name, "attributes")
    return replace(
        record,
        fields=tuple(_fields(record, sight, model)),
        attributes=None if hides_rest else record.attributes,
    )


def _fields(record: Record, sight: Sight, model: Model) -> Iterator[Field]:
    table = record.table.name
    for field in record.fields:
        target = model.tables.get(field.column.references or "")
        if not sight.hides(table, field.column.name):
            named = target.name_column if target else None
            is_kept = target and named and sight.hides(target.name, named)
            yield replace(field, name=None) if is_kept else field
        elif f"{table}.{field.column.name}" in sight.veiled:
            yield Field(field.column, record.key)


def _group(group: Lines, sight: Sight, model: Model) -> Lines:
    return replace(group, records=tuple(veiled(one, sight, model) for one in group.records))
