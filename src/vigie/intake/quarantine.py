"""Rows that could not come in: each waits with what is wrong and how to mend it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vigie.intake import unreadable
from vigie.intake.faults import finding
from vigie.intake.messages import Check, explain, remedy
from vigie.intake.report import Finding
from vigie.intake.sentence import unpacked
from vigie.intake.waiting import OPEN
from vigie.kit.i18n import Text, text
from vigie.model.schema import Model, Table
from vigie.warehouse.engine import Session

_EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a row."""

    column: str
    rule: str
    value: str | None
    message: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """One received row that waits. `table` is empty for a line that did not read as a row."""

    row_id: int
    import_id: str
    table: str
    source: str  # the relation's name, as people know it
    line: int
    raw: Mapping[str, str | None]  # the row as received, column by column
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which waiting rows are meant: of one import, of one table, or all."""

    import_id: str | None = None
    table: str | None = None

    def where(self, alias: str) -> tuple[str, list[object]]:
        """An SQL condition and its parameters."""
        conditions, values = [f"{alias}.status = '{OPEN}'"], []
        for name, value in (("import_id", self.import_id), ("table_name", self.table)):
            if value is not None:
                conditions.append(f"{alias}.{name} = ?")
                values.append(value)
        return " AND ".join(conditions), list[object](values)


def groups(session: Session, model: Model, selection: Selection) -> list[Finding]:
    """Why rows wait, grouped by table, column and rule, the most frequent first."""
    where, values = selection.where("q")
    found = session.rows(
        "SELECT q.table_name, e.column_name, e.rule, count(DISTINCT q.row_id), "
        f"list(e.value ORDER BY q.row_id)[1:{_EXAMPLES}], "
        f"list(q.line ORDER BY q.row_id)[1:{_EXAMPLES}] "
        "FROM meta.quarantine_row q JOIN meta.quarantine_error e USING (row_id) "
        f"WHERE q.table_name <> '' AND {where} GROUP BY ALL ORDER BY 4 DESC, 1, 2, 3",
        values,
    )
    return [
        *(
            finding(model.tables[table], column, rule, rows, examples, lines)
            for table, column, rule, rows, examples, lines in found
            if table in model.tables
        ),
        *unreadable.findings(session, where, values),
    ]


def waiting(session: Session) -> dict[str, int]:
    """How many rows of each table wait."""
    found = session.rows(
        "SELECT table_name, count(*) FROM meta.quarantine_row "
        f"WHERE status = '{OPEN}' AND table_name <> '' GROUP BY 1"
    )
    return dict(found)


def rows(
    session: Session, model: Model, selection: Selection, limit: int, offset: int
) -> list[QuarantinedRow]:
    """The waiting rows, in the order in which they came."""
    where, values = selection.where("q")
    found = session.rows(
        "SELECT q.row_id, q.import_id, q.table_name, q.source_name, q.line, q.raw, "
        "(SELECT list((e.column_name, e.rule, e.value, e.reason)) FROM meta.quarantine_error e "
        "WHERE e.row_id = q.row_id) "
        f"FROM meta.quarantine_row q WHERE {where} ORDER BY q.row_id LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return [
        QuarantinedRow(
            row_id,
            import_id,
            table,
            source,
            line,
            json.loads(raw),
            tuple(_error(model.tables.get(table) or unreadable.FILE, *e) for e in errors or ()),
        )
        for row_id, import_id, table, source, line, raw, errors in found
    ]


def _error(table: Table, column: str, rule: str, value: str | None, reason: str | None) -> RowError:
    message = unpacked(reason) or explain(table, column, rule)
    return RowError(column, rule, value, message, remedy(table, column, rule, value))


def sentence(error: RowError) -> Text:
    """An error and its remedy in one breath, as an export shows them."""
    if error.rule == Check.UNREADABLE:
        return error.message
    return text("{message} {fix}", message=error.message, fix=error.fix)
