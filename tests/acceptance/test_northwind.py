"""Northwind: a broken export that must be told line by line, and a sound one of the same sales."""

import csv
import gzip
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from .company import Company, by_table
from .conftest import Founder, Importer
from .datasets import present

pytestmark = pytest.mark.real_data

VALUE = re.compile(r"'((?:[^']|'')*)'|(NULL)|(-?[\d.]+(?:e-?\d+)?)")
INSERT = re.compile(r"^INSERT INTO (\w+) VALUES \((.*)\);$", re.MULTILINE)
HEADERS = {
    "categories": "categoryID,categoryName,description,picture",
    "customers": "customerID,companyName,contactName,contactTitle,address,city,region,postalCode,"
    "country,phone,fax",
    "employees": "employeeID,lastName,firstName,title,titleOfCourtesy,birthDate,hireDate,address,"
    "city,region,postalCode,country,homePhone,extension,photo,notes,reportsTo,photoPath",
    "order_details": "orderID,productID,unitPrice,quantity,discount",
    "orders": "orderID,customerID,employeeID,orderDate,requiredDate,shippedDate,shipVia,freight,"
    "shipName,shipAddress,shipCity,shipRegion,shipPostalCode,shipCountry",
    "products": "productID,productName,supplierID,categoryID,quantityPerUnit,unitPrice,"
    "unitsInStock,unitsOnOrder,reorderLevel,discontinued",
    "suppliers": "supplierID,companyName,contactName,contactTitle,address,city,region,postalCode,"
    "country,phone,fax,homePage",
}
SINGLE_PRECISION = {"freight", "unitPrice", "discount"}


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the PostgreSQL dump, as properly quoted CSV files."""
    dump = gzip.decompress(present("northwind", "northwind-postgresql.sql.gz").read_bytes())
    folder = tmp_path_factory.mktemp("northwind")
    tables: dict[str, list[list[str]]] = {name: [] for name in HEADERS}
    for table, values in INSERT.findall(dump.decode()):
        if table in tables:
            tables[table].append(list(fields(table, values)))
    for name, rows in tables.items():
        path = folder / f"{name.replace('_', '-')}.csv"
        with path.open("w", newline="", encoding="utf-8") as target:
            csv.writer(target).writerows([HEADERS[name].split(","), *rows])
    return folder


def fields(table: str, values: str) -> Iterator[str]:
    """The values of an INSERT; single-precision numbers back to the cents that were meant."""
    names = HEADERS[table].split(",")
    for name, found in zip(names, VALUE.finditer(values), strict=True):
        text, null, number = found.groups()
        if null:
            yield ""
        elif number:
            yield str(round(Decimal(number), 2)) if name in SINGLE_PRECISION else number
        else:
            yield text.replace("''", "'")


@pytest.fixture(scope="module")
def sound(founded: Founder, sound_files: Path) -> Company:
    company = founded("USD", "orders")
    report = company.bring_in(sound_files, mapping="northwind")
    assert report["rejected"] == []
    return company


@pytest.fixture(scope="module")
def truth(sound_files: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for name in ("orders", "order_details", "products", "categories", "employees"):
        path = sound_files / f"{name.replace('_', '-')}.csv"
        db.execute(f"CREATE TABLE {name} AS FROM read_csv('{path}', all_varchar = true)")
    db.execute("""
        CREATE VIEW line AS SELECT *, (quantity::INTEGER * unitPrice::DECIMAL(18, 2)
            * (1 - discount::DECIMAL(18, 2)))::DECIMAL(18, 4) AS amount
        FROM order_details JOIN orders USING (orderID)""")
    return db


def test_sound_files_give_the_control_totals(
    sound: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    rows = sound.rows()
    counts = {
        "sales_order": 830,
        "sales_order_line": 2_155,
        "product": 77,
        "sales_rep": 9,
        "product_category": 8,
        "account": 91 + 29,
    }
    assert {name: rows[name] for name in counts} == counts
    total = sound.figure("order_intake")
    assert total == Decimal("1265793.0395")
    assert truth.sql("SELECT sum(amount) FROM line").fetchall() == [(total,)]
    assert sound.sql("SELECT count(*) FROM core.sales_order WHERE shipped_at IS NULL") == [(21,)]


def test_order_intake_by_category_salesperson_and_month(
    sound: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    expected = truth.sql("""
        SELECT date_trunc('month', orderDate::DATE)::DATE::VARCHAR, categoryName,
               firstName || ' ' || lastName, sum(amount)
        FROM line JOIN (SELECT productID, categoryName FROM products JOIN categories
                        USING (categoryID)) USING (productID)
        JOIN employees USING (employeeID) GROUP BY ALL""").fetchall()
    answered = sound.ask("order_intake", by=["month", "category", "sales_rep"])
    assert set(answered) == set(expected)


def test_sound_files_import_without_any_mapping(founded: Founder, sound_files: Path) -> None:
    company = founded("USD", "orders")
    company.bring_in(sound_files)
    assert company.figure("order_intake") == Decimal("1265793.0395")
    assert company.figure("orders") == 830
    rows = company.rows()
    assert (rows["sales_rep"], rows["product"], rows["account"]) == (9, 77, 120)


def test_every_broken_line_is_rejected_with_its_number(imported: Importer) -> None:
    report = imported("northwind-csv").report
    rejected = {Path(file["name"]).name: file["rejected"] for file in report["files"]}
    assert rejected["orders.csv.gz"] == 176
    assert rejected["customers.csv.gz"] == 24
    assert rejected["suppliers.csv.gz"] == 9
    assert sum(rejected.values()) == 176 + 24 + 9
    told = [finding for finding in report["rejected"] if finding["rule"] == "unreadable"]
    assert [finding["rows"] for finding in told] == [176, 24, 9]
    assert told[0]["message"] == "orders.csv.gz: it has 15 fields, 14 are expected."
    assert told[0]["lines"] == [4, 5, 6, 7, 10]


def test_lines_of_rejected_orders_wait_for_them(imported: Importer) -> None:
    done = imported("northwind-csv")
    counts = by_table(done.report)
    assert counts["sales_order"]["created"] == 830 - 176
    lines = counts["sales_order_line"]
    assert lines["read"] == 2_155 == lines["created"] + lines["quarantined"]
    finding = next(f for f in done.report["rejected"] if f["table"] == "sales_order_line")
    assert (finding["column"], finding["rows"]) == ("order_id", lines["quarantined"])


def test_what_comes_in_adds_up(imported: Importer, truth: duckdb.DuckDBPyConnection) -> None:
    company = imported("northwind-csv").company
    kept = {row[0] for row in company.sql("SELECT order_id FROM core.sales_order")}
    amounts = truth.sql("SELECT orderID, sum(amount) FROM line GROUP BY 1").fetchall()
    expected = sum(amount for order, amount in amounts if order in kept)
    assert company.figure("order_intake") == expected


def test_the_word_null_is_no_value(imported: Importer) -> None:
    company = imported("northwind-csv").company
    unshipped = company.sql("SELECT count(*) FROM core.sales_order WHERE shipped_at IS NULL")
    assert unshipped[0][0] > 0
    assert company.sql("SELECT manager_id FROM core.sales_rep WHERE sales_rep_id = '2'") == [
        (None,)
    ]


def test_corrected_rows_leave_the_quarantine(
    imported: Importer, founded: Founder, sound_files: Path
) -> None:
    company = founded("USD", "orders")
    company.bring_in(*imported("northwind-csv").data.paths, mapping="northwind")
    company.bring_in(sound_files / "orders.csv", mapping="northwind")
    company.vigie("quarantine", "export", company.directory / "waiting.csv")
    company.vigie("quarantine", "retry", company.directory / "waiting.csv")
    assert company.figure("order_intake") == Decimal("1265793.0395")
