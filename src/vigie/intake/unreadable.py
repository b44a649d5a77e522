"""Lines that could not even be read as rows: kept as they were written, with the reason."""

import json
from collections.abc import Sequence
from typing import Final

from vigie.intake.messages import Check, remedy
from vigie.intake.reading import RejectedLine, Source
from vigie.intake.report import Finding
from vigie.intake.sentence import packed, unpacked
from vigie.intake.waiting import OPEN, last_number
from vigie.kit.i18n import Label, text
from vigie.model.schema import Table
from vigie.warehouse.engine import Session

FILE: Final = Table(
    "", "", Label("received file", "fichier reçu"), Label("", ""), key=(), columns={}
)
"""What stands for the table that such a line would have fed."""

RAW_LINE: Final = "line"  # the only column of such a row
_EXAMPLES: Final = 5
_AT_ONCE: Final = 10_000


def keep(session: Session, source: Source, import_id: str) -> None:
    """Puts the source's unreadable lines in quarantine."""
    for start in range(0, len(source.rejected), _AT_ONCE):
        _keep(session, source, source.rejected[start : start + _AT_ONCE], import_id)


def _keep(
    session: Session, source: Source, rejected: Sequence[RejectedLine], import_id: str
) -> None:
    lines = [one.line for one in rejected]
    raw = [json.dumps({RAW_LINE: one.raw}, ensure_ascii=False) for one in rejected]
    first = last_number(session)
    session.execute(
        "INSERT INTO meta.quarantine_row SELECT nextval('meta.quarantine_number'), "
        f"?, '', ?, ?, line, NULL, raw, NULL, '', '{OPEN}', NULL "
        "FROM (SELECT unnest(?) AS line, unnest(?) AS raw)",
        [import_id, source.name, source.sha256, lines, raw],
    )
    session.execute(
        "INSERT INTO meta.quarantine_error SELECT q.row_id, '', ?, NULL, NULL, e.reason "
        "FROM (SELECT unnest(?) AS line, unnest(?) AS reason) e "
        "JOIN meta.quarantine_row q ON q.line = e.line AND q.row_id > ?",
        [Check.UNREADABLE, lines, [packed(one.reason) for one in rejected], first],
    )


def of_import(session: Session, import_id: str) -> list[Finding]:
    """The unreadable lines of one import."""
    return findings(session, "q.import_id = ?", [import_id])


def findings(session: Session, where: str, values: list[object]) -> list[Finding]:
    """Why lines did not read, by file and reason; `where` is said of `q`, the waiting rows."""
    groups = session.rows(
        "SELECT q.source_name, e.reason::VARCHAR, count(*), "
        f"list(q.line ORDER BY q.row_id)[1:{_EXAMPLES}] "
        "FROM meta.quarantine_row q JOIN meta.quarantine_error e USING (row_id) "
        f"WHERE e.rule = '{Check.UNREADABLE}' AND {where} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        values,
    )
    return [
        Finding(
            table="",
            column="",
            rule=Check.UNREADABLE,
            message=text("{file}: {reason}.", file=name, reason=unpacked(reason)),
            fix=remedy(FILE, "", Check.UNREADABLE),
            rows=rows,
            lines=tuple(lines),
        )
        for name, reason, rows, lines in groups
    ]
