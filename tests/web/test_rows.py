"""The rows behind a figure, down to the document and the line of its file."""

import csv
import io
import re
from decimal import Decimal

import pytest

from .conftest import Visitor
from .small_company import REVENUE_2025, amount


def test_the_sum_of_the_rows_is_the_figure(visitor: Visitor) -> None:
    exported = visitor.get("/rows.csv?metric=revenue").text
    rows = list(csv.DictReader(io.StringIO(exported)))

    assert sum(Decimal(row["value"]) for row in rows) == REVENUE_2025
    assert len(rows) == 36


def test_a_cell_keeps_its_own_rows(visitor: Visitor) -> None:
    exported = visitor.get("/rows.csv?metric=revenue&cell=customer.key:C1&period=month").text
    rows = list(csv.DictReader(io.StringIO(exported)))

    assert [Decimal(row["value"]) for row in rows] == [amount(17, 0)]


def test_pages_lead_from_one_to_the_next(visitor: Visitor) -> None:
    first = visitor.get("/rows?metric=revenue&period=custom&from=2024-01-01&to=2025-06-30&lang=en")

    assert "1 to 50 of 108" in first.text
    address = re.search(r'href="([^"]*page=2[^"]*)" rel="next"', first.text)
    assert address
    assert "51 to 100 of 108" in visitor.get(address[1].replace("&amp;", "&")).text


@pytest.mark.parametrize("metric", ["win_rate", "open_opportunities", "gross_margin_rate"])
def test_every_kind_of_indicator_has_rows(visitor: Visitor, metric: str) -> None:
    page = visitor.get(f"/rows?metric={metric}")

    assert page.status_code == 200
    assert "<tbody>" in page.text


def test_each_row_leads_to_its_document(visitor: Visitor) -> None:
    page = visitor.get("/rows?metric=revenue").text
    address = re.search(r'href="(/records/invoice/[^"]+)"', page)

    assert address
    record = visitor.get(address[1] + "?lang=en")
    assert record.status_code == 200
    assert "Where this row comes from" in record.text
    assert "/imports/" in record.text


def test_an_invoice_shows_its_lines_and_its_customer(visitor: Visitor) -> None:
    page = visitor.get("/records/invoice/F17-0").text

    assert "F17-0-1" in page
    assert "Dupont &amp; Fils" in page
    assert 'href="/records/account/C1"' in page


def test_formulas_do_not_leave_as_formulas() -> None:
    from vigie.web.export import cell

    assert cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert cell("@SUM(A1)") == "'@SUM(A1)"
    assert cell("-2+3") == "'-2+3"
    assert cell(Decimal("-2.50")) == "-2.50"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/rows", 422),
        ("/rows?metric=revenu", 404),
        ("/rows?metric=revenue&cell=region", 422),
        ("/rows?metric=revenue&cell=nothing:1", 404),
        ("/rows?metric=revenue&page=0", 422),
        ("/records/invoices/F17-0", 404),
        ("/records/invoice/none", 404),
    ],
)
def test_wrong_addresses_are_refused(visitor: Visitor, address: str, status: int) -> None:
    page = visitor.get(address)

    assert page.status_code == status
    assert "Traceback" not in page.text
    assert 'role="alert"' in page.text


def test_values_of_a_list_are_in_the_readers_words(visitor: Visitor) -> None:
    address = "/rows?metric=opportunities_created&period=custom&from=2024-01-01&to=2025-06-30"

    french, english = (visitor.get(f"{address}&lang={lang}").text for lang in ("fr", "en"))

    assert "<td>gagnée</td>" in french.lower()
    assert "<td>won</td>" in english.lower()
