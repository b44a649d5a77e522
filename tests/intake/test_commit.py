"""What committing does to the rows of core."""

from datetime import date
from decimal import Decimal

CREDIT_AND_INVOICE = (
    "A1;1;03/01/2024;C1;P1;2;10,50;EUR",
    "A1;2;03/01/2024;C1;P2;1;5;EUR",
    "A2;1;15/01/2024;C2;P1;-1;10,50;EUR",
)


def test_files_taken_unseen_come_in_as_planned_ones_do(desk, counts):
    file = desk.write("account.csv", "account_id,name", "C1,Durand", "C2,Petit")
    assert counts(desk.intake.take([file]), "account").created == 2
    assert desk.bring(file, mapping=None).status == "identical"


def test_lines_of_a_flat_file_become_documents_lines_and_flagged_parents(desk, counts):
    report = desk.sales(*CREDIT_AND_INVOICE)
    assert counts(report, "invoice").created == 2
    assert counts(report, "invoice").skipped == 1
    assert counts(report, "invoice_line").created == 3
    assert counts(report, "account").placeholders == 2
    assert counts(report, "product").placeholders == 2
    assert desk.rows("SELECT line_id FROM core.invoice_line ORDER BY 1") == [
        ("A1-1",),
        ("A1-2",),
        ("A2-1",),
    ]


def test_every_row_remembers_its_source_and_its_import(desk):
    report = desk.sales(*CREDIT_AND_INVOICE)
    found = desk.rows(
        "SELECT source_id, source_key, source_line, import_id, is_placeholder, deleted_at "
        "FROM core.invoice_line WHERE line_id = 'A2-1'"
    )
    assert found == [("company", "A2-1", 4, report.import_id, False, None)]


def test_the_same_file_again_changes_nothing_and_says_so(desk):
    first = desk.sales(*CREDIT_AND_INVOICE)
    before = desk.state()
    again = desk.sales(*CREDIT_AND_INVOICE)
    assert again.status == "identical"
    assert first.import_id in str(again.message)
    assert desk.state() == before
    assert len(desk.intake.imports()) == 1


def test_the_same_rows_in_another_file_are_unchanged(desk, counts):
    desk.sales(*CREDIT_AND_INVOICE)
    before = desk.state()
    report = desk.sales(*reversed(CREDIT_AND_INVOICE), name="sales-again.csv")
    assert counts(report, "invoice_line").unchanged == 3
    assert counts(report, "invoice").unchanged == 2
    assert report.changed_nothing
    assert desk.state() == before


def test_a_changed_row_is_updated_by_key_and_its_total_follows(desk, counts):
    desk.sales(*CREDIT_AND_INVOICE)
    report = desk.sales("A1;1;03/01/2024;C1;P1;3;10,50;EUR", name="sales2.csv")
    assert counts(report, "invoice_line").updated == 1
    assert desk.scalar("SELECT net_amount FROM core.invoice WHERE invoice_id = 'A1'") == Decimal(
        "36.5000"
    )
    kept = desk.rows("SELECT line_id, quantity, replaced_by FROM history.invoice_line")
    assert kept == [("A1-1", Decimal("2.0000"), report.import_id)]


def test_columns_that_a_file_does_not_have_keep_their_value(desk):
    desk.bring(desk.write("a.csv", "account_id;name;city", "C1;Durand;Lyon"), None, "account")
    desk.bring(desk.write("b.csv", "account_id;name;email", "C1;Durand SA;a@b.fr"), None, "account")
    assert desk.rows("SELECT name, city, email, email_domain FROM core.account") == [
        ("Durand SA", "Lyon", "a@b.fr", "b.fr")
    ]


def test_a_mapped_value_that_becomes_empty_is_emptied(desk):
    desk.bring(desk.write("a.csv", "account_id;name;city", "C1;Durand;Lyon"), None, "account")
    desk.bring(desk.write("b.csv", "account_id;name;city", "C1;Durand;"), None, "account")
    assert desk.rows("SELECT name, city FROM core.account") == [("Durand", None)]


def test_a_placeholder_is_filled_when_the_real_row_comes(desk, counts):
    desk.sales(*CREDIT_AND_INVOICE)
    assert desk.rows("SELECT name, is_placeholder FROM core.account WHERE account_id = 'C1'") == [
        ("C1", True)
    ]
    report = desk.bring(desk.write("a.csv", "account_id;name", "C1;Durand"), None, "account")
    assert counts(report, "account").updated == 1
    assert desk.rows("SELECT name, is_placeholder FROM core.account WHERE account_id = 'C1'") == [
        ("Durand", False)
    ]


