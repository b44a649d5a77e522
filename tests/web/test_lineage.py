"""From a figure to the columns of the files that it came from."""

from pathlib import Path

import pytest

from vigie.lineage import account, lineage
from vigie.settings import Settings
from vigie.workspace import Workspace

from .conftest import Visitor
from .small_company import late_invoice

MAPPING = """
source: sage
files:
  - pattern: "ventes*.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns:
          invoice_id: {template: "F-{Piece}"}
          invoice_date: Date
          account_id: Client
          status: {value: posted}
      - table: invoice_line
        columns:
          line_id: {template: "{Piece}-{Ligne}"}
          invoice_id: {template: "F-{Piece}"}
          net_amount: {expression: "Quantite * Prix"}
          cost_amount: {column: Cout}
"""
FILE = """Piece,Ligne,Date,Client,Quantite,Prix,Cout
7,1,2025-01-02,C1,2,50,60
7,2,2025-01-02,C1,1,10,
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    company = Workspace.create(tmp_path / "company", Settings(locale="en"))
    (tmp_path / "ventes.csv").write_text(FILE, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    plan = company.intake.plan([tmp_path / "ventes.csv"], mapping=tmp_path / "mapping.yaml")
    company.intake.commit(plan)
    return company


def told(company: Workspace, metric: str) -> dict[str, list[tuple[str, list[str], int]]]:
    catalog = company.metrics.catalog
    with company.warehouse.read() as session:
        lines = lineage(catalog.metrics[metric], catalog, session)
    return {
        line.name: [(str(o.words), list(o.files), o.rows) for o in line.origins] for line in lines
    }


def test_a_column_leads_to_the_words_of_the_mapping(workspace: Workspace) -> None:
    assert told(workspace, "gross_margin") == {
        "invoice_line.net_amount_company": [("computed as Quantite * Prix", ["ventes.csv"], 2)],
        "invoice.status": [("always 'posted'", ["ventes.csv"], 1)],
        "invoice.invoice_date": [("column 'Date'", ["ventes.csv"], 1)],
        "invoice_line.cost_amount": [("column 'Cout'", ["ventes.csv"], 2)],
    }
    workspace.close()


def test_a_key_that_is_put_together_says_of_what(workspace: Workspace) -> None:
    found = told(workspace, "credit_notes")

    assert found["invoice.invoice_id"] == [("put together as 'F-{Piece}'", ["ventes.csv"], 1)]
    workspace.close()


def test_only_imports_whose_rows_still_stand_are_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    report = workspace.intake.take(late_invoice(tmp_path / "late"))
    both = told(workspace, "revenue")["invoice_line.net_amount_company"]
    workspace.intake.undo(report.import_id)

    assert [(words, rows) for words, _, rows in both] == [
        ("computed as Quantite * Prix", 2),
        ("column 'net_amount'", 1),
    ]
    assert len(told(workspace, "revenue")["invoice_line.net_amount_company"]) == 1
    workspace.close()


def test_readiness_names_the_column_that_lacks(workspace: Workspace) -> None:
    ready = workspace.metrics.readiness("gross_margin")

    assert (ready.state, ready.coverage, ready.least) == (
        "partial",
        0.5,
        "invoice_line.cost_amount",
    )
    workspace.close()


def test_the_account_is_plain(visitor: Visitor) -> None:
    company = visitor.workspace
    catalog = company.metrics.catalog
    with company.warehouse.read() as session:
        lines = account(lineage(catalog.metrics["revenue"], catalog, session))

    first = lines[0]
    assert first["column"] == "invoice_line.net_amount_company"
    assert first["label"] == {"en": "Net amount", "fr": "Montant HT"}
