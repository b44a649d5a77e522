"""Public data sets as they really are: counts and totals are those that their makers publish."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from vigie.intake.reading import Source, ValueKind, parse
from vigie.model.schema import ColumnType
from vigie.warehouse.engine import Session

pytestmark = pytest.mark.real_data

Read = Callable[..., list[Source]]


def total(session: Session, source: Source, column: str) -> object:
    found = source.column(column)
    assert found is not None
    return session.scalar(f"SELECT sum({parse(found, ColumnType.MONEY)}) FROM {source.relation}")


def test_a_french_csv_and_an_american_xls_hold_the_same_sales(
    read: Read, session: Session, shared: Path
) -> None:
    [french] = read(shared / "superstore" / "superstore-fr-locale.csv.gz")
    orders, people, returns = read(shared / "superstore" / "superstore-us.xls")
    assert (french.rows, orders.rows, people.rows, returns.rows) == (9994, 9994, 4, 800)
    assert (french.format.delimiter, french.format.decimal) == (";", ",")
    assert french.column("order date").date_format == "%d/%m/%Y"  # type: ignore[union-attr]
    assert total(session, french, "Sales") == Decimal("2297200.8603")
    assert total(session, orders, "Sales") == Decimal("2297200.8603")


def test_unquoted_commas_are_rejected_and_explained(read: Read, shared: Path) -> None:
    [orders] = read(shared / "northwind" / "csv" / "orders.csv.gz")
    assert (orders.rows, len(orders.rejected)) == (830 - 176, 176)
    assert str(orders.rejected[0].reason) == "it has 15 fields, 14 are expected"
    [customers] = read(shared / "northwind" / "csv" / "customers.csv.gz")
    assert (customers.rows, len(customers.rejected)) == (91 - 24, 24)
    assert customers.column("region").fill_rate < 0.5  # type: ignore[union-attr]


def test_sql_server_exports(read: Read, session: Session, shared: Path) -> None:
    folder = shared / "adventureworks-oltp"
    [employees] = read(folder / "HumanResources.Employee.csv.gz")
    assert (employees.rows, len(employees.columns)) == (290, 16)
    assert (employees.format.header_row, employees.format.delimiter) == (0, "\t")
    [targets] = read(folder / "pl300" / "ResellerSalesTargets.csv.gz")
    assert (targets.rows, targets.format.encoding) == (81, "utf-16-le")
    assert {column.kind for column in targets.columns} == {ValueKind.INTEGER}
    [photo] = read(shared / "adventureworks-dw" / "DimSalesTerritory.parquet")
    assert "binary" in str(photo.warnings[0])


def test_a_french_ledger(read: Read, session: Session, shared: Path) -> None:
    [tabs] = read(shared / "fec-samples" / "sample_tab.txt.gz")
    assert (tabs.rows, tabs.format.delimiter) == (7, "\t")
    assert total(session, tabs, "Debit") == total(session, tabs, "Credit")
    [pipes] = read(shared / "fec-samples" / "sample_pipe.txt.gz")
    assert (pipes.rows, pipes.format.delimiter) == (4, "|")
    assert pipes.column("EcritureDate").kind is ValueKind.DATE  # type: ignore[union-attr]


def test_columns_set_apart_by_spaces(read: Read, session: Session, shared: Path) -> None:
    [master] = read(shared / "cdnow" / "CDNOW_master.txt.gz")
    assert master.rows == 69659
    assert total(session, master, "dollar_value") == Decimal("2500315.63")
    [sample] = read(shared / "cdnow" / "CDNOW_sample.txt.gz")
    assert (sample.rows, len(sample.columns)) == (6919, 5)


def test_305_daily_files_are_one_source(read: Read, session: Session, shared: Path) -> None:
    [lines] = read(shared / "uci-online-retail" / "online-retail-by-day.tar.gz")
    assert (lines.rows, len(lines.parts), lines.rejected) == (541_909, 305, ())
    quantity, price, customer = map(lines.column, ("Quantity", "UnitPrice", "CustomerID"))
    assert quantity is not None
    assert price is not None
    assert customer is not None
    assert customer.whole_floats
    value = f"{parse(quantity, ColumnType.QUANTITY)} * {parse(price, ColumnType.MONEY)}"
    key = parse(customer, ColumnType.KEY)
    found = session.row(f"SELECT sum({value}), count(DISTINCT {key}) FROM {lines.relation}")
    assert found == (Decimal("9747747.934"), 4372)
    days = session.rows(
        f'SELECT left(InvoiceDate, 10), min("#line"), max("#line") FROM {lines.relation} GROUP BY 1'
    )
    assert len(days) == 305
    for day, first, last in days:
        assert lines.locate(first) == (f"{day}.csv", 2)
        assert lines.locate(last)[0] == f"{day}.csv"


def test_archives_in_an_archive(read: Read, session: Session, shared: Path) -> None:
    archive = shared / "walmart-weekly" / "walmart-recruiting-store-sales-forecasting.zip"
    sources = {source.name.rpartition(" › ")[2]: source for source in read(archive)}
    assert sources["stores.csv"].rows == 45
    assert sources["features.csv"].rows == 8190
    assert total(session, sources["train.csv"], "Weekly_Sales") == Decimal("6737218987.11")


def test_values_that_span_lines(read: Read, shared: Path) -> None:
    folder = shared / "olist-commerce-partial" / "sample-4000"
    [reviews] = read(folder / "olist_order_reviews_dataset.csv.gz")
    assert (reviews.rows, reviews.rejected) == (3986, ())


def test_a_crm_export(read: Read, shared: Path) -> None:
    sources = read(shared / "maven-crm-opportunities")
    names = {source.name: source.rows for source in sources}
    assert len(sources) == 4
    assert names["maven-crm-opportunities/sales_pipeline.csv.gz"] == 8800
    assert names["maven-crm-opportunities/accounts.csv.gz"] == 85
