"""One conversation with the engine: statements in, rows out."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

import duckdb

from vigie.kit.errors import VigieError
from vigie.warehouse.dialects.dialect import REFERENCE, Dialect
from vigie.warehouse.names import quote

if TYPE_CHECKING:
    import pyarrow as pa

_WRITES: Final = re.compile(
    r"\b(?:INTO|DELETE\s+FROM|UPDATE|TRUNCATE|COPY|TABLE(?:\s+IF\s+(?:NOT\s+)?EXISTS)?)"
    r'\s+"?core"?\."?(\w+)',
    re.IGNORECASE,
)

DATA_VERSION: Final = "data_version"  # the row of meta.state that counts committed writes

Parameters = Sequence[object] | Mapping[str, object] | None

EngineError = duckdb.Error
"""What the engine raises for a statement or a file that it can make nothing of."""


class Follower(Protocol):
    """Keeps what is summed up beforehand true to the rows that sessions write."""

    def foresee(self, session: "Session", import_id: str, tables: Collection[str]) -> None:
        """Notes what an undo of `import_id` bears on, before it takes place."""

    def keep(self, session: "Session", import_id: str | None = None) -> None:
        """Brings it up to what the session wrote; all of it `import_id`'s, where one is given."""


class Session:
    """A cursor inside one transaction; everything it reads comes from one snapshot.

    Values go in as parameters (`?` or `$name`), never as text. Decimals come back as `Decimal`,
    dates as `date`.
    """

    dialect: Dialect = REFERENCE

    def __init__(self, cursor: duckdb.DuckDBPyConnection, follower: Follower | None = None) -> None:
        self._cursor = cursor
        self._follower = follower
        self.written: set[str] = set()  # core tables that rollups do not follow yet
        self.foreseen: dict[str, set[date | None]] = {}  # rollup → days of an undo

    @cached_property
    def version(self) -> int:
        """The data version of the snapshot that this session reads."""
        return int(self.scalar(f"SELECT value FROM meta.state WHERE name = '{DATA_VERSION}'"))

    def set_aside(self, name: str, sql: str, parameters: Parameters = None) -> None:
        """Keeps the answer of `sql` in a table that this session alone sees, while it lasts."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {quote(name)} AS {sql}", parameters)

    def foresee(self, import_id: str, tables: Collection[str]) -> None:
        """Says that an undo of `import_id`, which bears on `tables`, is about to take place."""
        if self._follower:
            self._follower.foresee(self, import_id, tables)

    def follow(self, import_id: str | None = None) -> None:
        """Brings what is summed up beforehand up to date with the rows written until now.

        Quicker with the `import_id` that they all belong to.
        """
        if self._follower:
            self._follower.keep(self, import_id)

    def execute(self, sql: str, parameters: Parameters = None) -> None:
        """Runs a statement for its effect."""
        self._run(sql, parameters)

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        return self._run(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = None) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self._run(sql, parameters).fetchone()
        return None if found is None else tuple(found)

    def scalar(self, sql: str, parameters: Parameters = None) -> Any:
        """The first value of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def arrow(self, sql: str, parameters: Parameters = None) -> "pa.Table":
        """The answer as an Arrow table (needs the `dataframes` extra)."""
        return self._run(sql, parameters).to_arrow_table()

    def describe(self, sql: str, parameters: Parameters = None) -> list[tuple[str, str]]:
        """Name and engine type of each column that `sql` answers with."""
        return [(row[0], row[1]) for row in self.rows(f"DESCRIBE {sql}", parameters)]

    def _run(self, sql: str, parameters: Parameters) -> duckdb.DuckDBPyConnection:
        self.written.update(_WRITES.findall(sql))
        try:
            return self._cursor.execute(sql, parameters)
        except duckdb.OutOfMemoryException as error:
            raise VigieError(
                "The engine ran out of memory: ask for a shorter period or fewer dimensions, "
                "or give Vigie more memory."
            ) from error
