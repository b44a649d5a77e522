"""Import of UCI Online Retail (541,909 lines in 305 files) with every check, against a plain load.

The plain load is what a careful engineer writes by hand when the formats are known: a typed
`read_csv` of the same files into one table, without a check, a key, a quarantine or an undo.
"""

import os
import sys
import tarfile
import tempfile
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


WORKS = {"plain": plain, "vigie": vigie}


def main() -> None:
    if not ARCHIVE.exists():
        sys.exit(f"{ARCHIVE.name} is not there: set VIGIE_SHARED_DATA to the folder of data sets.")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(folder, filter="data")
        costs = {name: in_process([__file__, name, folder]) for name in WORKS}
    rows = [_row(name, cost, costs["plain"]) for name, cost in costs.items()]
    print(table(["541,909 lines", "wall s", "CPU s", "peak MB", "wall ×", "CPU ×"], rows))


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
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as scratch:
            work = WORKS[sys.argv[1]]
            report(measured(lambda: work(Path(sys.argv[2]), Path(scratch))))
    else:
        main()
