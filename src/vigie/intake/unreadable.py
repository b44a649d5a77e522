"""Lines that could not even be read as rows: kept as they were written, with the reason."""

import json
from typing import Final

from vigie.intake.messages import Check, remedy
from vigie.intake.reading import Source
from vigie.intake.report import Finding
from vigie.intake.sentence import packed, unpacked
from vigie.intake.waiting import OPEN
from vigie.kit.i18n import Label, text
from vigie.model.schema import Table
from vigie.warehouse.engine import Session

FILE: Final = Table(
    "", "", Label("received file", "fichier reçu"), Label("", ""), key=(), columns={}
)
"""What stands for the table that such a line would have fed."""

RAW_LINE: Final = "line"  # the only column of such a row
_EXAMPLES: Final = 5


def keep(session: Session, source: Source, import_id: str) -> None:
    """Puts the source's unreadable lines in quarantine."""
    for rejected in source.rejected:
        row_id = session.scalar("SELECT nextval('meta.quarantine_number')")
        raw = json.dumps({RAW_LINE: rejected.raw}, ensure_ascii=False)
        session.execute(
            f"INSERT INTO meta.quarantine_row VALUES "
            f"(?, ?, '', ?, ?, ?, NULL, ?, NULL, '', '{OPEN}', NULL)",
            [row_id, import_id, source.name, source.sha256, rejected.line, raw],
        )
        session.execute(
            "INSERT INTO meta.quarantine_error VALUES (?, '', ?, NULL, NULL, ?)",
            [row_id, Check.UNREADABLE, packed(rejected.reason)],
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
