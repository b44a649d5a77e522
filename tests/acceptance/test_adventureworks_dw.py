"""AdventureWorks DW: 121,253 sales lines, against SQL written by hand on the same files."""

import json
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from .company import Company, by_table
from .conftest import Founder, Importer
from .datasets import SETS, present

pytestmark = pytest.mark.real_data

INTERNET = Decimal("29358677.2207")
RESELLER = Decimal("80450596.9823")
SCORED = {"r": "max(ordered)", "f": "count(DISTINCT ordered)", "m": "sum(SalesAmount)"}


@pytest.fixture(scope="module")
def company(imported: Importer) -> Company:
    return imported("adventureworks-dw").company


@pytest.fixture(scope="module")
def truth() -> duckdb.DuckDBPyConnection:
    """The files themselves, both kinds of sales as one table."""
    db = duckdb.connect()
    for path in SETS["adventureworks-dw"].paths:
        db.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM '{path}'")
    columns = """
        SalesOrderNumber, OrderDate::DATE AS ordered, ShipDate::DATE AS shipped, SalesAmount,
        TotalProductCost, ExtendedAmount, OrderQuantity, ProductKey, SalesTerritoryKey"""
    db.execute(f"""
        CREATE TABLE sale AS
        SELECT sales.*, coalesce(FrenchProductSubcategoryName, '') AS category,
               SalesTerritoryRegion AS territory
        FROM (
            SELECT 'internet' AS channel, 'C' || CustomerKey AS customer, {columns}
            FROM FactInternetSales
            UNION ALL
            SELECT 'reseller', 'R' || ResellerKey, {columns} FROM FactResellerSales
        ) AS sales
        JOIN DimProduct USING (ProductKey)
        JOIN DimProductSubcategory USING (ProductSubcategoryKey)
        JOIN DimSalesTerritory USING (SalesTerritoryKey)""")
    return db


def same(company: Company, truth: duckdb.DuckDBPyConnection, query: str, *words: Any) -> None:
    """`vigie query` answers exactly the rows that the SQL finds."""
    metrics, by = words[0], words[1]
    answered = company.ask(*metrics, by=by)
    expected = truth.sql(query).fetchall()
    assert sorted(map(plain, answered)) == sorted(map(plain, expected))


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Dates as text, figures without their scale; ratios to nine digits."""
    return tuple(
        format(round(Decimal(str(value)), 9).normalize(), "f")
        if isinstance(value, int | float | Decimal)
        else str(value)
        for value in row
    )


def test_the_installed_command_answers(company: Company) -> None:
    words = ("query", "revenue", "gross_margin", "--by", "channel", "--format", "json")
    answer = json.loads(company.shell(*words).stdout, parse_float=Decimal)
    assert [column["name"] for column in answer["columns"]] == [
        "channel",
        "revenue",
        "gross_margin",
    ]
    revenue = {row[0]: row[1] for row in answer["rows"]}
    assert revenue == {"internet": INTERNET, "reseller": RESELLER}


def test_control_totals(company: Company) -> None:
    assert company.figure("revenue") == INTERNET + RESELLER
    assert company.figure("order_intake") == INTERNET + RESELLER
    assert company.figure("orders", where="channel = 'internet'") == 27_659
    assert company.figure("orders", where="channel = 'reseller'") == 3_796
    rows = company.rows()
    assert rows["sales_order_line"] == rows["invoice_line"] == 60_398 + 60_855
    assert rows["sales_order"] == rows["invoice"] == 27_659 + 3_796
    assert rows["product"] == 606
    assert rows["account"] == 18_484 + 701


def test_nothing_is_refused(imported: Importer) -> None:
    report = imported("adventureworks-dw").report
    assert report["rejected"] == []
    placeholders = {
        table: counts["placeholders"]
        for table, counts in by_table(report).items()
        if counts["placeholders"]
    }
    assert placeholders == {"channel": 2, "sales_rep": 17}


def test_invoiced_figures_by_month_category_and_territory(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        SELECT date_trunc('month', shipped)::DATE, category, territory,
               sum(SalesAmount), sum(SalesAmount) - sum(TotalProductCost)
        FROM sale GROUP BY ALL"""
    same(company, truth, query, ["revenue", "gross_margin"], ["month", "category", "territory"])


