"""Rows without a key of their own leave the quarantine when their file comes again, corrected."""

import pytest

COUNTED = """
files:
  - pattern: "*.csv"
    tables:
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: $ Invoice, invoice_date: Date}
      - table: invoice_line
        columns:
          line_id: {ordinal_within: [$ Invoice]}
          invoice_id: $ Invoice
          quantity: Quantity
          unit_price: Price
"""
HEADER = "$ Invoice;Date;Quantity;Price"
SOUND = ("A1;03/01/2024;2;10", "A1;03/01/2024;4;7")
BLANK = ";03/01/2024;3;5"


@pytest.fixture
def counted(desk):
    def bring(*lines, name="counted.csv"):
        return desk.bring(desk.write(name, HEADER, *lines), COUNTED)

    bring(SOUND[0], BLANK, SOUND[1])
    assert [row.line for row in desk.intake.quarantined_rows()] == [3]
    return bring


def test_a_row_without_its_counted_key_is_settled_by_the_corrected_file(desk, counted):
    report = counted(SOUND[0], f"A1{BLANK}", SOUND[1])
    assert desk.intake.quarantine() == []
    assert report.settled == desk.intake.show(report.import_id).settled == 1
    desk.intake.undo(report.import_id)
    assert [row.line for row in desk.intake.quarantined_rows()] == [3]
    assert desk.intake.show(report.import_id).settled == 0


def test_a_look_at_the_corrected_file_says_so_and_settles_nothing(desk, counted):
    path = desk.write("counted.csv", HEADER, SOUND[0], f"A1{BLANK}", SOUND[1])
    assert desk.intake.dry_run(desk.intake.plan([path], None, desk.mapping(COUNTED))).settled == 1
    assert len(desk.intake.quarantined_rows()) == 1


OTHERS = (
    ((SOUND[0], "A1;03/01/2024;9;5", SOUND[1]), "counted.csv"),  # another quantity
    ((SOUND[0], SOUND[1], f"A1{BLANK}"), "counted.csv"),  # another line
    (("B1;01/02/2024;1;1", f"B1{BLANK}"), "counted.csv"),  # the next file of that name
    ((SOUND[0], f"A1{BLANK}", SOUND[1]), "other.csv"),
    ((SOUND[0], "A1;;3;5", SOUND[1]), "counted.csv"),
)


def test_what_may_be_another_row_settles_nothing(desk, counted):
    for lines, name in OTHERS:
        report = counted(*lines, name=name)
        assert report.settled == 0
        desk.intake.undo(report.import_id)
    assert [row.line for row in desk.intake.quarantined_rows()] == [3]


def test_a_row_under_anothers_key_is_settled_once_it_has_its_own(desk):
    mapping = COUNTED.replace("{ordinal_within: [$ Invoice]}", "Line")
    lines = ["Line;" + HEADER, "1;" + SOUND[0], "1;" + SOUND[1]]
    desk.bring(desk.write("numbered.csv", *lines), mapping)
    assert [f.rule for f in desk.intake.quarantine()] == ["duplicate"]
    desk.bring(desk.write("numbered.csv", *lines[:2], "2;" + SOUND[1]), mapping)
    assert desk.intake.quarantine() == []


def test_a_key_worked_out_from_a_cell_that_was_missing(desk):
    line = "A1;{};03/01/2024;C1;P1;2;10,50;EUR"
    desk.sales(line.format(1), line.format(""))
    assert {f.column for f in desk.intake.quarantine()} == {"line_id"}
    assert desk.sales(line.format(1), line.format(2)).settled == 1
    assert desk.intake.quarantine() == []
