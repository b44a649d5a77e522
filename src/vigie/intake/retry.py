"""A corrected export of the quarantine, imported again row by row with the mappings of then."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from vigie.intake.declaration import parse_table
from vigie.intake.execution import Execution
from vigie.intake.export import ROW_IDS
from vigie.intake.feed import Feed
from vigie.intake.fill import ordinal_column
from vigie.intake.ledger import Outcome
from vigie.intake.literal import literal
from vigie.intake.mapping import FillKind, SourceMapping, TableMapping
from vigie.intake.places import received_cell
from vigie.intake.reading import (
    LINE,
    NumberFormat,
    ReadOptions,
    Source,
    SourceColumn,
    ValueKind,
    open_sources,
)
from vigie.intake.spreadsheet import neutral, restored_sql
from vigie.intake.waiting import OPEN
from vigie.kit.errors import Invalid
from vigie.model.schema import Model
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

_GROUP: Final = ("import_id", "table_name", "source_name", "sha256", "mapping", "prefix")
_WAITING: Final = '"#waiting"'  # the row of the quarantine, beside the columns of the file
_ID: Final = '"#id"'


@dataclass(frozen=True, slots=True)
class Batch:
    """Corrected rows that came from one relation and go to one table."""

    source_id: str
    prefix: str
    feed: Feed


def retry(run: Execution, path: Path, options: ReadOptions) -> Outcome:
    """Takes the rows of a corrected export through the pipeline, inside `run`'s transaction."""
    session = run.session
    found: dict[str, list[Batch]] = {}
    number = 0
    for corrected in open_sources([path], options, session, run.shelf.folder, run.progress):
        for batch in batches(session, run.model, corrected, number):
            found.setdefault(batch.source_id, []).append(batch)
            run.note(batch.feed.source, (batch.feed.mapping,), batch.source_id)
            number += 1
        for source_id, group in found.items():
            mapping = SourceMapping(source_id)
            run.pipe([batch.feed for batch in group], mapping)
        close(session, run.import_id)
        found.clear()
        session.execute("DROP TABLE corrected")
    return run.outcome()


def batches(session: Session, model: Model, corrected: Source, first: int) -> Iterator[Batch]:
    """The waiting rows that a corrected export holds, grouped by where they came from.

    Raises Invalid when the file is no export of the quarantine, or lost columns.
    """
    ids = corrected.column(ROW_IDS)
    if ids is None:
        raise Invalid(
            "{file} is no export of the quarantine: its column {column} is missing.",
            file=corrected.name,
            column=ROW_IDS,
        )
    session.execute(
        f"CREATE TEMP TABLE corrected AS SELECT q AS {_WAITING}, c.* FROM ("
        f"SELECT unnest(string_split(trim({quote(ids.name)}), ' ')) AS {_ID}, * "
        f"FROM {corrected.relation}) c JOIN meta.quarantine_row q "
        f"ON q.row_id = TRY_CAST(c.{_ID} AS BIGINT) "
        f"WHERE q.status = '{OPEN}' AND q.table_name <> ''"
    )
    groups = session.rows(
        f"SELECT {', '.join(f'{_WAITING}.{part}' for part in _GROUP)}, min({_WAITING}.row_id) "
        f"FROM corrected GROUP BY ALL ORDER BY min({_WAITING}.row_id)"
    )
    for number, group in enumerate(groups, start=first):
        yield _batch(session, model, corrected, group, number)


def close(session: Session, import_id: str) -> None:
    """The rows retried leave the quarantine; those still wrong have come back as new ones."""
    session.execute(
        "UPDATE meta.quarantine_row SET status = 'retried', closed_by = ? "
        f"WHERE status = '{OPEN}' AND import_id <> ? "
        f"AND row_id IN (SELECT {_WAITING}.row_id FROM corrected)",
        [import_id, import_id],
    )


def _batch(
    session: Session, model: Model, corrected: Source, group: tuple[Any, ...], number: int
) -> Batch:
    import_id, table, name, sha256, mapping, prefix, example = group
    columns = _columns(session, import_id, name, sha256)
    part = parse_table(json.loads(mapping))
    relation = quote(f"retry_{number}")
    received = [f"{_received(c.name, corrected)} AS {quote(c.name)}" for c in columns]
    session.execute(
        f"CREATE TEMP TABLE {relation} AS SELECT {_WAITING}.line AS {quote(LINE)}, "
        f"{', '.join([*received, *_ordinals(part, corrected)])} FROM corrected "
        f"WHERE {' AND '.join(f'{_WAITING}.{part} = ?' for part in _GROUP)}",
        [import_id, table, name, sha256, mapping, prefix],
    )
    source = replace(
        corrected,
        name=name,
        sha256=sha256,
        relation=relation,
        columns=columns,
        rows=int(session.scalar(f"SELECT count(*) FROM {relation}")),
        rejected=(),
        parts=(),
        numbered=True,
    )
    source_id = session.scalar(
        "SELECT i.source_id FROM meta.import i JOIN meta.quarantine_row q USING (import_id) "
        "WHERE q.row_id = ?",
        [example],
    )
    feed = Feed(number, source, part, model.tables[table], prefix)
    return Batch(str(source_id), prefix, feed)


def _ordinals(part: TableMapping, corrected: Source) -> Iterator[str]:
    """The numbers that rows had in their file; null for a row that has moved to another group.

    Counted among the few rows of an export, a row could take the number of one that is in core.
    """
    for name, fill in part.columns.items():
        if fill.kind is FillKind.ORDINAL:
            stays = " AND ".join(
                f"coalesce({received_cell(_WAITING, column)}, '') = "
                f"coalesce({_received(column, corrected)}, '')"
                for column in fill.group
            )
            number = (
                "SELECT o.number FROM meta.quarantine_ordinal o "
                f"WHERE o.row_id = {_WAITING}.row_id AND o.column_name = {literal(name)}"
            )
            yield f"CASE WHEN {stays} THEN ({number}) END AS {ordinal_column(name)}"


def _received(name: str, corrected: Source) -> str:
    """A column of the export, by the name that it had in the file."""
    exported = corrected.column(neutral(name))
    if exported is None:
        raise Invalid(
            "{file} has lost its column '{column}': export the quarantine again.",
            file=corrected.name,
            column=name,
        )
    return restored_sql(quote(exported.name))


def _columns(session: Session, import_id: str, name: str, sha256: str) -> tuple[SourceColumn, ...]:
    """The columns as the whole file had them: a few rows would not tell how dates are written."""
    said = session.scalar(
        "SELECT columns FROM meta.import_file WHERE import_id = ? AND name = ? AND sha256 = ?",
        [import_id, name, sha256],
    )
    return tuple(_column(column) for column in json.loads(said))


def _column(said: dict[str, Any]) -> SourceColumn:
    known = {field.name for field in fields(SourceColumn)}
    formats = {field.name for field in fields(NumberFormat)}
    number = NumberFormat(**{k: v for k, v in said["number"].items() if k in formats})
    rest = {k: v for k, v in said.items() if k in known and k not in ("number", "samples")}
    kind = ValueKind(rest.pop("kind"))
    return SourceColumn(**{**rest, "uniform": False, "padded": True}, kind=kind, number=number)
