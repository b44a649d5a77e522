"""AdventureWorks OLTP: orders without details, quotas, territories, stock."""

from decimal import Decimal

import duckdb
import pytest

from .company import Company
from .conftest import Importer
from .datasets import SETS

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def company(imported: Importer) -> Company:
    return imported("adventureworks-oltp").company


@pytest.fixture(scope="module")
def truth() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for path in SETS["adventureworks-oltp"].paths:
        db.execute(f"CREATE VIEW {path.stem.split('.')[1]} AS SELECT * FROM '{path}'")
    return db


def test_control_totals(company: Company) -> None:
    assert company.figure("orders") == 31_465
    assert company.figure("order_intake") == Decimal("109846381.4039")
    assert company.figure("revenue") == Decimal("109846381.4039")
    assert dict(company.ask("orders", by=["channel"])) == {"online": 27_659, "reseller": 3_806}
    ((net, tax, freight, total),) = company.sql(
        "SELECT sum(net_amount), sum(tax_amount - shipping_amount), sum(shipping_amount), "
        "sum(gross_amount) FROM core.sales_order"
    )
    assert (net, total) == (Decimal("109846381.4039"), Decimal("123216786.1159"))
    assert (tax, freight) == (Decimal("10186974.4602"), Decimal("3183430.2518"))


def test_the_figure_of_revenue_says_that_it_rests_on_orders(company: Company) -> None:
    said = company.shell("query", "revenue")
    assert "109,846,381.40" in said.stdout
    assert "order" in said.stderr.lower()


def test_order_intake_by_salesperson_and_quarter(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    expected = truth.sql("""
        SELECT date_trunc('quarter', OrderDate)::DATE::VARCHAR, FirstName || ' ' || LastName,
               sum(SubTotal)
        FROM SalesOrderHeader LEFT JOIN Person ON BusinessEntityID = SalesPersonID
        GROUP BY ALL""").fetchall()
    answered = company.ask("order_intake", by=["quarter", "sales_rep"])
    assert set(answered) == set(expected)


def test_order_intake_by_territory_and_month(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    expected = truth.sql("""
        SELECT date_trunc('month', OrderDate)::DATE::VARCHAR, Name, sum(SubTotal)
        FROM SalesOrderHeader JOIN SalesTerritory USING (TerritoryID) GROUP BY ALL""").fetchall()
    assert set(company.ask("order_intake", by=["month", "territory"])) == set(expected)


def test_quotas_are_targets(company: Company) -> None:
    ((total,),) = company.sql("SELECT sum(target_value) FROM core.target")
    assert total == Decimal("95714000")


def test_a_person_is_made_of_two_files(company: Company) -> None:
    people = company.sql(
        "SELECT count(*), count(name), count(territory_id) FROM core.sales_rep "
        "WHERE NOT is_placeholder"
    )
    assert people == [(17, 17, 14)]


def test_stock_is_valued_at_the_standard_cost(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    ((quantity, value),) = truth.sql("""
        SELECT sum(Quantity), sum(Quantity * StandardCost)
        FROM ProductInventory JOIN Product USING (ProductID)""").fetchall()
    assert company.sql("SELECT sum(on_hand_quantity) FROM core.stock_level") == [(quantity,)]
    assert company.figure("stock_value") == value


def test_purchases_add_up_to_their_lines(company: Company) -> None:
    headers = "SELECT count(*), sum(net_amount) FROM core.purchase_order"
    lines = "SELECT count(*), sum(net_amount) FROM core.purchase_order_line"
    assert company.sql(headers) == [(4_012, Decimal("63791994.838"))]
    assert company.sql(lines) == [(8_845, Decimal("63791994.838"))]
