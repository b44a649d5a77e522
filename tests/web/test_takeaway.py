"""Charts and figures taken away: as images and as workbooks, by those who may, and it is noted."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from vigie.kit.formats import Formatter
from vigie.metrics.question.query import Query
from vigie.people.audit import Action, Wish
from vigie.web.workbook import workbook

from .conftest import Visitor
from .small_company import REVENUE_2025

PART = "/boards/home/parts/{}/export.{}"


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("part", ["revenue", "revenue_by_month", "revenue_by_region", "pipeline"])
def test_any_part_of_a_board_is_an_image(visitor: Visitor, part: str) -> None:
    answer = visitor.get(PART.format(part, "svg") + "?lang=fr&region=Bretagne")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert f'filename="home-{part}.svg"' in answer.headers["content-disposition"]
    words = "".join(ElementTree.fromstring(answer.content).itertext())  # noqa: S314 - our own
    assert "Froid & Cie" in words
    assert "Bretagne" in words
    assert "2025" in words


def test_an_image_may_be_pixels(visitor: Visitor) -> None:
    answer = visitor.get(PART.format("team", "png"))

    assert answer.content.startswith(b"\x89PNG")


def test_a_workbook_holds_numbers_and_says_how_they_were_asked(visitor: Visitor) -> None:
    answer = visitor.get(PART.format("channels", "xlsx") + "?lang=en&team=T1")
    figures, definition = book(answer.content).worksheets
    rows = list(figures.values)
    place = rows[0].index("Revenue")
    told = {row[0]: row[1] for row in definition.values}

    assert all(isinstance(row[place], int | float) for row in rows[1:])
    assert "€" in figures.cell(2, place + 1).number_format
    assert told["Filters"] == "Team: Nord"
    assert "Revenue" in told
    assert told["Source"] == "Vigie · Froid & Cie"


def test_the_figures_of_a_workbook_are_those_of_the_page(visitor: Visitor) -> None:
    rows = list(book(visitor.get(PART.format("channels", "xlsx")).content).worksheets[0].values)
    total = sum(row[1] for row in rows[1:])

    assert total == float(REVENUE_2025)


def test_nothing_in_a_workbook_calculates(visitor: Visitor) -> None:
    result = visitor.workspace.metrics.query(Query(("revenue",), by=("customer",)))
    rows = [("=HYPERLINK(1)", *row[1:]) for row in result.rows[:1]]
    content = workbook(replace(result, rows=rows), [("a", "=1+1")], Formatter("en"))
    figures, definition = book(content).worksheets
    assert figures["A2"].data_type == "s"
    assert definition["B1"].data_type == "s"


@pytest.mark.parametrize("part", ["course", "breakdown"])
@pytest.mark.parametrize("kind", ["svg", "xlsx"])
def test_the_charts_of_an_indicator_can_be_taken(visitor: Visitor, part: str, kind: str) -> None:
    answer = visitor.get(f"/metrics/revenue/export.{kind}?part={part}&by=channel")

    assert answer.status_code == 200
    assert len(answer.content) > 2000


@pytest.mark.parametrize("kind", ["svg", "png", "xlsx", "csv"])
def test_a_question_can_be_taken(visitor: Visitor, kind: str) -> None:
    answer = visitor.get(f"/explore/export.{kind}?metric=revenue&by=channel")

    assert answer.status_code == 200


def test_a_question_without_a_chart_says_so(visitor: Visitor) -> None:
    ask = "metric=revenue&by=channel&by=region&by=month"

    assert visitor.get(f"/explore/export.svg?{ask}").status_code == 422
    assert visitor.get(f"/explore/export.csv?{ask}").status_code == 200


def test_who_took_what_is_written_down(visitor: Visitor) -> None:
    visitor.get(PART.format("team", "csv") + "?region=Occitanie")
    last = visitor.workspace.people.audit.entries(Wish(limit=1))[0]

    assert last.action == Action.EXPORTED
    assert last.subject == PART.format("team", "csv")


def test_the_page_offers_the_files(visitor: Visitor) -> None:
    page = visitor.get("/?region=Bretagne").text

    assert "/boards/home/parts/team/export.png?" in page
    assert "export.xlsx" in visitor.get("/metrics/revenue").text
    assert "export.svg" in visitor.get("/explore").text
