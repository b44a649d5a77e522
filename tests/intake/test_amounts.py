"""Signs, currencies and totals: the figures that a cockpit stands on."""

from decimal import Decimal

LINES = """
files:
  - pattern: "lines*.csv"
    tables:
      - table: invoice_line
        columns:
          {line_id: id, invoice_id: invoice, quantity: qty, unit_price: price, unit_cost: cost}
"""
HEADERS = """
files:
  - pattern: "headers*.csv"
    tables:
      - table: invoice
        columns:
          {invoice_id: invoice, invoice_date: date, net_amount: total, currency_code: currency}
"""


def headers(desk, *lines, name="headers.csv"):
    return desk.bring(desk.write(name, "invoice;date;total;currency", *lines), HEADERS)


def lines(desk, *rows, name="lines.csv"):
    return desk.bring(desk.write(name, "id;invoice;qty;price;cost", *rows), LINES)


def total(desk, invoice):
    return desk.rows(
        f"SELECT net_amount, net_amount_company FROM core.invoice WHERE invoice_id = '{invoice}'"
    )[0]


def test_a_credit_note_is_negative_and_known_as_one(desk):
    desk.sales("A1;1;03/01/2024;C1;P1;2;10,50;EUR", "A2;1;04/01/2024;C1;P1;-2;10,50;EUR")
    assert desk.rows(
        "SELECT invoice_id, invoice_type, net_amount FROM core.invoice ORDER BY 1"
    ) == [
        ("A1", "invoice", Decimal("21.0000")),
        ("A2", "credit_note", Decimal("-21.0000")),
    ]


def test_foreign_amounts_use_the_last_rate_on_or_before_the_document(desk):
    desk.rates("USD;2024-01-01;0.90", "USD;2024-01-10;0.80", "USD;2024-02-01;0.70")
    desk.sales("A1;1;31/01/2024;C1;P1;1;100;USD", "A2;1;31/01/2024;C1;P1;1;100;EUR")
    assert total(desk, "A1") == (Decimal("100.0000"), Decimal("80.0000"))
    assert total(desk, "A2") == (Decimal("100.0000"), Decimal("100.0000"))
    assert desk.scalar(
        "SELECT net_amount_company FROM core.invoice_line WHERE line_id = 'A1-1'"
    ) == Decimal("80.0000")


def test_an_amount_without_a_rate_waits_until_the_rate_comes(desk, counts):
    report = desk.sales("A1;1;31/01/2024;C1;P1;1;100;USD")
    assert {f.rule for f in report.rejected} == {"rate"}
    assert "currency_rate" in str(report.rejected[0].fix)
    desk.rates("USD;2024-01-01;0.90")
    again = desk.sales("A1;1;31/01/2024;C1;P1;1;100;USD")
    assert counts(again, "invoice_line").created == 1
    assert total(desk, "A1") == (Decimal("100.0000"), Decimal("90.0000"))
    assert desk.intake.quarantine() == []


def test_rates_and_documents_of_one_plan_meet(desk):
    words = """
files:
  - pattern: "a*.csv"
    tables:
      - table: invoice
        columns: {invoice_id: id, invoice_date: date, net_amount: net, currency_code: cur}
  - pattern: "z*.csv"
    tables:
      - table: currency_rate
        columns: {currency_code: cur, rate_date: date, rate_to_company: rate}
"""
    paths = [
        desk.write("a.csv", "id;date;net;cur", "A1;2024-03-01;10;GBP"),
        desk.write("z.csv", "cur;date;rate", "GBP;2024-01-01;1.2"),
    ]
    desk.intake.commit(desk.intake.plan(paths, mapping=desk.mapping(words)))
    assert total(desk, "A1") == (Decimal("10.0000"), Decimal("12.0000"))


def test_lines_are_converted_anew_when_their_document_changes_currency(desk):
    desk.rates("USD;2024-01-01;0.90")
    headers(desk, "A1;2024-01-03;100;EUR")
    lines(desk, "L1;A1;1;100;")
    headers(desk, "A1;2024-01-03;100;USD", name="headers2.csv")
    assert desk.scalar("SELECT net_amount_company FROM core.invoice_line") == Decimal("90.0000")


def test_a_total_that_the_source_gives_stays_and_is_checked(desk):
    headers(desk, "A1;2024-01-03;100;EUR", "A2;2024-01-03;50;EUR")
    report = lines(desk, "L1;A1;1;90;", "L2;A2;1;50.04;")
    assert total(desk, "A1")[0] == Decimal("100.0000")
    warning = next(f for f in report.warnings if f.rule == "total")
    assert (warning.table, warning.column, warning.examples) == ("invoice", "net_amount", ("A1",))


def test_a_missing_total_is_derived_and_follows_its_lines(desk):
    headers(desk, "A1;2024-01-03;;EUR")
    lines(desk, "L1;A1;1;90;50", "L2;A1;1;10;")
    assert total(desk, "A1")[0] == Decimal("100.0000")
    lines(desk, "L2;A1;2;10;5", name="lines2.csv")
    assert desk.rows("SELECT net_amount, cost_amount FROM core.invoice") == [
        (Decimal("110.0000"), Decimal("60.0000"))
    ]
    assert "net_amount" in desk.scalar("SELECT derived FROM core.invoice").split(",")


def test_half_the_costs_make_no_total_cost(desk):
    headers(desk, "A1;2024-01-03;;EUR")
    lines(desk, "L1;A1;1;90;50", "L2;A1;1;10;")
    assert desk.scalar("SELECT cost_amount FROM core.invoice") is None


def test_a_derived_total_survives_its_header_coming_again(desk, counts):
    headers(desk, "A1;2024-01-03;;EUR")
    lines(desk, "L1;A1;1;90;50")
    before = desk.state()
    report = headers(desk, "A1;2024-01-03;;EUR", "A1;2024-01-03;;EUR", name="headers-again.csv")
    assert counts(report, "invoice").unchanged == 1
    assert desk.state() == before


def test_a_document_whose_lines_all_wait_is_a_warning(desk):
    report = desk.sales("A1;1;03/01/2024;C1;P1;x;10;EUR", "A2;1;03/01/2024;C1;P1;1;10;EUR")
    warning = next(f for f in report.warnings if f.rule == "no_lines")
    assert warning.examples == ("A1",)


def test_large_amounts_are_exact(desk):
    headers(desk, "A1;2024-01-03;;EUR")
    lines(desk, "L1;A1;99999;99999.99;")
    assert desk.scalar("SELECT net_amount FROM core.invoice_line") == Decimal("9999899000.0100")
