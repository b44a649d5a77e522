"""Maven CRM: the pipeline of 8,800 opportunities."""

from decimal import Decimal

import duckdb
import pytest

from .company import Company, by_table
from .conftest import Founder, Importer
from .datasets import SETS

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def company(imported: Importer) -> Company:
    return imported("maven-crm").company


@pytest.fixture(scope="module")
def truth() -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    for path in SETS["maven-crm"].paths:
        db.execute(f"CREATE VIEW {path.name.split('.')[0]} AS SELECT * FROM '{path}'")
    return db


def test_control_totals(company: Company) -> None:
    statuses = company.sql("SELECT status, count(*) FROM core.opportunity GROUP BY 1")
    assert dict(statuses) == {"won": 4_238, "lost": 2_473, "open": 2_089}
    stages = company.sql("SELECT stage_id, count(*) FROM core.opportunity GROUP BY 1")
    assert dict(stages) == {"Won": 4_238, "Lost": 2_473, "Engaging": 1_589, "Prospecting": 500}
    assert company.sql("SELECT sum(amount) FROM core.opportunity") == [(Decimal("10005534"),)]


def test_figures_of_the_pipeline(company: Company) -> None:
    assert float(company.figure("win_rate")) == pytest.approx(4238 / 6711)
    assert float(company.figure("sales_cycle_days")) == pytest.approx(51.781972628598396)
    assert float(company.figure("average_deal_size")) == pytest.approx(10005534 / 4238)
    assert company.figure("open_opportunities", as_of="2017-12-31") == 2_089


def test_every_opportunity_finds_its_product(company: Company) -> None:
    orphans = "SELECT count(*) FROM core.product WHERE is_placeholder"
    assert company.sql(orphans) == [(0,)]
    pro = "SELECT count(*) FROM core.opportunity WHERE product_id = 'GTX Pro'"
    assert company.sql(pro) == [(1_480,)]


def test_win_rate_by_team_manager_and_quarter(
    company: Company, truth: duckdb.DuckDBPyConnection
) -> None:
    expected = truth.sql("""
        SELECT date_trunc('quarter', close_date)::DATE::VARCHAR, regional_office, manager,
               count(*) FILTER (deal_stage = 'Won') / count(*)
        FROM sales_pipeline JOIN sales_teams USING (sales_agent)
        WHERE close_date IS NOT NULL GROUP BY ALL""").fetchall()
    answered = company.ask("win_rate", by=["quarter", "team", "manager"])
    assert {row[:3] for row in answered} == {row[:3] for row in expected}
    rates = {row[:3]: row[3] for row in expected}
    for *cell, rate in answered:
        assert float(rate) == pytest.approx(rates[tuple(cell)])


def test_deal_size_by_product(company: Company, truth: duckdb.DuckDBPyConnection) -> None:
    expected = truth.sql("""
        SELECT replace(product, 'GTXPro', 'GTX Pro'), avg(close_value)
        FROM sales_pipeline WHERE deal_stage = 'Won' GROUP BY 1""").fetchall()
    answered = company.ask("average_deal_size", by=["product"])
    assert {name: pytest.approx(float(size)) for name, size in answered} == dict(expected)


def test_open_opportunities_by_team(company: Company, truth: duckdb.DuckDBPyConnection) -> None:
    expected = truth.sql("""
        SELECT regional_office, count(*) FROM sales_pipeline JOIN sales_teams USING (sales_agent)
        WHERE deal_stage IN ('Engaging', 'Prospecting') GROUP BY 1""").fetchall()
    answered = company.ask("open_opportunities", by=["team"], as_of="2017-12-31")
    assert dict(answered) == dict(expected)


def test_accounts_know_their_sector_and_group(company: Company) -> None:
    ((sectors, misspelt, daughters),) = company.sql(
        "SELECT count(DISTINCT industry_label), count(*) FILTER (industry_label = 'technolgy'), "
        "count(parent_account_id) FROM core.account"
    )
    assert (sectors, misspelt, daughters) == (10, 0, 15)


def test_nothing_is_refused(imported: Importer) -> None:
    counts = by_table(imported("maven-crm").report)
    assert all(table["quarantined"] == 0 for table in counts.values())
    assert counts["sales_rep"]["created"] == 41
    assert counts["team"]["created"] == 3


def test_files_import_without_any_mapping(founded: Founder) -> None:
    company = founded("USD")
    company.bring_in(*SETS["maven-crm"].paths)
    statuses = company.sql("SELECT status, count(*) FROM core.opportunity GROUP BY 1")
    assert dict(statuses) == {"won": 4_238, "lost": 2_473, "open": 2_089}
    assert float(company.figure("win_rate")) == pytest.approx(4238 / 6711)
    assert float(company.figure("sales_cycle_days")) == pytest.approx(51.781972628598396)
    assert company.figure("open_opportunities", as_of="2017-12-31") == 2_089
