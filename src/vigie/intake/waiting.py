"""How rejected rows get into the quarantine: as received, with what is wrong in them."""

import json

from vigie.intake.candidate import ROW
from vigie.intake.faults import Faults
from vigie.intake.feed import Feed
from vigie.intake.literal import literal
from vigie.intake.mapping import FillKind
from vigie.intake.messages import Check
from vigie.intake.places import mended
from vigie.intake.reading import LINE
from vigie.intake.revision import Revised
from vigie.intake.stretch import Stretch
from vigie.model.schema import Table
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

OPEN = "open"
FIXED = "fixed"
_KEY = '"#key"'


def last_number(session: Session) -> int:
    """A number that every row waiting by now is below, and every row to come above."""
    return int(session.scalar("SELECT nextval('meta.quarantine_number')"))


def keep(
    session: Session,
    feed: Feed,
    stretch: Stretch,
    revised: Revised,
    faults: Faults,
    before: int,
    import_id: str,
) -> None:
    """Puts rejected rows of the feed in quarantine.

    The same row gives way if it was waiting `before` the feed.
    """
    source = feed.source
    line = f"s.{quote(LINE)}"
    pairs = ", ".join(f"{literal(c.name)}, {quote(c.name)}" for c in source.columns)
    mapping = json.dumps(feed.mapping.words(), ensure_ascii=False)
    first = last_number(session)
    session.execute(
        "INSERT INTO meta.quarantine_row SELECT nextval('meta.quarantine_number'), "
        f"?, ?, ?, ?, {quote(LINE)}, {_KEY}, json_object({pairs}), ?, ?, '{OPEN}', NULL "
        f"FROM (SELECT s.*, {key_text(feed.table, 'r')} AS {_KEY} FROM {source.relation} s "
        f"JOIN {revised.relation} r ON r.{ROW} = {line} "
        f"WHERE {line} IN ({faults.rejected}) AND {stretch.of(line)} ORDER BY {line})",
        [import_id, feed.table.name, source.name, source.sha256, mapping, feed.prefix],
    )
    kept = f"(SELECT * FROM meta.quarantine_row WHERE row_id > {first})"
    session.execute(
        f"UPDATE meta.quarantine_row SET status = 'replaced', closed_by = ? WHERE table_name = ? "
        f"AND status = '{OPEN}' AND row_id < ? "
        f"AND raw::VARCHAR IN (SELECT raw::VARCHAR FROM {kept})",
        [import_id, feed.table.name, before],
    )
    session.execute(
        'INSERT INTO meta.quarantine_error SELECT w.row_id, f."column", f.rule, f.value, f.line, '
        f"NULL FROM {faults.relation} f JOIN {kept} w ON w.line = f.row WHERE f.reject"
    )
    _keep_ordinals(session, feed, revised, kept)


def _keep_ordinals(session: Session, feed: Feed, revised: Revised, kept: str) -> None:
    """A row's number within its group: without the rows that came in, it could not be counted."""
    for name, fill in feed.mapping.columns.items():
        if fill.kind is FillKind.ORDINAL:
            number = f"TRY_CAST(regexp_extract(r.{quote(name)}::VARCHAR, '\\d+$') AS BIGINT)"
            session.execute(
                f"INSERT INTO meta.quarantine_ordinal SELECT w.row_id, ?, {number} "
                f"FROM {kept} w JOIN {revised.relation} r ON r.{ROW} = w.line",
                [name],
            )


def release(
    session: Session, feed: Feed, revised: Revised, rejected: str | None, before: int, by: str
) -> None:
    """Closes what waited `before` the feed and has now come in sound, by its key or its place."""
    waiting = f"q.table_name = {literal(feed.table.name)} AND q.status = '{OPEN}'"
    waiting += f" AND q.row_id < {before}"
    if session.row(f"SELECT 1 FROM meta.quarantine_row q WHERE {waiting} LIMIT 1") is None:
        return
    sound = f"r.{ROW} NOT IN ({rejected})" if rejected else "TRUE"
    keys = f"SELECT {key_text(revised.table, 'r')} FROM {revised.relation} r WHERE {sound}"
    doubled = f"SELECT row_id FROM meta.quarantine_error WHERE rule = '{Check.DUPLICATE}'"
    session.execute(
        f"UPDATE meta.quarantine_row q SET status = '{FIXED}', closed_by = ? WHERE {waiting} AND "
        f"(key IN ({keys}) AND row_id NOT IN ({doubled}) "
        f"OR row_id IN ({mended(feed, revised, sound, waiting)}))",
        [by],
    )


def settled(session: Session, import_id: str) -> int:
    """How many rows that waited have come in with an import."""
    return int(
        session.scalar(
            "SELECT count(*) FROM meta.quarantine_row WHERE closed_by = ? AND status = ?",
            [import_id, FIXED],
        )
    )


def key_text(table: Table, alias: str) -> str:
    """The key of a row as one text; NULL where a required part of it is missing."""
    parts = [
        f"{alias}.{quote(k)}::VARCHAR"
        if table.columns[k].required
        else f"coalesce({alias}.{quote(k)}::VARCHAR, '')"
        for k in table.key
    ]
    return " || '|' || ".join(parts)
