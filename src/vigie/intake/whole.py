"""Documents that come without their lines: one line stands for the whole until lines come.

Sales figures are sums of lines. An export of invoice headers alone must count in them too, and
must not count twice when the lines follow.
"""

from collections.abc import Iterator
from typing import Final

from vigie.intake.literal import literal
from vigie.intake.totals import Total
from vigie.model.schema import Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, CORE, HISTORY, REPLACED_BY, engine_columns
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote

HEADERS: Final = frozenset({"invoice", "sales_order"})


def stand_in(
    session: Session, header: Table, line: Table, held: list[Total], import_id: str
) -> int:
    """Brings the stand-in lines of `header` up to date; gives how many were added."""
    if _any_standing(session, line):
        _clear(session, line, _stale(header, line, held), import_id)
    values = {
        quote(line.key[0]): f"h.{quote(header.key[0])}",
        quote(held[0].reference): f"h.{quote(header.key[0])}",
        **dict(_amounts(held)),
        "source_id": "h.source_id",
        "source_key": "h.source_key",
        "source_line": "h.source_line",
        "import_id": literal(import_id),
        "loaded_at": "now()::TIMESTAMP",
        "row_hash": f"hash(h.{quote(header.key[0])})",
        "is_placeholder": "TRUE",
        "derived": "''",
    }
    bare = _bare(header, line, held[0])
    return int(
        session.scalar(
            f"INSERT INTO {qualified(CORE, line.name)} ({', '.join(values)}) "
            f"SELECT {', '.join(values.values())} FROM {bare} ORDER BY h.{quote(header.time or '')}"
        )
    )


def _any_standing(session: Session, line: Table) -> bool:
    lines = qualified(CORE, line.name)
    return session.row(f"SELECT 1 FROM {lines} WHERE is_placeholder LIMIT 1") is not None


def _bare(header: Table, line: Table, total: Total) -> str:
    """The documents with an amount and no line."""
    return (
        f"{qualified(CORE, header.name)} h ANTI JOIN {qualified(CORE, line.name)} l "
        f"ON l.{quote(total.reference)} = h.{quote(header.key[0])} "
        f"WHERE h.{quote(total.column.name)} IS NOT NULL AND h.is_placeholder IS NOT TRUE"
    )


def _stale(header: Table, line: Table, held: list[Total]) -> str:
    """The stand-ins whose document has lines now, has gone, or says something else."""
    reference, key = quote(held[0].reference), quote(header.key[0])
    lines = qualified(CORE, line.name)
    changed = " OR ".join(f"s.{name} IS DISTINCT FROM {value}" for name, value in _amounts(held))
    return (
        f"SELECT s.rowid FROM {lines} s LEFT JOIN {qualified(CORE, header.name)} h "
        f"ON h.{key} = s.{reference} WHERE s.is_placeholder AND (h.{key} IS NULL OR {changed} "
        f"OR s.{reference} IN (SELECT {reference} FROM {lines} WHERE is_placeholder IS NOT TRUE))"
    )


def _clear(session: Session, line: Table, stale: str, import_id: str) -> None:
    """Takes rows out; those of earlier imports are kept for undo."""
    core = qualified(CORE, line.name)
    columns = ", ".join(quote(name) for name in engine_columns(line))
    session.execute(
        f"INSERT INTO {qualified(HISTORY, line.name)} ({columns}, {quote(REPLACED_BY)}) "
        f"SELECT {columns}, $import FROM {core} "
        f"WHERE rowid IN ({stale}) AND import_id IS DISTINCT FROM $import",
        {"import": import_id},
    )
    session.execute(f"DELETE FROM {core} WHERE rowid IN ({stale})")


def _amounts(held: list[Total]) -> Iterator[tuple[str, str]]:
    """The line's amounts, and the document's that they stand for."""
    for total in held:
        yield quote(total.summed), f"h.{quote(total.column.name)}"
        if total.converted:
            twin = quote(total.twin)
            yield quote(total.summed + COMPANY_SUFFIX), f"h.{twin}"
