"""The page for any question: indicators, cuts, chart, figures."""

import csv
import io
import re

import pytest
import yaml

from .conftest import Visitor
from .small_company import REVENUE_2025


def test_an_empty_address_asks_revenue_by_month(visitor: Visitor) -> None:
    page = visitor.get("/explore?lang=en").text

    assert "chart-columns" in page
    assert "metric: revenue" in page


@pytest.mark.parametrize(
    ("question", "chart"),
    [
        ("metric=revenue&by=month", "columns"),
        ("metric=revenue&by=region", "map"),
        ("metric=revenue&by=region&chart=bridge", "bridge"),
        ("metric=revenue&by=customer", "ranking"),
        ("metric=revenue&metric=orders&by=customer", "scorecard"),
        ("metric=revenue&by=customer&by=month", "heatmap"),
        ("metric=revenue&metric=orders&by=", "indicators"),
    ],
)
def test_the_chart_follows_the_question(visitor: Visitor, question: str, chart: str) -> None:
    page = visitor.get(f"/explore?{question}&lang=en").text

    assert f"chart-{chart}" in page


def test_what_is_shown_can_be_taken_as_csv(visitor: Visitor) -> None:
    rows = list(
        csv.DictReader(io.StringIO(visitor.get("/explore/export.csv?metric=revenue&by=").text))
    )

    assert [float(row["revenue"]) for row in rows] == [float(REVENUE_2025)]


def test_the_question_is_offered_as_a_panel_of_a_board(visitor: Visitor) -> None:
    page = visitor.get("/explore?metric=revenue&by=channel").text
    written = page.split('<pre class="code">')[1].split("</pre>")[0]

    (panel,) = yaml.safe_load(written.replace("&#39;", "'"))
    assert (panel["chart"], panel["metric"], panel["by"]) == ("ranking", "revenue", "channel")


def test_only_dimensions_that_all_indicators_carry_are_offered(visitor: Visitor) -> None:
    page = visitor.get("/explore?metric=revenue&metric=sessions&by=").text

    assert '<option value="region">' not in page
    assert '<option value="month">' in page


def test_a_question_without_an_answer_is_refused_in_a_sentence(visitor: Visitor) -> None:
    page = visitor.get("/explore?metric=sessions&by=region&lang=en")

    assert page.status_code == 200
    assert 'class="problem"' in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/explore?metric=revenu", 404),
        ("/explore?metric=revenue&by=a&by=b&by=c&by=d", 422),
        ("/explore?metric=revenue&by=nothing", 200),
    ],
)
def test_wrong_words_are_never_a_crash(visitor: Visitor, address: str, status: int) -> None:
    assert visitor.get(address).status_code == status


def test_a_question_is_put_on_a_new_board_and_on_one_that_there_is(visitor: Visitor) -> None:
    question = "/explore?metric=revenue&by=region&chart=bridge&period=month&region=Bretagne"
    made = visitor.post("/explore/keep", data={"question": question}).headers["location"]
    name = made.split("/")[2]
    visitor.post("/explore/keep", data={"question": question, "board": name, "pinned": "1"})

    first, second = yaml.safe_load(visitor.get(f"/boards/{name}.yaml").text)["panels"]
    assert (first["chart"], first["metric"], first["by"]) == ("bridge", "revenue", "region")
    assert "scope" not in first
    assert second["id"] == "revenue_region_2"
    assert second["scope"] == {"period": "month", "where": {"region": ["Bretagne"]}}
    assert f'<option value="{name}">' in visitor.get("/explore").text


def test_a_question_without_a_chart_is_not_put_anywhere(visitor: Visitor) -> None:
    question = "/explore?metric=revenue&metric=orders&by=region&by=month"

    assert visitor.post("/explore/keep", data={"question": question}).status_code == 422
    elsewhere = {"question": "/explore?metric=revenue&by=month", "board": "home"}
    assert visitor.post("/explore/keep", data=elsewhere).status_code == 403


def test_a_week_in_which_nothing_happened_is_a_column_too(visitor: Visitor) -> None:
    page = visitor.get(
        "/explore?metric=revenue&by=customer&by=week&from=2025-04-07&to=2025-06-30&lang=en"
    ).text
    table = page[page.index("chart-heatmap") :]
    weeks = re.findall(r"<th[^>]*>(W\d\d) 2025", table[: table.index("</table>")])
    assert weeks == [f"W{week}" for week in range(15, 25)]
