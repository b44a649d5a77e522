"""Cards for one-to-ones: one's own figures, within one's sight, nobody ranked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vigie.people.person import Link, LinkKind

from .conftest import Visitor, open_company
from .test_board import value_of


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("address", ["/cards/sales_rep/R1", "/cards/team/T1"])
def test_every_part_of_a_card_is_drawn(visitor: Visitor, address: str, lang: str) -> None:
    page = visitor.get(f"{address}?lang={lang}")

    assert page.status_code == 200
    assert re.findall(r'failed" id="part-([^"]*)"', page.text) == []
    assert "None" not in page.text


def test_a_card_holds_the_figures_of_one_person_alone(visitor: Visitor) -> None:
    card = visitor.get("/cards/sales_rep/R1").text
    board = visitor.get("/?sales_rep=R1").text

    assert value_of(card, "revenue") == value_of(board, "revenue")
    assert "Luc Roy" not in card


def test_it_says_what_to_talk_about(visitor: Visitor) -> None:
    page = visitor.get("/cards/sales_rep/R1?lang=en").text

    assert "What went well" in page
    assert re.search(r"<li>Revenue: €[\d.]+K?, \+[\d.]+% vs PY</li>", page)


def test_a_part_of_a_card_is_refreshed_alone(visitor: Visitor) -> None:
    page = visitor.get("/cards/sales_rep/R1").text
    again = re.search(r'id="part-revenue" data-live hx-get="([^"]*)"', page)
    assert again

    alone = visitor.get(again[1].replace("&amp;", "&")).text

    assert value_of(alone, "revenue") == value_of(page, "revenue")


def test_the_sales_force_board_leads_to_the_cards(visitor: Visitor) -> None:
    page = visitor.get("/boards/sales_force").text

    assert 'href="/cards/sales_rep/R1?' in page
    assert 'href="/cards/team/T2?' in page


@pytest.fixture
def rep(tmp_path: Path) -> Iterator[Visitor]:
    workspace = open_company(tmp_path)
    yield Visitor(workspace, "rep", Link(LinkKind.SALES_REP, "R1"))
    workspace.close()


def test_nobody_reads_the_card_of_a_colleague(rep: Visitor) -> None:
    assert rep.get("/cards/sales_rep/R1").status_code == 200
    assert rep.get("/cards/sales_rep/R2").status_code == 404
    assert rep.get("/cards/sales_rep/R2/parts/revenue").status_code == 404
    assert "/cards/sales_rep/R2" not in rep.get("/boards/sales_force").text
