"""Formats are recognised over the whole of a column; doubts are settled by the file, then said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vigie.intake.reading import EXCEL_SERIAL, Source, SourceColumn, ValueKind, parse
from vigie.model.schema import ColumnType
from vigie.warehouse.engine import Session

Read = Callable[..., list[Source]]


@pytest.fixture
def table(read: Read, tmp_path: Path) -> Callable[..., Source]:
    """A semicolon file of the given columns, staged."""

    def made(columns: dict[str, list[str]], **options: object) -> Source:
        cells = zip(*columns.values(), strict=True)
        lines = [";".join(columns), *(";".join(row) for row in cells)]
        (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        [source] = read(tmp_path / "a.csv", **options)
        return source

    return made


Table = Callable[..., Source]


def only(table: Table, values: list[str], name: str = "x", **options: object) -> SourceColumn:
    other = [f"row {i} of text" for i in range(len(values))]
    return table({"label": other, name: values}, **options).columns[1]


@pytest.mark.parametrize(
    ("values", "kind", "decimal", "thousands"),
    [
        (["1", "-2", "3"], ValueKind.INTEGER, ".", ""),
        (["1.5", "2", "-3.25"], ValueKind.NUMBER, ".", ""),
        (["1,5", "2", "-3,25"], ValueKind.NUMBER, ",", ""),
        (["1 234,50", "12,00", "3"], ValueKind.NUMBER, ",", " "),
        (["1\u00a0234,50", "12,00", "3"], ValueKind.NUMBER, ",", " "),
        (["1\u202f234,50 €", "12,00 €", "3,00 €"], ValueKind.NUMBER, ",", " "),
        (["1.234,50", "12,00", "3,1"], ValueKind.NUMBER, ",", "."),
        (["$1,234.50", "$12.00", "($3.10)"], ValueKind.NUMBER, ".", ","),
        (["1'234.50", "12.00", "3.1"], ValueKind.NUMBER, ".", "'"),
        (["(1 234,50)", "12,50-", "3,1"], ValueKind.NUMBER, ",", " "),
        (["12,5 %", "20 %", "5 %"], ValueKind.NUMBER, ",", ""),
        (["1 234", "12", "5"], ValueKind.INTEGER, ".", " "),
        (["1.5E+03", "2", "7.25E-02"], ValueKind.NUMBER, ".", ""),
    ],
)
def test_numbers_of_every_country(
    table: Table, values: list[str], kind: ValueKind, decimal: str, thousands: str
) -> None:
    column = only(table, values)
    assert (column.kind, column.number.decimal, column.number.thousands) == (
        kind,
        decimal,
        thousands,
    )


@pytest.mark.parametrize(
    ("values", "date_format"),
    [
        (["2026-01-31", "2026-02-28"], "%Y-%m-%d"),
        (["31/01/2026", "28/02/2026"], "%d/%m/%Y"),
        (["01/31/2026", "02/28/2026"], "%m/%d/%Y"),
        (["31.01.2026", "28.02.2026"], "%d.%m.%Y"),
        (["31-01-2026", "28-02-2026"], "%d-%m-%Y"),
        (["2026/01/31", "2026/02/28"], "%Y/%m/%d"),
        (["31/01/26", "28/02/26"], "%d/%m/%y"),
        (["31-JAN-26", "28-FEB-26"], "%d %b %Y"),
        (["31 janv. 2026", "28 févr. 2026"], "%d %b %Y"),
        (["Jan 31, 2026", "Feb 28, 2026"], "%b %d %Y"),
    ],
)
def test_dates_of_every_country(table: Table, values: list[str], date_format: str) -> None:
    column = only(table, values)
    assert (column.kind, column.date_format) == (ValueKind.DATE, date_format)


def test_a_time_of_day_makes_it_an_instant(table: Table) -> None:
    assert only(table, ["31/01/2026 14:05", "01/02/2026 08:00"]).kind is ValueKind.DATETIME
    assert only(table, ["2026-01-31T14:05:00Z", "2026-02-01"]).kind is ValueKind.DATETIME


def test_one_day_past_twelve_anywhere_decides_the_whole_column(table: Table) -> None:
    column = only(table, ["03/04/2026"] * 3000 + ["03/25/2026"])
    assert column.date_format == "%m/%d/%Y"


def test_an_undecided_date_follows_another_column(table: Table) -> None:
    source = table(
        {"ordered": ["03/04/2026", "05/06/2026"], "shipped": ["03/25/2026", "05/26/2026"]}
    )
    assert [c.date_format for c in source.columns] == ["%m/%d/%Y", "%m/%d/%Y"]
    assert source.warnings == ()


@pytest.mark.parametrize(("locale", "date_format"), [("fr", "%d/%m/%Y"), ("en", "%m/%d/%Y")])
def test_a_date_that_nothing_decides_is_the_reader_s_and_is_said(
    table: Table, locale: str, date_format: str
) -> None:
    source = table({"note": ["a b", "c d"], "day": ["03/04/2026", "05/06/2026"]}, locale=locale)
    assert source.columns[1].date_format == date_format
    [warning] = map(str, source.warnings)
    assert "03/04/2026" in warning
    assert "3 Apr 2026" in warning
    assert "4 Mar 2026" in warning


def test_an_undecided_number_follows_the_marks_of_the_file(table: Table) -> None:
    source = table({"weight": ["1,234", "2,345"], "price": ["1,5", "2,25"]})
    assert source.columns[0].number.decimal == ","
    assert source.warnings == ()
    source = table({"count": ["1,234", "2,345"], "price": ["1.5", "2.25"]})
    assert (source.columns[0].number.decimal, source.columns[0].number.thousands) == (".", ",")


@pytest.mark.parametrize(("locale", "value"), [("fr", "1.234"), ("en", "1234")])
def test_a_number_that_nothing_decides_is_the_reader_s_and_is_said(
    table: Table, locale: str, value: str
) -> None:
    source = table({"note": ["a b", "c d"], "x": ["1,234", "2,345"]}, locale=locale)
    [warning] = map(str, source.warnings)
    assert f"1,234 is read as {value}" in warning


def test_impossible_days_do_not_turn_a_column_into_text(table: Table, session: Session) -> None:
    source = table(
        {"n": [str(i) for i in range(20)], "day": ["31/01/2026"] * 18 + ["31/02/2026"] * 2}
    )
    column = source.columns[1]
    assert (column.kind, column.date_format) == (ValueKind.DATE, "%d/%m/%Y")
    sql = f"SELECT count({parse(column, ColumnType.DATE)}) FROM {source.relation}"
    assert session.scalar(sql) == 18


def test_a_column_that_agrees_on_nothing_is_text(table: Table) -> None:
    assert only(table, ["1", "2", "x", "y", "5"]).kind is ValueKind.TEXT


def test_leading_noughts_are_kept(table: Table, session: Session) -> None:
    source = table({"name": ["a b", "c d"], "postcode": ["01000", "69001"]})
    column = source.columns[1]
    assert column.kind is ValueKind.TEXT
    sql = f"SELECT {parse(column, ColumnType.KEY)} FROM {source.relation}"
    assert session.rows(sql) == [("01000",), ("69001",)]


def test_keys_written_as_floats_are_known(table: Table, session: Session) -> None:
    source = table({"name": ["a b", "c d", "e f"], "customer": ["17850.0", "12.0", ""]})
    column = source.columns[1]
    assert (column.kind, column.whole_floats) == (ValueKind.INTEGER, True)
    sql = f"SELECT {parse(column, ColumnType.KEY)} FROM {source.relation}"
    assert session.rows(sql) == [("17850",), ("12",), (None,)]


def test_eight_digits_are_a_day_where_the_name_says_so(table: Table) -> None:
    assert only(table, ["20260131", "20260228"], "EcritureDate").kind is ValueKind.DATE
    code = only(table, ["20260131", "20260228"], "Compte")
    assert (code.kind, code.date_format) == (ValueKind.INTEGER, "%Y%m%d")


def test_excel_serials_are_days_where_the_name_or_the_target_says_so(
    table: Table, session: Session
) -> None:
    assert only(table, ["45292", "45293"], "Date facture").kind is ValueKind.DATE
    source = table({"label": ["a b", "c d"], "x": ["45292", "45293"]})
    column = source.columns[1]
    assert (column.kind, column.date_format) == (ValueKind.INTEGER, EXCEL_SERIAL)
    sql = f"SELECT max({parse(column, ColumnType.DATE)})::VARCHAR FROM {source.relation}"
    assert session.scalar(sql) == "2024-01-02"


@pytest.mark.parametrize(
    "values", [["Oui", "Non"], ["VRAI", "FAUX"], ["O", "N"], ["true", "false"]]
)
def test_booleans(table: Table, values: list[str]) -> None:
    assert only(table, values).kind is ValueKind.BOOLEAN


def test_noughts_and_ones_are_numbers_that_read_as_booleans(table: Table) -> None:
    assert only(table, ["0", "1", "1"]).kind is ValueKind.INTEGER


def test_the_formats_a_person_gives_win(table: Table) -> None:
    day = only(table, ["03/04/2026", "05/06/2026"], date_format="%m/%d/%Y")
    assert day.date_format == "%m/%d/%Y"
    number = only(table, ["1.234", "2.345"], decimal=",")
    assert (number.number.decimal, number.number.thousands) == (",", ".")


def test_what_is_told_of_a_column(table: Table) -> None:
    values = [str(i % 7) if i % 4 else "" for i in range(400)]
    column = only(table, values)
    assert column.fill_rate == 0.75
    assert 6 <= column.distinct <= 8
    assert len(column.samples) == 5
    assert only(table, ["", "", ""]).kind is ValueKind.EMPTY


def test_a_rare_richer_format_is_seen(table: Table) -> None:
    column = only(table, ["999,50"] * 5000 + ["1 234,50"] * 3)
    assert (column.number.decimal, column.number.thousands, column.uniform) == (",", " ", False)
