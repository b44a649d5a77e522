"""What was imported, when, from which files, and what came of it."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from vigie.intake import unreadable, waiting
from vigie.intake.faults import finding
from vigie.intake.messages import Check
from vigie.intake.reading import Source
from vigie.intake.report import (
    FileReport,
    Finding,
    ImportReport,
    ImportStatus,
    KpiEffect,
    TableCounts,
)
from vigie.intake.sentence import packed, unpacked
from vigie.kit.errors import NotFound
from vigie.kit.i18n import Text
from vigie.model.schema import Model
from vigie.warehouse.engine import Session

_DDL: Final = (
    """CREATE TABLE IF NOT EXISTS meta.import (
        import_id VARCHAR, source_id VARCHAR, status VARCHAR, started_at TIMESTAMP,
        finished_at TIMESTAMP, undone_at TIMESTAMP, user_id VARCHAR, mapping JSON, message JSON)""",
    """CREATE TABLE IF NOT EXISTS meta.import_file (
        import_id VARCHAR, position INTEGER, name VARCHAR, sha256 VARCHAR, digest VARCHAR,
        rows BIGINT, rejected BIGINT, identical_to VARCHAR, columns JSON, parts JSON)""",
    """CREATE TABLE IF NOT EXISTS meta.import_table (
        import_id VARCHAR, position INTEGER, table_name VARCHAR, read BIGINT, created BIGINT,
        updated BIGINT, unchanged BIGINT, quarantined BIGINT, skipped BIGINT,
        placeholders BIGINT)""",
    """CREATE TABLE IF NOT EXISTS meta.import_finding (
        import_id VARCHAR, reject BOOLEAN, table_name VARCHAR, column_name VARCHAR,
        rule VARCHAR, rows BIGINT, examples VARCHAR[], lines BIGINT[])""",
    """CREATE TABLE IF NOT EXISTS meta.import_effect (
        import_id VARCHAR, metric VARCHAR, before VARCHAR, after VARCHAR)""",
    "CREATE SEQUENCE IF NOT EXISTS meta.quarantine_number",
    """CREATE TABLE IF NOT EXISTS meta.quarantine_row (
        row_id BIGINT, import_id VARCHAR, table_name VARCHAR, source_name VARCHAR,
        sha256 VARCHAR, line BIGINT, key VARCHAR, raw JSON, mapping JSON, prefix VARCHAR,
        status VARCHAR, closed_by VARCHAR)""",
    """CREATE TABLE IF NOT EXISTS meta.quarantine_error (
        row_id BIGINT, column_name VARCHAR, rule VARCHAR, value VARCHAR, line BIGINT,
        reason JSON)""",
    """CREATE TABLE IF NOT EXISTS meta.quarantine_ordinal (
        row_id BIGINT, column_name VARCHAR, number BIGINT)""",
)

_HEAD: Final = "import_id, source_id, status, started_at, finished_at, undone_at, message"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import found and did, ready to be written down."""

    tables: tuple[TableCounts, ...]
    rejected: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    effects: tuple[KpiEffect, ...]
    settled: int


def create(session: Session) -> None:
    """Creates the ledger's tables; an import that never ended was interrupted."""
    for statement in _DDL:
        session.execute(statement)
    session.execute(
        "UPDATE meta.import SET status = ?, finished_at = ? WHERE status = ?",
        [ImportStatus.INTERRUPTED, now(), ImportStatus.RUNNING],
    )


def now() -> datetime:
    """The present instant in UTC, as the ledger notes it."""
    return datetime.now(UTC).replace(tzinfo=None)


def new_import_id() -> str:
    """A name that sorts by time."""
    return f"{now():%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"


def begin(session: Session, import_id: str, source_id: str, mapping: dict[str, object]) -> None:
    """Notes that an import has started, before it touches anything."""
    session.execute(
        "INSERT INTO meta.import (import_id, source_id, status, started_at, mapping) "
        "VALUES (?, ?, ?, ?, ?)",
        [import_id, source_id, ImportStatus.RUNNING, now(), json.dumps(mapping, default=str)],
    )


def note_mapping(
    session: Session, import_id: str, source_id: str, mapping: dict[str, object]
) -> None:
    """Notes the mapping of an import that had started before its files were read."""
    session.execute(
        "UPDATE meta.import SET source_id = ?, mapping = ? WHERE import_id = ?",
        [source_id, json.dumps(mapping, default=str), import_id],
    )


def finish(
    session: Session, import_id: str, status: ImportStatus, message: Text | None = None
) -> None:
    """Notes how an import ended."""
    session.execute(
        "UPDATE meta.import SET status = ?, finished_at = ?, message = ? WHERE import_id = ?",
        [status, now(), packed(message), import_id],
    )


