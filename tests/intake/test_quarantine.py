"""Bad rows wait, are explained, exported, corrected and retried; nothing is lost."""

import csv
from decimal import Decimal

import openpyxl
import pytest

from vigie.kit.errors import Invalid

MIXED = (
    "A1;1;03/01/2024;C1;P1;2;10,50;EUR",
    "A2;1;31/02/2024;C2;P1;1;10,50;EUR",
    "A3;1;05/01/2024;C2;P1;beaucoup;10,50;EUR",
)


def rules(findings):
    return {(f.table, f.column, f.rule): f.rows for f in findings}


def test_good_rows_come_in_and_bad_ones_wait_with_column_rule_value_and_fix(desk, counts):
    report = desk.sales(*MIXED)
    assert counts(report, "invoice").quarantined == 1
    assert counts(report, "invoice_line").quarantined == 2
    assert rules(report.rejected) == {
        ("invoice", "invoice_date", "type"): 1,
        ("invoice_line", "invoice_id", "reference"): 1,
        ("invoice_line", "quantity", "type"): 1,
    }
    bad_date = next(f for f in report.rejected if f.column == "invoice_date")
    assert (bad_date.examples, bad_date.lines) == (("31/02/2024",), (3,))
    assert "not a date" in str(bad_date.message)
    assert str(bad_date.fix)
    assert desk.scalar("SELECT count(*) FROM core.invoice_line") == 1


def test_the_same_groups_are_told_later(desk):
    report = desk.sales(*MIXED)
    assert rules(desk.intake.quarantine()) == rules(report.rejected)
    assert rules(desk.intake.show(report.import_id).rejected) == rules(report.rejected)
    assert desk.intake.quarantine(table="account") == []


def test_a_waiting_row_is_as_it_was_received(desk):
    desk.sales(*MIXED)
    row = desk.intake.quarantined_rows(table="invoice")[0]
    assert row.line == 3
    assert row.raw["Date"] == "31/02/2024"
    assert row.raw["Price"] == "10,50"
    assert [error.rule for error in row.errors] == ["type"]


def test_a_wrong_enum_value_names_the_nearest_right_one(desk):
    path = desk.write("a.csv", "account_id;name;account_type", "C1;Durand;compani", "C2;Li;Person")
    report = desk.bring(path, None, "account")
    finding = report.rejected[0]
    assert (finding.column, finding.rule, finding.examples) == (
        "account_type",
        "values",
        ("compani",),
    )
    assert "company" in str(finding.fix)
    assert desk.rows("SELECT account_type FROM core.account") == [("person",)]


def test_a_row_without_its_key_waits(desk):
    report = desk.bring(desk.write("a.csv", "account_id;name", ";Durand"), None, "account")
    assert rules(report.rejected) == {("account", "account_id", "required"): 1}


def test_identical_lines_collapse_and_are_counted(desk, counts):
    report = desk.sales(MIXED[0], MIXED[0], MIXED[0])
    assert counts(report, "invoice_line").created == 1
    assert counts(report, "invoice_line").skipped == 2
    assert report.rejected == ()


def test_lines_with_one_key_that_disagree_never_win_silently(desk, counts):
    report = desk.sales(MIXED[0], "A1;1;03/01/2024;C1;P1;9;10,50;EUR")
    assert counts(report, "invoice_line").created == 1
    assert counts(report, "invoice_line").quarantined == 1
    assert rules(report.rejected) == {("invoice_line", "line_id", "duplicate"): 1}
    assert desk.scalar("SELECT quantity FROM core.invoice_line") == Decimal("2.0000")


def test_lines_that_disagree_about_their_document_are_a_warning_with_examples(desk):
    report = desk.sales(MIXED[0], "A1;2;04/01/2024;C1;P2;1;1;EUR")
    warning = next(f for f in report.warnings if f.rule == "conflict")
    assert (warning.table, warning.examples) == ("invoice", ("A1",))
    assert str(desk.scalar("SELECT invoice_date FROM core.invoice")) == "2024-01-03"


def test_a_corrected_export_resolves_the_rows(desk, counts):
    desk.sales(*MIXED)
    export = desk.folder / "quarantine.csv"
    assert desk.intake.export_quarantine(export) == 2
    words = export.read_text(encoding="utf-8-sig")
    export.write_text(
        words.replace("31/02/2024", "29/02/2024").replace("beaucoup", "4"), encoding="utf-8-sig"
    )
    report = desk.intake.retry(export)
    assert counts(report, "invoice").created == 1
    assert counts(report, "invoice_line").created == 2
    assert desk.intake.quarantine() == []
    assert desk.rows("SELECT invoice_id, net_amount FROM core.invoice ORDER BY 1") == [
        ("A1", Decimal("21.0000")),
        ("A2", Decimal("10.5000")),
        ("A3", Decimal("42.0000")),
    ]


def test_an_export_corrected_by_half_leaves_the_rest_waiting(desk):
    desk.sales(*MIXED)
    export = desk.folder / "quarantine.csv"
    desk.intake.export_quarantine(export)
    words = export.read_text(encoding="utf-8-sig")
    export.write_text(words.replace("31/02/2024", "29/02/2024"), encoding="utf-8-sig")
    report = desk.intake.retry(export)
    assert rules(report.rejected) == {("invoice_line", "quantity", "type"): 1}
    assert rules(desk.intake.quarantine()) == {("invoice_line", "quantity", "type"): 1}


