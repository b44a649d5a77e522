"""Takes an import back: every row becomes exactly what it was before."""

from collections.abc import Iterator

from vigie.intake.ledger import now
from vigie.intake.report import ImportStatus
from vigie.intake.waiting import OPEN
from vigie.kit.errors import NotFound, Refused
from vigie.model.schema import Model, Table
from vigie.warehouse.ddl import CORE, HISTORY, REPLACED_BY, engine_columns
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote


def undo(session: Session, model: Model, import_id: str) -> None:
    """Restores what the import replaced and removes what it added.

    Raises NotFound, or Refused: not committed, or a later import builds on its rows.
    """
    _refuse_unless_committed(session, import_id)
    changed = [table for table in model.tables.values() if _is_changed(session, table, import_id)]
    for later in _later(session, model, changed, import_id):
        raise Refused(
            "Import {later} builds on rows of import {import_id}: undo {later} first.",
            later=later,
            import_id=import_id,
        )
    session.foresee(import_id, [table.name for table in changed])
    for table in changed:
        _restore(session, table, import_id)
    _reopen(session, import_id)
    session.execute(
        "UPDATE meta.import SET status = ?, undone_at = ? WHERE import_id = ?",
        [ImportStatus.UNDONE, now(), import_id],
    )


def _refuse_unless_committed(session: Session, import_id: str) -> None:
    status = session.scalar("SELECT status FROM meta.import WHERE import_id = ?", [import_id])
    if status is None:
        raise NotFound(
            "There is no import {import_id}: list them with `vigie imports list`.",
            import_id=import_id,
        )
    if status != ImportStatus.COMMITTED:
        raise Refused(
            "Import {import_id} changed nothing that could be undone (it is {status}).",
            import_id=import_id,
            status=status,
        )


def _is_changed(session: Session, table: Table, import_id: str) -> bool:
    return bool(
        session.scalar(
            f"SELECT EXISTS (SELECT 1 FROM {qualified(CORE, table.name)} WHERE import_id = $id) "
            f"OR EXISTS (SELECT 1 FROM {qualified(HISTORY, table.name)} WHERE import_id = $id)",
            {"id": import_id},
        )
    )


def _later(session: Session, model: Model, changed: list[Table], import_id: str) -> Iterator[str]:
    """Imports that replaced its rows, or whose rows refer to rows that it added."""
    for table in changed:
        yield from _named(
            session,
            f"SELECT {quote(REPLACED_BY)} FROM {qualified(HISTORY, table.name)} "
            f"WHERE import_id = $id AND {quote(REPLACED_BY)} <> $id LIMIT 1",
            import_id,
        )
    added = {table.name: _added(table) for table in changed}
    for table in model.tables.values():
        for column in table.references:
            if column.references in added:
                yield from _named(
                    session,
                    f"SELECT import_id FROM {qualified(CORE, table.name)} WHERE import_id <> $id "
                    f"AND {quote(column.name)} IN ({added[column.references]}) LIMIT 1",
                    import_id,
                )


def _named(session: Session, sql: str, import_id: str) -> Iterator[str]:
    found = session.scalar(sql, {"id": import_id})
    if found is not None:
        yield str(found)


def _added(table: Table) -> str:
    """The keys that the import brought into the table for the first time."""
    key = quote(table.key[0])
    return (
        f"SELECT {key} FROM {qualified(CORE, table.name)} WHERE import_id = $id EXCEPT "
        f"SELECT {key} FROM {qualified(HISTORY, table.name)} WHERE {quote(REPLACED_BY)} = $id"
    )


def _restore(session: Session, table: Table, import_id: str) -> None:
    core, history = qualified(CORE, table.name), qualified(HISTORY, table.name)
    columns = ", ".join(quote(name) for name in engine_columns(table))
    order = f" ORDER BY {quote(table.time)}" if table.time else ""
    session.execute(f"DELETE FROM {core} WHERE import_id = ?", [import_id])
    session.execute(
        f"INSERT INTO {core} ({columns}) SELECT {columns} FROM {history} "
        f"WHERE {quote(REPLACED_BY)} = ?{order}",
        [import_id],
    )
    session.execute(f"DELETE FROM {history} WHERE {quote(REPLACED_BY)} = ?", [import_id])


def _reopen(session: Session, import_id: str) -> None:
    """The import's own rows leave the quarantine; those that it had resolved wait again."""
    session.execute(
        f"UPDATE meta.quarantine_row SET status = 'undone' "
        f"WHERE import_id = ? AND status = '{OPEN}'",
        [import_id],
    )
    session.execute(
        f"UPDATE meta.quarantine_row SET status = '{OPEN}', closed_by = NULL WHERE closed_by = ?",
        [import_id],
    )
