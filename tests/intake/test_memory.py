"""A file far larger than what the engine may take comes in, in little memory."""

import json
import subprocess
import sys

LINES = 180_000
IMPORT = """
import json, resource, sys
from pathlib import Path
from vigie.intake.service import Intake, IntakeSettings
from vigie.model.loader import load_model
from vigie.warehouse.engine import Warehouse

folder = Path(sys.argv[1])
warehouse = Warehouse.open(folder / "warehouse.duckdb", load_model(), memory="90MB")
settings = IntakeSettings("EUR", "Europe/Paris", folder / "imports", folder / "mappings")
intake = Intake(warehouse, load_model(), settings)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
plan = intake.plan([folder / "sales.csv"], mapping=folder / "mapping.yaml")
report = intake.commit(plan)
with warehouse.read() as session:
    total = session.scalar("SELECT sum(net_amount)::VARCHAR FROM core.invoice")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([report.created, report.quarantined, total, (peak - before) / 1024]))
"""
MAPPING = """
files:
  - pattern: "*.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: Invoice, invoice_date: Date, account_id: Customer}
      - table: invoice_line
        columns:
          invoice_id: Invoice
          line_number: Line
          product_id: Product
          quantity: Quantity
          unit_price: Price
        keep: [Note]
"""


def test_memory_does_not_grow_with_the_file(tmp_path):
    with (tmp_path / "sales.csv").open("w", encoding="utf-8") as file:
        file.write("Invoice;Line;Date;Customer;Product;Quantity;Price;Note\n")
        for n in range(LINES):
            file.write(
                f"A{n // 4};{n % 4 + 1};{n // 4 % 28 + 1:02}/01/2024;C{n // 4 % 5003};P{n % 997};"
                f"{n % 9 + 1};{n % 90},50;"
                f"delivery {n * 7919 % 100003} at the quay of the carriers, before nine\n"
            )
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(tmp_path)], capture_output=True, text=True, check=True
    )
    created, quarantined, total, grown = json.loads(done.stdout)
    assert (created, quarantined) == (LINES + LINES // 4, 0)
    assert total == f"{sum((n % 9 + 1) * (n % 90 + 0.5) for n in range(LINES)):.4f}"
    assert grown < 250  # MB, where all at once it took more than the engine had
