"""A workspace's intake on a real engine, and files to feed it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vigie.intake.report import ImportReport, TableCounts
from vigie.intake.service import Intake, IntakeSettings
from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.warehouse.ddl import engine_columns
from vigie.warehouse.engine import Session, Warehouse

SALES = """
source: company
files:
  - pattern: "sales*.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns:
          invoice_id: Invoice
          invoice_date: Date
          account_id: Customer
          currency_code: Currency
      - table: invoice_line
        columns:
          invoice_id: Invoice
          line_number: Line
          product_id: Product
          quantity: Quantity
          unit_price: Price
"""
HEADER = "Invoice;Line;Date;Customer;Product;Quantity;Price;Currency"


@dataclass(frozen=True)
class Desk:
    """What a test works with: an open intake, its folder, its engine."""

    folder: Path
    warehouse: Warehouse
    model: Model
    intake: Intake

    def write(self, name: str, *lines: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    def bring(
        self, path: Path, mapping: str | None = SALES, as_table: str | None = None
    ) -> ImportReport:
        """Plans and commits one file."""
        return self.intake.commit(self.intake.plan([path], as_table, self.mapping(mapping)))

    def mapping(self, words: str | None) -> Path | None:
        if words is None:
            return None
        path = self.folder / "mapping.yaml"
        path.write_text(words, encoding="utf-8")
        return path

    def sales(self, *lines: str, name: str = "sales.csv") -> ImportReport:
        """Imports invoice lines, one text each, as the SALES mapping reads them."""
        return self.bring(self.write(name, HEADER, *lines))

    def rates(self, *lines: str) -> ImportReport:
        path = self.write("rates.csv", "currency_code;rate_date;rate_to_company", *lines)
        return self.bring(path, mapping=None, as_table="currency_rate")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.warehouse.read() as session:
            return session.rows(sql)

    def scalar(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def state(self) -> dict[str, tuple[int, int]]:
        """Count and checksum, over all columns, of every core and history table that has rows."""
        with self.warehouse.read() as session:
            filled = session.rows(
                "SELECT schema_name, table_name FROM duckdb_tables() "
                "WHERE schema_name IN ('core', 'history') AND estimated_size > 0"
            )
            return {
                f"{schema}.{table}": found
                for schema, table in filled
                if (found := self._checksum(session, schema, table))[0]
            }

    def _checksum(self, session: Session, schema: str, table: str) -> tuple[int, int]:
        columns = list(engine_columns(self.model.tables[table]))
        if schema == "history":
            columns.append("replaced_by")
        return checksum(session, schema, table, columns)


def checksum(session: Session, schema: str, table: str, columns: list[str]) -> tuple[int, int]:
    values = ", ".join(f'"{column}"' for column in columns)
    row = session.row(f'SELECT count(*), coalesce(sum(hash({values})), 0) FROM {schema}."{table}"')
    assert row is not None
    return row[0], row[1]


def counts_of(report: ImportReport, table: str) -> TableCounts:
    """The counts of one table, which must reconcile."""
    counts = next(t for t in report.tables if t.table == table)
    assert counts.read == (
        counts.created + counts.updated + counts.unchanged + counts.quarantined + counts.skipped
    )
    return counts


@pytest.fixture
def counts() -> Callable[[ImportReport, str], TableCounts]:
    return counts_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with OpenDesk(tmp_path, None) as found:
        yield found


class OpenDesk:
    """A desk in memory, or on a file that another process may have left."""

    def __init__(self, folder: Path, file: Path | None, cells: int | None = None) -> None:
        self.folder = folder
        self.cells = cells
        self.warehouse = Warehouse.open(file, load_model())

    def __enter__(self) -> Desk:
        settings = IntakeSettings(
            "EUR", "Europe/Paris", self.folder / "imports", self.folder / "mappings", self.cells
        )
        intake = Intake(self.warehouse, load_model(), settings)
        return Desk(self.folder, self.warehouse, load_model(), intake)

    def __exit__(self, *problem: object) -> None:
        self.warehouse.close()


@pytest.fixture
def little_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that takes one row at a time."""
    with OpenDesk(tmp_path / "little", None, cells=1) as found:
        found.folder.mkdir(exist_ok=True)
        yield found


@pytest.fixture
def reopen(tmp_path: Path) -> Callable[[], OpenDesk]:
    return lambda: OpenDesk(tmp_path, tmp_path / "warehouse.duckdb")
