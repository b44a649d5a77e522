"""UCI Online Retail: 541,909 invoice lines in 305 daily files, credit notes included."""

import tarfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from .company import Company
from .conftest import Founder, Importer
from .datasets import SETS

pytestmark = pytest.mark.real_data

TOTAL = Decimal("9747747.934")


@pytest.fixture(scope="module")
def company(imported: Importer) -> Company:
    return imported("online-retail").company


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The daily files read by the engine's own reader, every column as text."""
    folder = tmp_path_factory.mktemp("days")
    (archive,) = SETS["online-retail"].paths
    with tarfile.open(archive) as days:
        days.extractall(folder, filter="data")
    db = duckdb.connect()
    db.execute(
        "CREATE TABLE line AS SELECT *, Quantity::DECIMAL(18, 4) * UnitPrice::DECIMAL(18, 6) "
        f"AS amount FROM read_csv('{folder}/**/*.csv', all_varchar = true, quote = '\"')"
    )
    return db


def test_control_totals(company: Company) -> None:
    assert company.figure("revenue") == TOTAL
    rows = company.rows()
    assert rows["invoice_line"] == 541_909
    assert rows["invoice"] == 25_900
    assert rows["account"] == 4_372
    assert rows["product"] == 4_070


def test_credit_notes_count_negative(company: Company) -> None:
    ((lines, amount),) = company.sql("""
        SELECT count(*), sum(line.net_amount)
        FROM core.invoice_line AS line JOIN core.invoice USING (invoice_id)
        WHERE invoice_type = 'credit_note' AND starts_with(invoice_id, 'C')""")
    assert lines == 9_288
    assert amount < 0
    assert company.figure("credit_note_amount") == -amount


def test_sales_without_a_customer_are_kept(company: Company) -> None:
    anonymous = """
        SELECT count(*) FROM core.invoice_line JOIN core.invoice USING (invoice_id)
        WHERE account_id IS NULL"""
    assert company.sql(anonymous) == [(135_080,)]


def test_customer_numbers_lose_their_decimals(company: Company) -> None:
    assert company.sql("SELECT name FROM core.account WHERE account_id = '17850'") == [("17850",)]


def test_totals_of_invoices_are_those_of_their_lines(company: Company) -> None:
    totals = "SELECT sum(net_amount), bool_and(contains(derived, 'net_amount')) FROM core.invoice"
    assert company.sql(totals) == [(TOTAL, True)]


def test_revenue_by_month_and_country(company: Company, truth: duckdb.DuckDBPyConnection) -> None:
    expected = truth.sql("""
        SELECT date_trunc('month', InvoiceDate::TIMESTAMP)::DATE::VARCHAR, Country, sum(amount)
        FROM line GROUP BY ALL""").fetchall()
    assert set(company.ask("revenue", by=["month", "invoice.Country"])) == set(expected)


def test_revenue_by_product(company: Company, truth: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT StockCode, sum(amount) FROM line GROUP BY 1 HAVING sum(amount) > 100000"
    expected = dict(truth.sql(query).fetchall())
    answered = company.sql("""
        SELECT product_id, sum(net_amount_company) FROM core.invoice_line GROUP BY 1
        HAVING sum(net_amount_company) > 100000""")
    assert dict(answered) == expected
    assert "22423" in expected


def test_archive_imports_without_any_mapping(founded: Founder) -> None:
    company = founded("GBP")
    company.bring_in(*SETS["online-retail"].paths)
    assert company.figure("revenue") == TOTAL
    rows = company.rows()
    assert (rows["invoice"], rows["invoice_line"]) == (25_900, 541_909)
    assert (rows["account"], rows["product"]) == (4_372, 4_070)


def test_installed_command_reads_one_day(
    founded: Founder, tmp_path: Path, truth: duckdb.DuckDBPyConnection
) -> None:
    company = founded("GBP")
    (archive,) = SETS["online-retail"].paths
    with tarfile.open(archive) as days:
        days.extract("2010-12-01.csv", tmp_path, filter="data")
    company.shell("import", tmp_path / "2010-12-01.csv", "--yes")
    answer = company.shell("query", "revenue", "--format", "csv").stdout
    day = "SELECT sum(amount) FROM line WHERE starts_with(InvoiceDate, '2010-12-01')"
    assert [(Decimal(answer.splitlines()[1]),)] == truth.sql(day).fetchall()
