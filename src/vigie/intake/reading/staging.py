"""Temporary relations in the engine: every column as received, and the line it came from."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from vigie.intake.reading.dialect import Dialect
from vigie.intake.reading.limits import LIMITS
from vigie.intake.reading.parse import literal
from vigie.intake.reading.source import LINE
from vigie.intake.reading.words import NULLS
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

_serial: Final = count(1)
_NORMAL: Final = Dialect(",")
_LONGEST: Final = LIMITS.line
_BUFFER: Final = 2 * _LONGEST  # by default the engine takes sixteen times its longest line
_UNCOMMITTED: Final = 36_028_797_018_960_000  # where the engine counts rows of an open transaction


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged relation. `table` holds its values; both names are quoted.

    `types` gives the engine's types of columns that were stored typed, by name.
    """

    relation: str
    table: str
    names: tuple[str, ...]
    rows: int
    types: Mapping[str, str] = field(default_factory=dict)


def stage_text(
    session: Session, path: Path, names: Sequence[str], dialect: Dialect, skip: int
) -> Staged:
    """Reads a UTF-8 text from physical line `skip` + 1 on.

    Lines that the engine cannot read are left out: the caller compares `rows` with the lines.
    """
    table = fresh_name()
    scan = _scan(path, names, dialect, skip)
    session.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {scan}")
    view = fresh_name()
    # Row ids follow the order of the file, and cost nothing where row_number() costs half a scan.
    session.execute(
        f"CREATE TEMP VIEW {view} AS SELECT "
        f"CAST(rowid % {_UNCOMMITTED} + {skip + 1} AS BIGINT) AS {quote(LINE)}, * FROM {table}"
    )
    return Staged(view, table, tuple(names), _count(session, table))


def stage_rows(
    session: Session,
    names: Callable[[], Sequence[str]],
    rows: Iterable[tuple[int, Sequence[str]]],
    folder: Path,
) -> Staged:
    """Stages rows that Python has cut; each comes with its line number.

    `names` is asked after the last row, for formats that name columns as they go; rows may be
    shorter than the names.
    """
    path = folder / f"{next(_serial)}.rows"
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([line, *cells] for line, cells in rows)
        return stage_select(session, names(), _scan(path, [LINE, *names()], _NORMAL, 0, own=True))
    finally:
        path.unlink(missing_ok=True)


def stage_select(session: Session, names: Sequence[str], scan: str) -> Staged:
    """Stages what `scan` yields: the line number, then `names`."""
    table = fresh_name()
    session.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {scan}")
    return Staged(table, table, tuple(names), _count(session, table))


def drop(session: Session, staged: Staged) -> None:
    """Forgets a staged relation."""
    if staged.relation != staged.table:
        session.execute(f"DROP VIEW {staged.relation}")
    session.execute(f"DROP TABLE {staged.table}")


def drop_empty_rows(session: Session, staged: Staged) -> int:
    """Takes rows without any value out, as spreadsheets leave them; answers how many."""
    empty = " AND ".join(f"{quote(name)} IS NULL" for name in staged.names)
    found: int = session.scalar(f"SELECT count(*) FROM {staged.table} WHERE {empty}")
    if found:
        session.execute(f"DELETE FROM {staged.table} WHERE {empty}")
    return found


def fresh_name() -> str:
    """A name that no other staged relation has."""
    return quote(f"received_{next(_serial)}")


def _count(session: Session, table: str) -> int:
    found: int = session.scalar(f"SELECT count(*) FROM {table}")
    return found


def _scan(
    path: Path, names: Sequence[str], dialect: Dialect, skip: int, *, own: bool = False
) -> str:
    """`own` texts were written by `stage_rows`: numbered, and with line ends inside values."""
    columns = ", ".join(
        f"{quote(name)}: '{'BIGINT' if own and name == LINE else 'VARCHAR'}'" for name in names
    )
    nulls = ", ".join(literal(word) for word in NULLS)
    kind = "null_padding = true, parallel = false" if own else "ignore_errors = true"
    return (
        f"read_csv({literal(str(path))}, columns = {{{columns}}}, auto_detect = false, "
        f"header = false, skip = {skip}, delim = {literal(dialect.delimiter)}, "
        f"quote = {literal(dialect.quote)}, escape = {literal(dialect.escape)}, "
        f"nullstr = [{nulls}], max_line_size = {_LONGEST}, buffer_size = {_BUFFER}, {kind})"
    )
