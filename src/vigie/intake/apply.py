"""Sound revisions take their place in core; what they replace goes to history."""

from dataclasses import dataclass

from vigie.intake.candidate import ROW
from vigie.intake.literal import literal
from vigie.intake.revision import OLD, OPERATION, OWNER, Revised
from vigie.model.schema import Table
from vigie.warehouse.ddl import CORE, HISTORY, REPLACED_BY, engine_columns
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote


@dataclass(frozen=True, slots=True)
class Applied:
    """What the revisions did to core."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0


def apply(session: Session, revised: Revised, rejected: str | None, import_id: str) -> Applied:
    """Writes the revisions that `rejected`, a query for row numbers, does not name."""
    table, revisions = revised.table, revised.relation
    sound = f"{ROW} NOT IN ({rejected})" if rejected else "TRUE"
    counts = dict(
        session.rows(
            f"SELECT CASE WHEN {sound} THEN {OPERATION} ELSE 'quarantined' END, count(*) "
            f"FROM {revisions} GROUP BY 1"
        )
    )
    if counts.get("updated"):
        _replace(
            session, table, f"{revisions} WHERE {OPERATION} = 'updated' AND {sound}", import_id
        )
    if counts.get("updated") or counts.get("created"):
        _insert(session, revised, f"{revisions} WHERE {OPERATION} <> 'unchanged' AND {sound}")
    return Applied(**counts)


def _replace(session: Session, table: Table, updated: str, import_id: str) -> None:
    """Takes the old rows out; those of earlier imports are kept for undo."""
    core = qualified(CORE, table.name)
    columns = _columns(table)
    session.execute(
        f"INSERT INTO {qualified(HISTORY, table.name)} ({columns}, {quote(REPLACED_BY)}) "
        f"SELECT {columns}, ? FROM {core} WHERE rowid IN "
        f"(SELECT {OLD} FROM {updated} AND {OWNER} IS DISTINCT FROM {literal(import_id)})",
        [import_id],
    )
    session.execute(f"DELETE FROM {core} WHERE rowid IN (SELECT {OLD} FROM {updated})")


def _insert(session: Session, revised: Revised, rows: str) -> None:
    """New rows go in by date, so that a period reads few blocks."""
    table = revised.table
    values = {quote(name): quote(name) for name in revised.columns}
    values |= {quote(name): sql for name, sql in revised.constants.items()}
    order = f" ORDER BY {quote(table.time)}" if table.time in revised.columns else ""
    session.execute(
        f"INSERT INTO {qualified(CORE, table.name)} ({', '.join(values)}) "
        f"SELECT {', '.join(values.values())} FROM {rows}{order}"
    )


def _columns(table: Table) -> str:
    return ", ".join(quote(name) for name in engine_columns(table))
