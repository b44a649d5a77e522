"""How rejected rows get into the quarantine: as received, with what is wrong in them."""

import json

from vigie.intake.candidate import ROW
from vigie.intake.faults import Faults
from vigie.intake.feed import Feed
from vigie.intake.literal import literal
from vigie.intake.mapping import FillKind
from vigie.intake.messages import Check
from vigie.intake.reading import LINE
from vigie.intake.stretch import Stretch
from vigie.model.schema import Table
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

OPEN = "open"


def last_number(session: Session) -> int:
    """A number that every row waiting by now is below, and every row to come above."""
    return int(session.scalar("SELECT nextval('meta.quarantine_number')"))


def keep(
    session: Session, feed: Feed, stretch: Stretch, faults: Faults, before: int, import_id: str
) -> None:
    """Puts rejected rows of the feed in quarantine.

    The same row gives way if it was waiting `before` the feed.
    """
    source = feed.source
    line = quote(LINE)
    pairs = ", ".join(f"{literal(c.name)}, s.{quote(c.name)}" for c in source.columns)
    bad = quote(f"waiting_{feed.number}")
    session.execute(
        f"CREATE TEMP TABLE {bad} AS SELECT nextval('meta.quarantine_number') AS row_id, "
        f"s.{line} AS line, json_object({pairs}) AS raw, {key_text(feed.table, 'r')} AS key "
        f"FROM {source.relation} s JOIN {feed.revisions} r ON r.{ROW} = s.{line} "
        f"WHERE s.{line} IN ({faults.rejected}) AND {stretch.of(f's.{line}')} ORDER BY s.{line}"
    )
    session.execute(
        f"UPDATE meta.quarantine_row SET status = 'replaced', closed_by = ? WHERE table_name = ? "
        f"AND status = '{OPEN}' AND row_id < ? "
        f"AND raw::VARCHAR IN (SELECT raw::VARCHAR FROM {bad})",
        [import_id, feed.table.name, before],
    )
    mapping = json.dumps(feed.mapping.words(), ensure_ascii=False)
    session.execute(
        f"INSERT INTO meta.quarantine_row SELECT row_id, ?, ?, ?, ?, line, key, raw, ?, ?, "
        f"'{OPEN}', NULL FROM {bad}",
        [import_id, feed.table.name, source.name, source.sha256, mapping, feed.prefix],
    )
    session.execute(
        'INSERT INTO meta.quarantine_error SELECT w.row_id, f."column", f.rule, f.value, f.line, '
        f"NULL FROM {faults.relation} f JOIN {bad} w ON w.line = f.row WHERE f.reject"
    )
    _keep_ordinals(session, feed, bad)
    session.execute(f"DROP TABLE {bad}")


def _keep_ordinals(session: Session, feed: Feed, bad: str) -> None:
    """A row's number within its group: without the rows that came in, it could not be counted."""
    for name, fill in feed.mapping.columns.items():
        if fill.kind is FillKind.ORDINAL:
            number = f"TRY_CAST(regexp_extract(r.{quote(name)}::VARCHAR, '\\d+$') AS BIGINT)"
            session.execute(
                f"INSERT INTO meta.quarantine_ordinal SELECT w.row_id, ?, {number} "
                f"FROM {bad} w JOIN {feed.revisions} r ON r.{ROW} = w.line",
                [name],
            )


def release(
    session: Session, feed: Feed, rejected: str | None, before: int, import_id: str
) -> None:
    """Closes what waited `before` the feed under a key that has now come in sound."""
    waiting = f"FROM meta.quarantine_row WHERE status = '{OPEN}' AND row_id < {before}"
    if session.row(f"SELECT 1 {waiting} LIMIT 1") is None:
        return
    sound = f" WHERE {ROW} NOT IN ({rejected})" if rejected else ""
    session.execute(
        f"UPDATE meta.quarantine_row SET status = 'fixed', closed_by = ? "
        f"WHERE table_name = ? AND status = '{OPEN}' AND row_id < {before} AND key IN "
        f"(SELECT {key_text(feed.table, 'r')} FROM {feed.revisions} r{sound}) AND row_id NOT IN "
        f"(SELECT row_id FROM meta.quarantine_error WHERE rule = '{Check.DUPLICATE}')",
        [import_id, feed.table.name],
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
