"""Import of UCI Online Retail (541,909 lines in 305 files) with every check, against a plain load.

The plain load is what a careful engineer writes by hand when the formats are known: a typed
`read_csv` of the same files into one table, without a check, a key, a quarantine or an undo.

`--stream GB` imports one made-up file of that size instead, as `vigie import --mapping` does, the
engine held to 1 GB of memory, and shows the peak of the process.
"""

import argparse
import os
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
from measure import Cost, in_process, measured, report, table

DATA = Path(os.environ.get("VIGIE_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
ARCHIVE = DATA / "uci-online-retail" / "online-retail-by-day.tar.gz"
COLUMNS = {
    "InvoiceNo": "VARCHAR",
    "StockCode": "VARCHAR",
    "Description": "VARCHAR",
    "Quantity": "DECIMAL(18,4)",
    "InvoiceDate": "TIMESTAMP",
    "UnitPrice": "DECIMAL(18,6)",
    "CustomerID": "VARCHAR",
    "Country": "VARCHAR",
}
MEMORY = "1GB"
LINE_BYTES = 96  # of a made-up line, about
MAPPING = """
files:
  - pattern: "sales.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: Invoice, invoice_date: Date, account_id: Customer}
      - table: invoice_line
        columns:
          line_id: Line
          invoice_id: Invoice
          product_id: Product
          quantity: Quantity
          unit_price: Price
          net_amount: Amount
        keep: [Comment]
"""


def plain(folder: Path, target: Path) -> None:
    """The limit: typed rows in a table."""
    connection = duckdb.connect(str(target / "plain.duckdb"))
    files = str(folder / "**" / "*.csv")
    connection.execute(
        "CREATE TABLE line AS SELECT * FROM read_csv(?, header = true, columns = ?)",
        [files, COLUMNS],
    )
    connection.close()


def vigie(folder: Path, target: Path) -> None:
    """Recognition, mapping proposal, checks, merge, undo record: `vigie import --yes`."""
    from vigie.settings import Settings
    from vigie.workspace import Workspace

    workspace = Workspace.create(target / "workspace", Settings(currency="GBP", locale="en"))
    workspace.intake.commit(workspace.intake.plan([folder]))
    workspace.close()


def unseen(folder: Path, target: Path) -> None:
    """The same, for files that nobody looks at before they come in: they are read once."""
    from vigie.settings import Settings
    from vigie.workspace import Workspace

    workspace = Workspace.create(target / "workspace", Settings(currency="GBP", locale="en"))
    workspace.intake.take([folder])
    workspace.close()


def bounded(folder: Path, target: Path) -> None:
    """A mapped file, with an engine that has to go to the disk early."""
    from vigie.settings import Settings
    from vigie.workspace import Workspace

    settings = Settings(locale="en", memory=MEMORY)
    workspace = Workspace.create(target / "workspace", settings)
    plan = workspace.intake.plan([folder / "sales.csv"], mapping=folder / "mapping.yaml")
    report = workspace.intake.commit(plan)
    assert report.quarantined == 0
    workspace.close()


Work = Callable[[Path, Path], None]
WORKS: dict[str, Work] = {"plain": plain, "vigie": vigie, "unseen": unseen, "bounded": bounded}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--stream", type=float, metavar="GB", help="one made-up file of that size")
    words.add_argument("--work", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.work:
            work, source = WORKS[given.work[0]], Path(given.work[1])
            report(measured(lambda: work(source, folder)))
        elif given.stream:
            lines = _made_up(folder, given.stream)
            _compare(f"{given.stream:g} GB, {lines:,} lines", folder, ["bounded"], 1)
        else:
            _unpack(folder)
            _compare("541,909 lines", folder, ["plain", "vigie", "unseen"], given.runs)


def _unpack(folder: Path) -> None:
    if not ARCHIVE.exists():
        sys.exit(f"{ARCHIVE.name} is not there: set VIGIE_SHARED_DATA to the folder of data sets.")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")


def _made_up(folder: Path, gigabytes: float) -> int:
    """A file of sales lines, four to the invoice, and its mapping; how many lines."""
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    lines = int(gigabytes * 1e9 / LINE_BYTES)
    quantity, price = "(i % 9 + 1)", "(i * 31 % 20000 / 100)::DECIMAL(9, 2)"
    duckdb.execute(
        f"COPY (SELECT 'L' || i AS \"Line\", 'F' || (i // 4) AS \"Invoice\","
        f" strftime(DATE '2023-01-01' + (i * 1000 // {lines})::INT, '%d/%m/%Y') AS \"Date\","
        f" 'C' || (i // 4 * 7919 % 200003) AS \"Customer\","
        f" 'P' || (i * 7919 % 5000) AS \"Product\","
        f" {quantity} AS \"Quantity\", replace({price}::VARCHAR, '.', ',') AS \"Price\","
        f" replace(({quantity} * {price})::DECIMAL(12, 2)::VARCHAR, '.', ',') AS \"Amount\","
        f" 'delivery ' || (i * 13 % 99991) || ' at the quay of the carriers' AS \"Comment\""
        f" FROM range({lines}) AS made(i)) TO '{folder / 'sales.csv'}' (HEADER, DELIMITER ';')"
    )
    return lines


def _compare(what: str, folder: Path, names: list[str], runs: int) -> None:
    costs = {name: in_process([__file__, "--work", name, str(folder)], runs) for name in names}
    rows = [_row(name, cost, costs[names[0]]) for name, cost in costs.items()]
    print(table([what, "wall s", "CPU s", "peak MB", "wall ×", "CPU ×"], rows))


def _row(name: str, cost: Cost, limit: Cost) -> list[str]:
    return [
        name,
        f"{cost.wall:.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.peak_mb:.0f}",
        f"{cost.wall / limit.wall:.1f}",
        f"{cost.cpu / limit.cpu:.1f}",
    ]


if __name__ == "__main__":
    main()
