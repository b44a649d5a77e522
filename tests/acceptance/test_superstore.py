"""Superstore: one retailer's lines as a French CSV and as an American workbook."""

from decimal import Decimal

import duckdb
import pytest

from .company import Company, by_table
from .conftest import Founder, Importer
from .datasets import SETS

pytestmark = pytest.mark.real_data

SALES = Decimal("2297200.8603")
PROFIT = Decimal("286397.0217")
BOTH = ("superstore-csv", "superstore-xls")


@pytest.fixture(params=BOTH)
def company(request: pytest.FixtureRequest, imported: Importer) -> Company:
    return imported(request.param).company


@pytest.fixture(scope="module")
def truth() -> duckdb.DuckDBPyConnection:
    """The French file as the engine's own reader sees it."""
    (path,) = SETS["superstore-csv"].paths
    db = duckdb.connect()
    db.execute(f"""
        CREATE TABLE line AS SELECT * REPLACE (
            replace(Sales, ',', '.')::DECIMAL(18, 4) AS Sales,
            replace(Profit, ',', '.')::DECIMAL(18, 4) AS Profit,
            strptime("Order Date", '%d/%m/%Y')::DATE AS "Order Date")
        FROM read_csv('{path}', delim = ';', all_varchar = true, quote = '"')""")
    return db


def test_control_totals(company: Company) -> None:
    assert company.figure("revenue") == SALES
    assert company.figure("order_intake") == SALES
    assert company.figure("gross_margin") == PROFIT
    assert company.figure("orders") == 5_009
    assert company.figure("units_sold") == 37_873
    assert company.figure("active_customers") == 793
    rows = company.rows()
    assert (rows["sales_order_line"], rows["product"]) == (9_994, 1_862)


def test_french_dates_are_day_first(imported: Importer) -> None:
    ((first, last),) = imported("superstore-csv").company.sql(
        "SELECT min(order_date)::VARCHAR, max(order_date)::VARCHAR FROM core.sales_order"
    )
    assert (first, last) == ("2018-01-03", "2021-12-30")


def test_sales_and_margin_by_month_region_and_category(
    imported: Importer, truth: duckdb.DuckDBPyConnection
) -> None:
    expected = truth.sql("""
        SELECT date_trunc('month', "Order Date")::DATE::VARCHAR, Region, "Sub-Category",
               sum(Sales), sum(Profit)
        FROM line GROUP BY ALL""").fetchall()
    company = imported("superstore-csv").company
    answered = company.ask("revenue", "gross_margin", by=["month", "territory", "category"])
    assert set(answered) == set(expected)


def test_kept_columns_are_dimensions(imported: Importer, truth: duckdb.DuckDBPyConnection) -> None:
    expected = truth.sql('SELECT "Ship Mode", sum(Sales) FROM line GROUP BY 1').fetchall()
    company = imported("superstore-csv").company
    assert set(company.ask("order_intake", by=["sales_order.Ship Mode"])) == set(expected)


def test_both_files_tell_the_same_sales_of_each_product(imported: Importer) -> None:
    query = (
        "SELECT product_id, sum(net_amount), sum(cost_amount) FROM core.sales_order_line GROUP BY 1"
    )
    french, american = (set(imported(name).company.sql(query)) for name in BOTH)
    assert french == american


def test_products_with_two_names_are_told(imported: Importer) -> None:
    report = imported("superstore-csv").report
    warned = {finding["table"]: finding for finding in report["warnings"]}
    assert warned["product"]["rows"] == 32


@pytest.mark.parametrize("name", BOTH)
def test_file_imports_without_any_mapping(name: str, founded: Founder) -> None:
    data = SETS[name]
    company = founded(data.currency, data.revenue_basis)
    report = company.bring_in(*data.paths)
    assert company.figure("revenue") == SALES
    assert company.figure("orders") == 5_009
    assert company.figure("units_sold") == 37_873
    assert company.figure("active_customers") == 793
    assert company.rows()["product"] == 1_862
    assert by_table(report)["sales_order_line"]["created"] == 9_994


def test_discounts_follow_the_file(imported: Importer) -> None:
    company = imported("superstore-csv").company
    ((lines, discounted),) = company.sql(
        "SELECT count(*), count(*) FILTER (discount_ratio > 0) FROM core.sales_order_line"
    )
    (path,) = SETS["superstore-csv"].paths
    ratios = duckdb.sql(
        f"SELECT count(*) FILTER (Discount <> '0') FROM read_csv('{path}', delim = ';', "
        "all_varchar = true, quote = '\"')"
    ).fetchall()
    assert [(discounted,)] == ratios
    assert lines == 9_994
