"""Undo puts every row back exactly as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigie.kit.errors import NotFound, Refused

FIRST = ("A1;1;03/01/2024;C1;P1;2;10,50;EUR", "A2;1;04/01/2024;C2;P1;1;5;EUR")
SECOND = (
    "A1;1;03/01/2024;C1;P1;3;10,50;EUR",
    "A1;2;03/01/2024;C1;P2;1;1;EUR",
    "A3;1;09/01/2024;C3;P1;-1;5;EUR",
    "A4;1;31/02/2024;C3;P1;-1;5;EUR",
)


def test_undo_restores_the_exact_previous_state(desk):
    desk.sales(*FIRST)
    before = desk.state()
    second = desk.sales(*SECOND, name="sales2.csv")
    assert desk.state() != before
    report = desk.intake.undo(second.import_id)
    assert report.status == "undone"
    assert report.undone_at is not None
    assert desk.state() == before


def test_undoing_everything_leaves_nothing(desk):
    empty = desk.state()
    first = desk.sales(*FIRST)
    second = desk.sales(*SECOND, name="sales2.csv")
    desk.intake.undo(second.import_id)
    desk.intake.undo(first.import_id)
    assert desk.state() == empty


def test_rows_of_an_undone_import_no_longer_wait(desk):
    report = desk.sales(*SECOND)
    assert desk.intake.quarantine()
    desk.intake.undo(report.import_id)
    assert desk.intake.quarantine() == []


def test_an_undone_file_can_be_imported_again(desk, counts):
    report = desk.sales(*FIRST)
    desk.intake.undo(report.import_id)
    again = desk.sales(*FIRST)
    assert counts(again, "invoice_line").created == 2


def test_undo_refuses_when_a_later_import_touched_the_rows_and_names_it(desk):
    first = desk.sales(*FIRST)
    later = desk.sales(*SECOND, name="sales2.csv")
    before = desk.state()
    with pytest.raises(Refused, match=later.import_id):
        desk.intake.undo(first.import_id)
    assert desk.state() == before
    assert desk.intake.show(first.import_id).status == "committed"


def test_undo_refuses_when_later_rows_refer_to_its_rows(desk):
    first = desk.bring(desk.write("a.csv", "account_id;name", "C1;Durand"), None, "account")
    later = desk.sales(FIRST[0])
    with pytest.raises(Refused, match=later.import_id):
        desk.intake.undo(first.import_id)


def test_an_import_is_undone_once(desk):
    report = desk.sales(*FIRST)
    desk.intake.undo(report.import_id)
    with pytest.raises(Refused):
        desk.intake.undo(report.import_id)


def test_an_unknown_import_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.intake.undo("nothing")


lines = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(1, 3),
        st.sampled_from(["03/01/2024", "04/01/2024", "31/02/2024"]),
        st.sampled_from(["C1", "C2", ""]),
        st.sampled_from(["P1", "P2", ""]),
        st.sampled_from(["1", "2,5", "-3", "x", ""]),
        st.sampled_from(["10", "0,1234", "1 000,50"]),
        st.sampled_from(["EUR", "USD", "GBP"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(imports=st.lists(lines, min_size=1, max_size=2))
def test_any_run_of_imports_reconciles_and_unwinds_exactly(desk, counts, imports):
    empty = desk.state()
    desk.rates("USD;2020-01-01;0,9")
    states, done = [], []
    for number, rows in enumerate(imports):
        states.append(desk.state())
        texts = [f"A{i};{n};{';'.join(rest)}" for i, n, *rest in rows]
        report = desk.sales(*texts, name=f"sales-{number}.csv")
        if report.status == "committed":
            done.append(report)
            for table in report.tables:
                counts(report, table.table)
        else:
            states.pop()
    for report, before in zip(reversed(done), reversed(states), strict=True):
        desk.intake.undo(report.import_id)
        assert desk.state() == before
    rates = next(r for r in desk.intake.imports() if r.status == "committed")
    desk.intake.undo(rates.import_id)
    assert desk.state() == empty