def test_a_document_in_the_same_plan_may_come_after_its_lines(desk, counts):
    lines = desk.write("b-lines.csv", "invoice_id;line_id;quantity;net_amount", "A1;L1;1;10")
    headers = desk.write("c-headers.csv", "invoice_id;invoice_date", "A1;2024-01-03")
    mapping = desk.mapping(
        """
files:
  - pattern: "b-*"
    tables:
      - table: invoice_line
        columns:
          line_id: line_id
          invoice_id: invoice_id
          quantity: quantity
          net_amount: net_amount
  - pattern: "c-*"
    tables:
      - {table: invoice, columns: {invoice_id: invoice_id, invoice_date: invoice_date}}
"""
    )
    report = desk.intake.commit(desk.intake.plan([lines, headers], mapping=mapping))
    assert counts(report, "invoice_line").created == 1
    assert desk.rows("SELECT net_amount, derived FROM core.invoice")[0][0] == Decimal("10.0000")


def test_attributes_are_kept_and_merged(desk):
    words = """
files:
  - pattern: "a*.csv"
    tables:
      - {table: account, columns: {account_id: id, name: name}, keep: [Colour]}
  - pattern: "b*.csv"
    tables:
      - {table: account, columns: {account_id: id, name: name}, keep: [Size]}
"""
    desk.bring(desk.write("a.csv", "id;name;Colour", "C1;Durand;red"), words)
    desk.bring(desk.write("b.csv", "id;name;Size", "C1;Durand;XL"), words)
    assert desk.rows("SELECT attributes->>'Colour', attributes->>'Size' FROM core.account") == [
        ("red", "XL")
    ]


def test_keys_of_a_named_source_never_meet_the_company_s(desk):
    words = """
source: crm
files:
  - pattern: "a*.csv"
    tables:
      - {table: account, columns: {account_id: id, name: name, owner_id: rep}}
"""
    desk.bring(desk.write("a.csv", "id;name;rep", "C1;Durand;R1"), words)
    desk.bring(desk.write("c.csv", "account_id;name", "C1;Dupont"), None, "account")
    assert desk.rows(
        "SELECT account_id, name, owner_id, source_id, source_key FROM core.account ORDER BY 1"
    ) == [
        ("C1", "Dupont", None, "company", "C1"),
        ("crm:C1", "Durand", "crm:R1", "crm", "C1"),
    ]
    assert desk.rows("SELECT sales_rep_id, source_key FROM core.sales_rep") == [("crm:R1", "R1")]


def test_rows_go_in_sorted_by_date(desk):
    desk.sales(
        "A3;1;05/03/2024;C1;P1;1;1;EUR",
        "A1;1;05/01/2024;C1;P1;1;1;EUR",
        "A2;1;05/02/2024;C1;P1;1;1;EUR",
    )
    assert desk.rows("SELECT invoice_date FROM core.invoice") == [
        (date(2024, 1, 5),),
        (date(2024, 2, 5),),
        (date(2024, 3, 5),),
    ]


def test_received_files_are_kept_under_their_digest(desk):
    report = desk.sales(*CREDIT_AND_INVOICE)
    digest = report.files[0].sha256
    kept = desk.folder / "imports" / digest[:2] / digest
    assert kept.read_bytes() == (desk.folder / "sales.csv").read_bytes()


def test_a_dry_run_tells_all_and_changes_nothing(desk, counts):
    path = desk.write(
        "sales.csv",
        "Invoice;Line;Date;Customer;Product;Quantity;Price;Currency",
        *CREDIT_AND_INVOICE,
    )
    plan = desk.intake.plan([path], mapping=desk.mapping(_sales_words()))
    before = desk.state()
    report = desk.intake.dry_run(plan)
    assert report.status == "dry_run"
    assert counts(report, "invoice_line").created == 3
    assert desk.state() == before
    assert desk.intake.imports() == []


def _sales_words():
    return """
files:
  - pattern: "sales*.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: Invoice, invoice_date: Date}
      - table: invoice_line
        columns: {invoice_id: Invoice, line_number: Line, quantity: Quantity, unit_price: Price}
"""
