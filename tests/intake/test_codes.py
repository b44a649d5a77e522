"""Codes that are mostly digits: text where a mapping takes them apart."""

import pytest

HEADER = "Invoice;Date;Amount"
NUMBERED = [f"{number};03/01/2024;10,00" for number in range(536365, 536385)]


def mapping(kind):
    return f"""
files:
  - pattern: "*.csv"
    tables:
      - table: invoice
        columns:
          invoice_id: Invoice
          invoice_date: Date
          net_amount: Amount
          invoice_type: {{expression: "{kind}"}}
"""


@pytest.mark.parametrize(
    "kind",
    [
        "CASE WHEN starts_with(Invoice, 'C') THEN 'credit_note' ELSE 'invoice' END",
        "CASE WHEN left(Invoice, 1) = 'C' THEN 'credit_note' ELSE 'invoice' END",
        "CASE WHEN Invoice = 'C536379' THEN 'credit_note' ELSE 'invoice' END",
        "CASE WHEN Invoice IN ('C536379') THEN 'credit_note' ELSE 'invoice' END",
        "CASE WHEN Invoice LIKE 'C%' THEN 'credit_note' ELSE 'invoice' END",
    ],
)
def test_a_code_with_a_letter_is_read_among_numbers(desk, kind):
    lines = [HEADER, *NUMBERED, "C536379;04/01/2024;-10,00"]
    report = desk.bring(desk.write("invoices.csv", *lines), mapping(kind))
    assert report.rejected == ()
    with desk.warehouse.read() as session:
        kinds = "SELECT invoice_type, count(*) FROM core.invoice GROUP BY 1"
        assert dict(session.rows(kinds)) == {"invoice": 20, "credit_note": 1}


def test_lines_are_counted_as_in_the_file(desk):
    lines = [HEADER, *NUMBERED, "536400;31/02/2024;10,00"]
    report = desk.bring(desk.write("invoices.csv", *lines), mapping("'invoice'"))
    assert report.rejected[0].lines == (22,)
