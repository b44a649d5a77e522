"""Documents that come without their lines still count, once."""

from decimal import Decimal

HEADERS = """
files:
  - pattern: "headers*.csv"
    tables:
      - table: invoice
        columns: {invoice_id: invoice, invoice_date: date, net_amount: total}
"""
LINES = """
files:
  - pattern: "lines*.csv"
    tables:
      - table: invoice_line
        columns: {line_id: id, invoice_id: invoice, quantity: qty, net_amount: net}
"""


def headers(desk, *rows, name="headers.csv"):
    return desk.bring(desk.write(name, "invoice;date;total", *rows), HEADERS)


def lines(desk, *rows, name="lines.csv"):
    return desk.bring(desk.write(name, "id;invoice;qty;net", *rows), LINES)


def held(desk):
    return desk.rows(
        "SELECT line_id, net_amount, net_amount_company, quantity, is_placeholder "
        "FROM core.invoice_line ORDER BY 1"
    )


def test_a_document_without_lines_counts_as_one_line(desk, counts):
    report = headers(desk, "A1;03/01/2024;100", "A2;04/01/2024;-20")
    assert held(desk) == [
        ("A1", Decimal(100), Decimal(100), None, True),
        ("A2", Decimal(-20), Decimal(-20), None, True),
    ]
    assert counts(report, "invoice_line").placeholders == 2


def test_its_lines_take_the_place_of_the_whole(desk):
    headers(desk, "A1;03/01/2024;100", "A2;04/01/2024;50")
    lines(desk, "1;A1;2;60", "2;A1;1;40")
    assert held(desk) == [
        ("1", Decimal(60), Decimal(60), Decimal(2), False),
        ("2", Decimal(40), Decimal(40), Decimal(1), False),
        ("A2", Decimal(50), Decimal(50), None, True),
    ]


def test_a_line_with_the_documents_own_number_takes_its_place_too(desk):
    headers(desk, "A1;03/01/2024;100")
    lines(desk, "A1;A1;2;100")
    assert held(desk) == [("A1", Decimal(100), Decimal(100), Decimal(2), False)]


def test_the_whole_follows_its_document(desk):
    headers(desk, "A1;03/01/2024;100")
    headers(desk, "A1;03/01/2024;120", name="headers2.csv")
    assert held(desk) == [("A1", Decimal(120), Decimal(120), None, True)]


def test_lines_that_come_in_the_same_import_leave_no_stand_in(desk):
    desk.sales("A1;1;03/01/2024;C1;P1;2;10,50;EUR")
    assert [row[-1] for row in held(desk)] == [False]


def test_undo_puts_the_stand_in_back(desk):
    headers(desk, "A1;03/01/2024;100")
    before = held(desk)
    report = lines(desk, "1;A1;2;100")
    desk.intake.undo(report.import_id)
    assert held(desk) == before


def test_the_same_headers_again_change_nothing(desk):
    headers(desk, "A1;03/01/2024;100")
    again = headers(desk, "A1;03/01/2024;100", "", name="headers2.csv")
    assert again.changed_nothing
