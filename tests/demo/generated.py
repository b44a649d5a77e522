"""Generated tables to ask, as files or imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vigie.demo.company import Manifest
from vigie.model.schema import Model, Table
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote


@dataclass(frozen=True)
class Files:
    """Generated rows, readable in SQL under the tables' names, with all the model's columns."""

    sizes: Mapping[str, int]  # how many rows each table has
    session: Session

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.session.rows(sql)

    def value(self, sql: str) -> Any:
        return self.session.scalar(sql)

    def count(self, rest: str) -> int:
        """How many rows `FROM rest` gives."""
        return int(self.session.scalar(f"SELECT count(*) FROM {rest}"))


def open_tables(manifest: Manifest, session: Session, model: Model) -> Files:
    """Makes a view of every table, null where the demo leaves a column out."""
    for table in model.tables.values():
        if table.name in manifest.rows:
            _open(table, _source(manifest.directory, table.name), session)
    return Files(manifest.rows, session)


def open_core(model: Model, session: Session) -> Files:
    """Makes a view of every table of an imported company."""
    for table in model.tables:
        session.execute(f"CREATE TEMP VIEW {quote(table)} AS SELECT * FROM core.{quote(table)}")
    sizes = {
        table: int(session.scalar(f"SELECT count(*) FROM {quote(table)}")) for table in model.tables
    }
    return Files(sizes, session)


def _source(directory: Path, table: str) -> str:
    folder = directory / table
    path = str(folder / "*.parquet") if folder.is_dir() else f"{folder}.parquet"
    return "read_parquet('" + path.replace("'", "''") + "')"


def _open(table: Table, source: str, session: Session) -> None:
    present = {name for name, _ in session.describe(f"SELECT * FROM {source}")}
    columns = [
        quote(column.name)
        if column.name in present
        else f"CAST(NULL AS {ENGINE_TYPES[column.type]}) AS {quote(column.name)}"
        for column in table.columns.values()
    ]
    session.execute(
        f"CREATE TEMP VIEW {quote(table.name)} AS SELECT {', '.join(columns)} FROM {source}"
    )
