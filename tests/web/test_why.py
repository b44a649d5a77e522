"""Why did it move: the panel of an indicator, and the same over HTTP."""

import csv
import html
import io
import re
from datetime import date
from decimal import Decimal

import pytest

from vigie.web.schema import Explanation

from .conftest import Visitor
from .small_company import REVENUE_2024_TO_JUNE, REVENUE_2025

YEAR = "period=custom&from=2025-01-01&to=2025-06-30"
DROP = REVENUE_2025 - REVENUE_2024_TO_JUNE


def links(page: str) -> list[str]:
    return [html.unescape(href) for href in re.findall(r'href="([^"]+)"', page)]


def panel(visitor: Visitor, metric: str, more: str = "") -> str:
    page = visitor.get(f"/metrics/{metric}/why?{YEAR}&lang=en{more}")
    assert page.status_code == 200
    return page.text.partition('<section class="card why"')[2].partition("</section>")[0]


def test_the_page_of_an_indicator_asks_why(visitor: Visitor) -> None:
    page = visitor.get(f"/metrics/revenue?{YEAR}&lang=en").text
    assert "Why did it move?" in page
    assert any(link.startswith("/metrics/revenue/why?") for link in links(page))


def test_the_panel_says_and_draws_the_change(visitor: Visitor) -> None:
    told = panel(visitor, "revenue", "&by=region")
    assert "up by €" in told
    assert 'class="bridge"' in told
    for region in ("Bretagne", "Occitanie", "Île-de-France"):
        assert region in told


def test_a_member_narrows_the_page_and_opens_its_rows(visitor: Visitor) -> None:
    found = links(panel(visitor, "revenue", "&by=region"))
    assert any(link.startswith("/metrics/revenue?") and "region=Bretagne" in link for link in found)
    rows = next(link for link in found if "cell=region.key%3ABretagne" in link)
    page = visitor.get(f"{rows}&lang=en").text
    assert "Bretagne" in page


def test_a_member_that_no_board_is_narrowed_by_leads_to_its_rows(visitor: Visitor) -> None:
    found = links(panel(visitor, "revenue", "&by=product"))
    assert any(link.startswith("/rows?") and "cell=product.key%3AX1" in link for link in found)


def test_the_others_open_into_their_members(visitor: Visitor) -> None:
    few = panel(visitor, "revenue", "&by=customer&top=3")
    assert "3 members" in few
    more = next(link for link in links(few) if "top=12" in link)
    assert "3 members" not in visitor.get(more).text


def test_prices_and_volumes_are_drawn_for_products(visitor: Visitor) -> None:
    told = panel(visitor, "revenue", "&by=product")
    assert "By kind of effect" in told
    assert "By the figures of its formula" in told


@pytest.mark.parametrize(
    ("metric", "explained"),
    [
        ("gross_margin_rate", True),
        ("active_customers", True),
        ("pipeline_amount", False),  # the pipeline began in 2025
        ("nps", False),  # there are no answers
        ("complaint_resolution_days", False),
        ("top10_share", False),
    ],
)
def test_an_indicator_is_explained_or_the_panel_says_why_not(
    metric: str, explained: bool, visitor: Visitor
) -> None:
    told = panel(visitor, metric)
    assert ('class="message"' in told) is explained
    assert ('class="nothing"' in told) is not explained


def test_rows_without_a_member_can_be_opened(visitor: Visitor) -> None:
    page = visitor.get(f"/rows?metric=revenue&cell=team.key:&{YEAR}&lang=en")
    assert page.status_code == 200
    assert "(not filled)" in page.text


# -- for programs -----------------------------------------------------------------------------

ASKED = "/api/v1/contributions?metric=revenue&from=2025-01-01&to=2025-06-30"


def test_json_holds_parts_that_sum_to_the_change(visitor: Visitor) -> None:
    answer = visitor.get(f"{ASKED}&by=region&by=customer").json()
    assert Decimal(str(answer["change"])) == DROP
    assert [one["dimension"] for one in answer["breakdowns"]] == ["region", "customer"]
    for breakdown in answer["breakdowns"]:
        assert sum(Decimal(str(part["change"])) for part in breakdown["parts"]) == DROP


def test_json_has_the_shape_that_the_interface_describes(visitor: Visitor) -> None:
    answer = visitor.get(f"{ASKED}&by=product").json()
    Explanation.model_validate(answer)
    described = visitor.get("/api/openapi.json").json()["paths"]["/api/v1/contributions"]
    shape = described["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert shape["$ref"].endswith("/Explanation")


def test_csv_holds_the_same_parts(visitor: Visitor) -> None:
    answer = visitor.get(f"{ASKED}&by=region&format=csv")
    rows = [row for row in csv.DictReader(io.StringIO(answer.text)) if row["dimension"] == "region"]
    assert sum(Decimal(row["change"]) for row in rows) == DROP


def test_http_and_python_say_the_same(visitor: Visitor) -> None:
    answer = visitor.get(f"{ASKED}&by=product&lang=fr").json()
    found = visitor.workspace.contributions(
        "revenue", by=["product"], date_from=date(2025, 1, 1), date_to=date(2025, 6, 30)
    )
    changes = [str(part.change) for part in found.breakdowns[0].parts]
    parts = answer["breakdowns"][0]["parts"]
    assert [Decimal(str(part["change"])) for part in parts] == [Decimal(one) for one in changes]
    assert answer["sentences"][0].startswith("Chiffre d'affaires")


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ("metric=revenu", 404, "not_found"),
        ("metric=revenue&by=colour", 404, "not_found"),
        ("metric=revenue&by=month", 422, "invalid"),
        ("metric=top10_share", 422, "refused"),
        ("metric=revenue&topp=3", 400, "usage"),
        ("metric=revenue&compare=never", 422, "invalid"),
    ],
)
def test_a_refusal_says_why(visitor: Visitor, words: str, status: int, code: str) -> None:
    answer = visitor.get(f"/api/v1/contributions?{words}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
