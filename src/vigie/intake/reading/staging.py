"""Relations staged in Parquet files: every column as received, and the line it came from.

On the disk, they weigh nothing while they are not read, and any session may read them.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final

from vigie.intake.reading.dialect import Dialect
from vigie.intake.reading.limits import LIMITS
from vigie.intake.reading.parse import literal
from vigie.intake.reading.source import LINE
from vigie.intake.reading.words import BLANKS, NULLS
from vigie.warehouse.aside import aside, put_aside
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

_serial: Final = count(1)
_NORMAL: Final = Dialect(",")
_LONGEST: Final = LIMITS.line
_BUFFER: Final = 2 * _LONGEST  # by default the engine takes sixteen times its longest line


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged relation.

    `first` is the line of its first row where rows follow each other line by line; None where the
    file itself holds the lines. `types` gives the engine's types of columns that were stored
    typed, by name.
    """

    path: Path
    names: tuple[str, ...]
    rows: int
    first: int | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    blanked: frozenset[str] = frozenset()  # columns whose blank words are no values
    end: int | None = None  # the line at which it ends, that one left out
    gaps: bool = False  # rows without any value are left out

    @property
    def relation(self) -> str:
        """What stands after FROM: the line, then every column as text."""
        numbered = self.first is not None
        line = f"file_row_number + {self.first}" if numbered else quote(LINE)
        columns = ", ".join(
            f"{self._value(place)} AS {quote(name)}" for place, name in enumerate(self.names)
        )
        return (
            f"(SELECT {line} AS {quote(LINE)}, {columns} "
            f"FROM {aside(self.path, numbered=numbered)}{self._where(line)})"
        )

    def _value(self, place: int) -> str:
        cell = _column(place)
        if self.names[place] not in self.blanked:
            return cell
        return f"CASE WHEN NOT ({is_blank(cell)}) THEN {cell} END"

    def _where(self, line: str) -> str:
        kept = [f"{line} < {self.end}"] if self.end is not None else []
        if self.gaps:
            cells = [f"{_column(place)} IS NOT NULL" for place in range(len(self.names))]
            kept.append(f"({' OR '.join(cells)})")
        return f" WHERE {' AND '.join(kept)}" if kept else ""

    def without_empty_rows(self, session: Session) -> "Staged":
        """Leaves rows without any value out, as spreadsheets write them."""
        empty = " AND ".join(f"{quote(name)} IS NULL" for name in self.names)
        found = session.scalar(f"SELECT count(*) FROM {self.relation} WHERE {empty}")
        return replace(self, gaps=True, rows=self.rows - found) if found else self

    def without_last_row(self, line: int) -> "Staged":
        """Leaves the last row out, which stands on `line`."""
        return replace(self, end=line, rows=self.rows - 1)

    def drop(self) -> None:
        """Forgets the relation."""
        self.path.unlink()


def stage_text(
    session: Session, path: Path, names: Sequence[str], dialect: Dialect, skip: int, shelf: Path
) -> Staged:
    """Reads a UTF-8 text from physical line `skip` + 1 on.

    Lines that the engine cannot read are left out: the caller compares `rows` with the lines.
    """
    scan = _scan(path, names, dialect, skip)
    return replace(_staged(session, names, scan, shelf, ""), first=skip + 1)


def stage_rows(
    session: Session,
    names: Callable[[], Sequence[str]],
    rows: Iterable[tuple[int, Sequence[str]]],
    shelf: Path,
) -> Staged:
    """Stages rows that Python has cut; each comes with its line number.

    `names` is asked after the last row, for formats that name columns as they go; rows may be
    shorter than the names.
    """
    path = shelf / f"{next(_serial)}.rows"
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([line, *cells] for line, cells in rows)
        scan = _scan(path, [LINE, *names()], _NORMAL, 0, own=True)
        return stage_select(session, names(), scan, shelf)
    finally:
        path.unlink(missing_ok=True)


def stage_select(session: Session, names: Sequence[str], scan: str, shelf: Path) -> Staged:
    """Stages what `scan` yields: the line number and `names`."""
    return _staged(session, names, scan, shelf, f"{quote(LINE)}, ")


def _staged(session: Session, names: Sequence[str], scan: str, shelf: Path, line: str) -> Staged:
    path = shelf / f"{next(_serial)}.parquet"
    columns = ", ".join(f"{quote(n)} AS {_column(place)}" for place, n in enumerate(names))
    rows = put_aside(session, f"SELECT {line}{columns} FROM {scan}", path)
    return Staged(path, tuple(names), rows)


def _column(place: int) -> str:
    """A column in the file: by its place, since a received name may mean something there."""
    return f"c{place}"


def is_blank(quoted: str) -> str:
    """Whether a cell says that it has no value, as SQL."""
    return f"trim({quoted}) IN ({', '.join(literal(word) for word in ('', *BLANKS))})"


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
