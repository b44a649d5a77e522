"""The blank files can be opened, filled in and read back."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from vigie.kit.i18n import Locale
from vigie.model.loader import load_model
from vigie.model.schema import Table
from vigie.model.templates import csv_template, importable, xlsx_template

MODEL = load_model()
INVOICE = MODEL.tables["invoice"]


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


@pytest.mark.parametrize(("locale", "delimiter"), [("en", ","), ("fr", ";")])
def test_the_csv_holds_the_header_as_a_spreadsheet_expects_it(
    locale: Locale, delimiter: str
) -> None:
    content = csv_template(INVOICE, locale)
    assert content.startswith(b"\xef\xbb\xbf")
    names = content.decode("utf-8-sig").removesuffix("\r\n").split(delimiter)
    assert names == [column.name for column in importable(INVOICE)]


def test_a_column_that_vigie_fills_is_not_asked_for() -> None:
    table = MODEL.tables["opportunity_stage_event"]
    assert "left_at" in table.columns
    assert b"left_at" not in csv_template(table, "en")


def test_the_workbook_has_a_sheet_to_fill_in_and_a_dictionary() -> None:
    book = opened(xlsx_template(INVOICE, "en"))
    data, dictionary = book.worksheets
    assert data.title == "invoice"
    header = [cell.value for cell in data[1]]
    assert header == [column.name for column in importable(INVOICE)]
    assert [row[0].value for row in dictionary.iter_rows(min_row=2)] == header


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_dictionary_says_labels_and_values_in_the_readers_language(locale: Locale) -> None:
    dictionary = opened(xlsx_template(INVOICE, locale)).worksheets[1]
    rows = {row[0].value: [cell.value for cell in row] for row in dictionary.iter_rows(min_row=2)}
    assert rows["due_date"][1] == {"en": "Due date", "fr": "Échéance"}[locale]
    assert rows["invoice_type"][4] == "invoice, credit_note, deposit, final, corrective"
    assert str(rows["open_amount"][5]).startswith({"en": "What remains", "fr": "Ce qui"}[locale])


def test_the_dictionary_says_what_a_file_must_give() -> None:
    dictionary = opened(xlsx_template(INVOICE, "en")).worksheets[1]
    presence = {row[0].value: row[3].value for row in dictionary.iter_rows(min_row=2)}
    assert presence["invoice_date"] == "required"
    assert presence["currency_code"] == "filled in when empty"
    assert presence["store_id"] == "optional"


def test_words_of_a_list_are_offered_and_identifiers_stay_text() -> None:
    sheet = opened(xlsx_template(INVOICE, "en")).worksheets[0]
    offered = {choice.formula1 for choice in sheet.data_validations.dataValidation}
    assert '"draft,posted,paid,partially_paid,cancelled"' in offered
    assert sheet.column_dimensions["A"].number_format == "@"


@pytest.mark.parametrize("table", MODEL.tables.values(), ids=lambda table: table.name)
def test_every_table_has_its_files(table: Table) -> None:
    book = opened(xlsx_template(table, "fr"))
    assert book.worksheets[0].max_row == 1