COUNTED = """
files:
  - pattern: "counted.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: Invoice, invoice_date: Date}
      - table: invoice_line
        columns:
          line_id: {ordinal_within: [Invoice]}
          invoice_id: Invoice
          quantity: Quantity
          unit_price: Price
"""


def retried(desk, *corrections):
    """Brings two lines of A1, the second one wrong, then retries it with the corrections."""
    lines = ("Invoice;Date;Quantity;Price", "A1;03/01/2024;2;10", "A1;03/01/2024;deux;7")
    desk.bring(desk.write("counted.csv", *lines), COUNTED)
    export = desk.folder / "quarantine.csv"
    desk.intake.export_quarantine(export)
    words = export.read_text(encoding="utf-8-sig")
    for wrong, right in corrections:
        words = words.replace(wrong, right)
    export.write_text(words, encoding="utf-8-sig")
    report = desk.intake.retry(export)
    return report, desk.rows("SELECT line_id, net_amount FROM core.invoice_line ORDER BY 1")


def test_a_counted_row_keeps_its_number_when_it_is_retried_alone(desk):
    _, lines = retried(desk, ("deux", "3"))
    assert lines == [("A1-1", Decimal("20.0000")), ("A1-2", Decimal("21.0000"))]


def test_a_counted_row_that_moves_to_another_group_takes_nobodys_number(desk):
    report, lines = retried(desk, ("deux", "3"), ("A1", "A2"))
    assert lines == [("A1-1", Decimal("20.0000"))]
    assert ("invoice_line", "line_id", "required") in rules(report.rejected)


def test_rows_left_out_of_a_retry_still_wait(desk):
    desk.sales(*MIXED)
    export = desk.folder / "quarantine.csv"
    desk.intake.export_quarantine(export)
    lines = export.read_text(encoding="utf-8-sig").splitlines()
    export.write_text("\n".join(lines[:2]), encoding="utf-8-sig")
    desk.intake.retry(export)
    assert {row.line for row in desk.intake.quarantined_rows()} == {3, 4}


def test_undoing_a_retry_makes_the_rows_wait_again(desk):
    desk.sales(*MIXED)
    waiting = rules(desk.intake.quarantine())
    export = desk.folder / "quarantine.csv"
    desk.intake.export_quarantine(export)
    words = export.read_text(encoding="utf-8-sig")
    export.write_text(words.replace("31/02/2024", "29/02/2024"), encoding="utf-8-sig")
    report = desk.intake.retry(export)
    desk.intake.undo(report.import_id)
    assert rules(desk.intake.quarantine()) == waiting


def test_a_sound_row_under_the_same_key_closes_the_waiting_one(desk):
    desk.sales(*MIXED)
    desk.sales(
        *(line.replace("31/02", "28/02").replace("beaucoup", "1") for line in MIXED),
        name="sales2.csv",
    )
    assert desk.intake.quarantine() == []


def test_the_same_bad_row_waits_only_once(desk):
    desk.sales(*MIXED)
    desk.sales(*MIXED, "A9;1;05/01/2024;C2;P1;1;1;EUR", name="sales2.csv")
    assert sum(f.rows for f in desk.intake.quarantine()) == 3


def test_a_file_that_is_no_export_is_refused(desk):
    path = desk.write("other.csv", "a;b", "1;2")
    with pytest.raises(Invalid, match="vigie_rows"):
        desk.intake.retry(path)
    assert desk.intake.imports()[0].status == "failed"


FORMULAS = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "-12,50", "plain")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_formulas_are_neutral_in_an_export_and_whole_again_after_a_retry(desk, suffix):
    words = """
files:
  - pattern: "n*"
    tables:
      - {table: account, columns: {account_id: id, name: name, first_seen_date: day}}
"""
    lines = [f"C{n};{value};99/99/2024" for n, value in enumerate(FORMULAS)]
    desk.bring(desk.write("n.csv", "id;name;day", *lines, "OK;fine;01/02/2024"), words)
    export = desk.folder / f"quarantine{suffix}"
    assert desk.intake.export_quarantine(export) == len(FORMULAS)
    for cell in exported(export, "name"):
        assert not cell.startswith(("=", "+", "@"))
        assert cell != "-2+3"
    correct(export, "day", "01/02/2024")
    desk.intake.retry(export)
    names = {name for (name,) in desk.rows("SELECT name FROM core.account")}
    assert names == {*FORMULAS, "fine"}


def exported(path, column):
    rows = sheet_rows(path)
    place = rows[0].index(column)
    return [row[place] for row in rows[1:]]


def sheet_rows(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=";"))
    book = openpyxl.load_workbook(path)
    return [["" if c is None else str(c) for c in row] for row in book.active.values]


def correct(path, column, value):
    rows = sheet_rows(path)
    place = rows[0].index(column)
    for row in rows[1:]:
        row[place] = value
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for position, text in enumerate(row, 1):
            cell = book.active.cell(number, position, text)
            cell.data_type = "s"
    book.save(path)


def test_lines_that_are_no_rows_wait_as_they_were_written(desk):
    good = [f"C{n},Customer {n}" for n in range(40)]
    ragged = ["C8,Too,many,fields", "C9"]
    path = desk.write("account.csv", "account_id,name", *good, *ragged)
    report = desk.bring(path, None)
    assert report.created == 40
    waiting = desk.intake.quarantined_rows(report.import_id)
    assert [(row.line, row.raw["line"]) for row in waiting] == [(42, ragged[0]), (43, ragged[1])]
    assert all(row.errors[0].rule == "unreadable" for row in waiting)
    assert len({str(row.errors[0].message) for row in waiting}) == 2
