"""A company with one customer, whose every import brings one invoice of 1,000."""

from decimal import Decimal
from pathlib import Path

from vigie.settings import Settings
from vigie.warehouse.snapshot import Controls, controls
from vigie.workspace import WAREHOUSE, Workspace

INVOICE = Decimal(1000)


def open_company(folder: Path, settings: Settings | None = None) -> Workspace:
    workspace = Workspace.create(folder, settings or Settings(company="Froid & Cie", locale="en"))
    (folder / "metrics" / "own.yaml").write_text("metrics: {}\n")
    bring(workspace, "customers", "account_id,name\nC1,Dupont\n", "account")
    workspace.people.directory.add("ada@froid.example", "Ada", "director")
    return workspace


def invoice(workspace: Workspace, number: int) -> None:
    """Imports one more invoice."""
    head = "invoice_id,invoice_date,account_id,invoice_type,status,currency_code,net_amount\n"
    row = f"F{number},2025-06-30,C1,invoice,posted,EUR,{INVOICE}\n"
    bring(workspace, f"invoice{number}", head + row, "invoice")


def bring(workspace: Workspace, name: str, content: str, table: str) -> None:
    file = workspace.directory.parent / f"{name}.csv"
    file.write_text(content)
    workspace.intake.commit(workspace.intake.plan([file], as_table=table))


def revenue(workspace: Workspace) -> Decimal:
    found = workspace.query(["revenue"], cache=False).scalar()
    return Decimal(str(found or 0))


def revenue_in(folder: Path) -> Decimal:
    """The revenue of a workspace that nobody has open."""
    workspace = Workspace.open(folder)
    try:
        return revenue(workspace)
    finally:
        workspace.close()


def tables(folder: Path) -> Controls:
    """What the warehouse of a closed workspace adds up to, but for the number of its version."""
    found = dict(controls(folder / "data" / WAREHOUSE))
    del found["meta.state"]
    return found
