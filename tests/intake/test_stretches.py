"""Rows taken a few at a time make what rows taken all at once make."""

from vigie.intake.stretch import Stretch, cells_in, stretches
from vigie.warehouse.ddl import engine_columns

TROUBLED = (
    "A1;1;03/01/2024;C1;P1;2;10,50;EUR",
    "A1;1;03/01/2024;C1;P1;2;10,50;EUR",  # the same again
    "A1;2;03/01/2024;C9;P2;1;5;EUR",  # another customer on the same invoice
    "A2;1;15/01/2024;C2;P1;-1;10,50;EUR",
    "A1;1;03/01/2024;C1;P1;3;10,50;EUR",  # contradicts the first line
    "A3;1;31/02/2024;C2;P1;1;10;EUR",  # no such day: its invoice waits, and it with it
    "A4;1;01/03/2024;C3;P3;two;7;EUR",
    "A4;2;01/03/2024;C3;P3;two;7;EUR",
    ";1;01/03/2024;C3;P3;1;7;EUR",
    "A5;1;02/03/2024;;P4;4;2,25;EUR",
)
CHANGED = (
    "A1;2;04/01/2024;C1;P2;6;5;EUR",
    "A2;1;15/01/2024;C2;P1;-1;10,50;EUR",
    "A6;1;05/03/2024;C1;P1;1;1;EUR",
)
_OWN = ("import_id", "loaded_at", "replaced_by")  # differ from one import to the next


def content(desk, schema, table):
    columns = [name for name in engine_columns(desk.model.tables[table]) if name not in _OWN]
    named = ", ".join(f'"{name}"' for name in columns)
    return desk.rows(f'SELECT {named} FROM {schema}."{table}" ORDER BY ALL')


def everything(desk):
    tables = ("invoice", "invoice_line", "account", "product")
    found = {(s, t): content(desk, s, t) for s in ("core", "history") for t in tables}
    found["waiting"] = desk.rows(
        "SELECT table_name, line, key, raw::VARCHAR, status FROM meta.quarantine_row ORDER BY ALL"
    )
    found["errors"] = desk.rows(
        "SELECT q.table_name, q.line, e.column_name, e.rule, e.value, e.line, o.number "
        "FROM meta.quarantine_error e JOIN meta.quarantine_row q USING (row_id) "
        "LEFT JOIN meta.quarantine_ordinal o USING (row_id) ORDER BY ALL"
    )
    return found


def said(report):
    return sorted(map(str, report.tables)), report.rejected, report.warnings


def live(desk):
    """Bad rows, then changed ones, a corrected export, and an import taken back."""
    told = []
    for name, rows in (("sales.csv", TROUBLED), ("sales-2.csv", CHANGED)):
        report = desk.sales(*rows, name=name)
        told += [said(report), everything(desk)]
    path = desk.folder / "waiting.csv"
    desk.intake.export_quarantine(path)
    path.write_text(path.read_text("utf-8-sig").replace(";two;", ";2;"), "utf-8")
    retried = desk.intake.retry(path)
    told += [said(retried), everything(desk)]
    desk.intake.undo(retried.import_id)
    desk.intake.undo(report.import_id)
    return [*told, everything(desk)]


def test_rows_taken_one_at_a_time_leave_the_same_behind(desk, little_desk):
    at_once, one_by_one = live(desk), live(little_desk)
    for step, (expected, found) in enumerate(zip(at_once, one_by_one, strict=True)):
        assert found == expected, step
    waiting = at_once[1]["waiting"]
    assert len(waiting) > 4


def test_lines_numbered_within_their_document_are_numbered_across_stretches(desk, little_desk):
    words = """
files:
  - pattern: "*.csv"
    tables:
      - table: invoice_line
        columns:
          line_id: {ordinal_within: [Invoice]}
          invoice_id: Invoice
          quantity: Quantity
          net_amount: Quantity
      - table: invoice
        distinct_on: [invoice_id]
        columns: {invoice_id: Invoice, invoice_date: Date}
"""
    rows = [f"A{n % 3};2024-01-0{n % 3 + 1};{n}" for n in range(12)]
    keys = []
    for one in (desk, little_desk):
        one.bring(one.write("sales.csv", "Invoice;Date;Quantity", *rows), words)
        keys.append(one.rows("SELECT line_id, quantity FROM core.invoice_line ORDER BY ALL"))
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 12


def test_stretches_share_the_rows_out_and_none_is_too_long(desk):
    table = desk.model.tables["account"]
    at_once = 40
    rows = sorted({n * n % 4999 for n in range(1, 2400)})
    with desk.warehouse.read() as session:
        session.execute('CREATE TEMP TABLE candidate AS SELECT unnest(?) AS "#row"', [rows])
        cells = at_once * len(engine_columns(table))
        cut = list(stretches(session, "candidate", len(rows), table, cells))
        shares = [
            session.rows(f'SELECT "#row" FROM {stretch.within("candidate")} ORDER BY 1')
            for stretch in cut
        ]
    assert [row for share in shares for (row,) in share] == rows
    assert max(map(len, shares)) <= at_once
    assert len(shares) < 2 * len(rows) / at_once


def test_few_rows_are_one_stretch(desk):
    with desk.warehouse.read() as session:
        table = desk.model.tables["account"]
        assert list(stretches(session, "nowhere", 3, table, cells_in(10**9))) == [Stretch()]