def test_ordered_figures_by_month_category_and_territory(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        SELECT date_trunc('month', ordered)::DATE, category, territory,
               sum(SalesAmount), count(DISTINCT SalesOrderNumber), sum(OrderQuantity),
               sum(ExtendedAmount - SalesAmount)::DOUBLE / sum(ExtendedAmount)::DOUBLE
        FROM sale GROUP BY ALL"""
    metrics = ["order_intake", "orders", "units_sold", "discount_rate"]
    same(company, truth, query, metrics, ["month", "category", "territory"])


def test_customers_by_month_and_territory(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        SELECT date_trunc('month', ordered)::DATE, territory, count(DISTINCT customer)
        FROM sale GROUP BY ALL"""
    same(company, truth, query, ["active_customers"], ["month", "territory"])


def test_new_customers_by_quarter_and_channel(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        SELECT date_trunc('quarter', first)::DATE, channel, count(*)
        FROM (SELECT customer, channel, min(ordered) AS first FROM sale GROUP BY ALL)
        GROUP BY ALL"""
    same(company, truth, query, ["new_customers"], ["quarter", "channel"])


def test_margin_rate_by_channel_and_year(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        SELECT date_trunc('year', shipped)::DATE, channel,
               (sum(SalesAmount) - sum(TotalProductCost))::DOUBLE / sum(SalesAmount)::DOUBLE
        FROM sale GROUP BY ALL"""
    same(company, truth, query, ["gross_margin_rate"], ["year", "channel"])


def test_share_of_the_ten_largest_customers_by_year(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        SELECT year, sum(amount) FILTER (rank <= 10)::DOUBLE / sum(amount)::DOUBLE
        FROM (
            SELECT date_trunc('year', shipped)::DATE AS year, sum(SalesAmount) AS amount,
                   row_number() OVER (PARTITION BY year ORDER BY amount DESC) AS rank
            FROM sale GROUP BY date_trunc('year', shipped), customer)
        GROUP BY year"""
    same(company, truth, query, ["top10_share"], ["year"])


def test_revenue_by_reseller(company: Company, truth: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT ResellerName, sum(SalesAmount)
        FROM FactResellerSales JOIN DimReseller USING (ResellerKey) GROUP BY ALL"""
    answered = company.ask("revenue", by=["customer"], where="channel = 'reseller'")
    names: dict[str, Decimal] = {}
    for name, amount in answered:
        names[name] = names.get(name, Decimal(0)) + amount
    assert names == dict(truth.sql(query).fetchall())


def test_quotas_are_targets(company: Company) -> None:
    ((total, people),) = company.sql(
        "SELECT sum(target_value), count(DISTINCT scope_id) FROM core.target"
    )
    assert (total, people) == (Decimal("95714000"), 17)


def test_stock_value_is_that_of_the_last_day(founded: Founder) -> None:
    keeper = founded("USD")
    path = present("adventureworks-dw", "FactProductInventory.parquet")
    report = keeper.bring_in(path, mapping="adventureworks-dw")
    assert by_table(report)["stock_level"]["created"] == 776_286
    assert keeper.figure("stock_value") == Decimal("23603975.57")


def test_sales_import_without_any_mapping(founded: Founder) -> None:
    company = founded("USD", "orders")
    facts = ("FactInternetSales.parquet", "FactResellerSales.parquet")
    company.bring_in(*(present("adventureworks-dw", fact) for fact in facts))
    assert company.figure("revenue") == INTERNET + RESELLER
    assert company.figure("orders") == 27_659 + 3_796
    assert company.figure("gross_margin") == INTERNET + RESELLER - Decimal("97257907.9547")


def test_customers_kept_from_quarter_to_quarter(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    query = """
        WITH bought AS (
            SELECT DISTINCT customer, date_trunc('quarter', ordered)::DATE AS q FROM sale)
        SELECT (a.q + INTERVAL 3 MONTH)::DATE, count(b.customer)::DOUBLE / count(*)
        FROM bought AS a
        LEFT JOIN bought AS b ON b.customer = a.customer AND b.q = a.q + INTERVAL 3 MONTH
        WHERE a.q < (SELECT max(q) FROM bought) GROUP BY 1"""
    answered = [row for row in company.ask("retention_rate", by=["quarter"]) if row[1] is not None]
    expected = truth.sql(query).fetchall()
    # The last day of the data falls within a quarter, which is held against its elapsed part.
    last = max(row[0] for row in answered)
    assert sorted(map(plain, (row for row in answered if row[0] != last))) == sorted(
        map(plain, (row for row in expected if str(row[0]) != str(last)))
    )


def test_customers_by_segment_size_and_age(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    """As of the day of the last shipment; purchases are orders of the 24 months before."""
    fifths = ", ".join(
        f"1 + (5 * (rank() OVER (ORDER BY {what}) - 1)) // count(*) OVER () AS {name}"
        for name, what in SCORED.items()
    )  # fmt: skip
    truth.execute(f"""
        CREATE OR REPLACE TABLE segment AS
        SELECT customer, CASE
            WHEN r >= 4 AND f + m >= 8 THEN 'champions' WHEN r >= 3 AND f + m >= 6 THEN 'loyal'
            WHEN r >= 4 THEN 'promising' WHEN r = 3 THEN 'to_nurture'
            WHEN f + m >= 8 THEN 'must_keep' WHEN f + m >= 6 THEN 'at_risk'
            WHEN r > 0 THEN 'dormant' ELSE 'lost' END AS name
        FROM (SELECT DISTINCT customer FROM sale) LEFT JOIN (
            SELECT customer, {fifths} FROM sale WHERE ordered > DATE '2012-02-04' GROUP BY customer)
        USING (customer)""")
    asked = {
        "rfm": "SELECT name, sum(SalesAmount) FROM sale JOIN segment USING (customer) GROUP BY 1",
        "company_size": """
            SELECT CASE WHEN NumberEmployees < 10 THEN 'micro'
                        WHEN NumberEmployees < 50 THEN 'small'
                        WHEN NumberEmployees < 250 THEN 'medium' END, sum(SalesAmount)
            FROM sale LEFT JOIN DimReseller ON customer = 'R' || ResellerKey GROUP BY 1""",
        "age_band": """
            SELECT CASE WHEN age < 35 THEN '25-34' WHEN age < 45 THEN '35-44'
                        WHEN age < 55 THEN '45-54' WHEN age < 65 THEN '55-64'
                        WHEN age >= 65 THEN '65+' END, sum(SalesAmount)
            FROM sale LEFT JOIN (SELECT 'C' || CustomerKey AS customer, 2014 - year(BirthDate::DATE)
                                 AS age FROM DimCustomer) USING (customer) GROUP BY 1""",
    }  # fmt: skip
    for dimension, query in asked.items():
        answered = company.ask("order_intake", by=[dimension], as_of="2014-02-04")
        expected = truth.sql(query).fetchall()
        assert sorted(map(plain, answered)) == sorted(map(plain, expected)), dimension
