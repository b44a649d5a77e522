"""The core tables cut by month, each slice with a mark that tells whether it has changed.

A slice is what is carried to another engine at a time. Lines are cut by the month of their
document; small tables and those without any date are one slice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vigie.model.schema import Column, Model, Table
from vigie.warehouse.ddl import CORE, MONTH, engine_columns
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.session import Session

UNDATED: Final = "undated"
WHOLE: Final = "all"
FEW_ROWS: Final = 20_000  # up to here a table is one slice
MOST_ROWS: Final = 2_000_000


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """The rows of one month of a table."""

    table: str
    month: str  # YYYY-MM, `UNDATED`, or `WHOLE`


@dataclass(frozen=True, slots=True)
class Mark:
    """How many rows a slice has, and a sum over all of them that any change moves."""

    rows: int
    sum: str


def marks(session: Session, model: Model) -> Mapping[Slice, Mark]:
    """Every slice that has rows."""
    found: dict[Slice, Mark] = {}
    for table in model.tables.values():
        count = session.scalar(f"SELECT count(*) FROM {qualified(CORE, table.name)}")
        source, month = _source(table, model, whole=count <= FEW_ROWS)
        rows = session.rows(
            f"SELECT {month}, count(*), sum(hash(own)::HUGEINT)::VARCHAR FROM {source} GROUP BY 1"
        )
        found.update({Slice(table.name, row[0]): Mark(row[1], row[2]) for row in rows})
    return found


@dataclass(frozen=True, slots=True)
class Parcel:
    """Slices of one table that travel together."""

    table: str
    months: tuple[str, ...]

    @property
    def slices(self) -> tuple[Slice, ...]:
        return tuple(Slice(self.table, month) for month in self.months)


def parcels(pieces: Iterable[Slice], sizes: Mapping[Slice, Mark]) -> Iterator[Parcel]:
    """`pieces` packed table by table, each parcel of a size that disks and memory bear."""
    packed: list[Slice] = []
    for piece in sorted(pieces):
        full = sum(sizes[one].rows for one in packed) + sizes[piece].rows > MOST_ROWS
        if packed and (full or packed[0].table != piece.table):
            yield _packed(packed)
            packed = []
        packed.append(piece)
    if packed:
        yield _packed(packed)


def rows_of(parcel: Parcel, model: Model) -> str:
    """The SELECT of a parcel's rows, `MONTH` last; `$months` names the slices."""
    table = model.tables[parcel.table]
    source, month = _source(table, model, whole=parcel.months == (WHOLE,))
    columns = ", ".join(_portable(name, kind) for name, kind in engine_columns(table).items())
    where = f"{month} IN (SELECT unnest($months))"
    return f"SELECT {columns}, {month} AS {MONTH} FROM {source} WHERE {where}"


def export(session: Session, parcel: Parcel, model: Model, folder: Path) -> Mapping[str, Path]:
    """Writes a Parquet file for each slice of a parcel, by month; rows lie in order of time."""
    table = model.tables[parcel.table]
    order = f" ORDER BY {MONTH}, {quote(table.time or table.key[0])}"
    target = str(folder).replace("'", "''")
    session.execute(
        f"COPY ({rows_of(parcel, model)}{order}) TO '{target}' (FORMAT parquet, "
        f"COMPRESSION zstd, PARTITION_BY ({MONTH}), WRITE_PARTITION_COLUMNS true, "
        "FILENAME_PATTERN 'rows')",
        {"months": list(parcel.months)},
    )
    return {month: _file(folder, month) for month in parcel.months}


def _packed(pieces: Sequence[Slice]) -> Parcel:
    return Parcel(pieces[0].table, tuple(piece.month for piece in pieces))


def _file(folder: Path, month: str) -> Path:
    return next((folder / f"{MONTH}={month}").glob("*.parquet"))


def _source(table: Table, model: Model, *, whole: bool) -> tuple[str, str]:
    """Where the rows stand (as `own`), and the SQL of their month."""
    own = f"{qualified(CORE, table.name)} AS own"
    document = _document(table, model)
    if whole or not (table.time or document):
        return own, f"'{WHOLE}'"
    if table.time or document is None:
        return own, _month(f"own.{quote(table.time or '')}")
    head = model.tables[document.references or ""]
    same = f"own.{quote(document.name)} = head.{quote(head.key[0])}"
    joined = f"{own} LEFT JOIN {qualified(CORE, head.name)} AS head ON {same}"
    return joined, _month(f"head.{quote(head.time or '')}")


def _document(table: Table, model: Model) -> Column | None:
    """What leads from a line to its dated document."""
    for column in table.references:
        head = model.tables[column.references or ""]
        if column.required and head.family == table.family and head.time and len(head.key) == 1:
            return column
    return None


def _month(date: str) -> str:
    return f"coalesce(strftime({date}, '%Y-%m'), '{UNDATED}')"


def _portable(name: str, kind: str) -> str:
    """Texts of JSON and a whole number of 20 digits: what every Parquet reader knows."""
    column = f"own.{quote(name)}"
    if kind == "JSON":
        return f"{column}::VARCHAR AS {quote(name)}"
    return f"{column}::DECIMAL(20, 0) AS {quote(name)}" if kind == "UBIGINT" else column