def note_file(
    session: Session, import_id: str, position: int, file: FileReport, digest: str, source: Source
) -> None:
    """Notes a received relation, the digest of its mapping, and how its columns were read."""
    columns = [asdict(replace(column, samples=())) for column in source.columns]
    session.execute(
        "INSERT INTO meta.import_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            import_id,
            position,
            file.name,
            file.sha256,
            digest,
            file.rows,
            file.rejected,
            file.identical_to,
            json.dumps(columns, ensure_ascii=False),
            json.dumps([asdict(part) for part in source.parts], ensure_ascii=False),
        ],
    )


def note_outcome(session: Session, import_id: str, outcome: Outcome) -> None:
    """Notes counts, findings and effects."""
    for position, t in enumerate(outcome.tables):
        counts = [t.read, t.created, t.updated, t.unchanged, t.quarantined, t.skipped]
        session.execute(
            "INSERT INTO meta.import_table VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [import_id, position, t.table, *counts, t.placeholders],
        )
    for reject, findings in ((True, outcome.rejected), (False, outcome.warnings)):
        for f in findings:
            if f.rule == Check.UNREADABLE:
                continue  # written down line by line in the quarantine
            place = [import_id, reject, f.table, f.column, f.rule, f.rows]
            session.execute(
                "INSERT INTO meta.import_finding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [*place, list(f.examples), list(f.lines)],
            )
    for effect in outcome.effects:
        values = [None if v is None else str(v) for v in (effect.before, effect.after)]
        session.execute(
            "INSERT INTO meta.import_effect VALUES (?, ?, ?, ?)",
            [import_id, effect.metric, *values],
        )


def already_imported(session: Session, sha256: str, digest: str) -> str | None:
    """The import that brought this very content with this mapping, all rows sound, if any."""
    found = session.scalar(
        "SELECT f.import_id FROM meta.import_file f JOIN meta.import i USING (import_id) "
        "WHERE f.sha256 = ? AND f.digest = ? AND i.status = ? AND f.identical_to IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM meta.quarantine_row q "
        "WHERE q.import_id = f.import_id AND q.sha256 = f.sha256 AND q.status = 'open') "
        "ORDER BY i.started_at DESC LIMIT 1",
        [sha256, digest, ImportStatus.COMMITTED],
    )
    return None if found is None else str(found)


def reports(session: Session, model: Model) -> list[ImportReport]:
    """Every import, the latest first."""
    rows = session.rows(f"SELECT {_HEAD} FROM meta.import ORDER BY started_at DESC, import_id DESC")
    return [_report(session, model, row) for row in rows]


def report(session: Session, model: Model, import_id: str) -> ImportReport:
    """One import; raises NotFound."""
    row = session.row(f"SELECT {_HEAD} FROM meta.import WHERE import_id = ?", [import_id])
    if row is None:
        raise NotFound(
            "There is no import {import_id}: list them with `vigie imports list`.",
            import_id=import_id,
        )
    return _report(session, model, row)


def _report(session: Session, model: Model, row: tuple[Any, ...]) -> ImportReport:
    import_id, source_id, status, started_at, finished_at, undone_at, message = row
    findings = _findings(session, model, import_id)
    return ImportReport(
        import_id=import_id,
        source_id=source_id,
        status=ImportStatus(status),
        started_at=started_at,
        finished_at=finished_at,
        undone_at=undone_at,
        files=_files(session, import_id),
        tables=_tables(session, import_id),
        rejected=(
            *(f for reject, f in findings if reject),
            *unreadable.of_import(session, import_id),
        ),
        warnings=tuple(f for reject, f in findings if not reject),
        effects=_effects(session, import_id),
        settled=waiting.settled(session, import_id),
        message=unpacked(message),
    )


def _files(session: Session, import_id: str) -> tuple[FileReport, ...]:
    rows = session.rows(
        "SELECT name, sha256, rows, rejected, identical_to FROM meta.import_file "
        "WHERE import_id = ? ORDER BY position",
        [import_id],
    )
    return tuple(FileReport(*row) for row in rows)


def _tables(session: Session, import_id: str) -> tuple[TableCounts, ...]:
    rows = session.rows(
        "SELECT table_name, read, created, updated, unchanged, quarantined, skipped, placeholders "
        "FROM meta.import_table WHERE import_id = ? ORDER BY position",
        [import_id],
    )
    return tuple(TableCounts(*row) for row in rows)


def _findings(session: Session, model: Model, import_id: str) -> list[tuple[bool, Finding]]:
    rows = session.rows(
        "SELECT reject, table_name, column_name, rule, rows, examples, lines "
        "FROM meta.import_finding WHERE import_id = ? ORDER BY rows DESC",
        [import_id],
    )
    return [
        (reject, finding(model.tables[table], column, rule, count, examples, lines))
        for reject, table, column, rule, count, examples, lines in rows
        if table in model.tables
    ]


def _effects(session: Session, import_id: str) -> tuple[KpiEffect, ...]:
    rows = session.rows(
        "SELECT metric, before, after FROM meta.import_effect WHERE import_id = ?", [import_id]
    )
    return tuple(KpiEffect(metric, _decimal(a), _decimal(b)) for metric, a, b in rows)


def _decimal(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
