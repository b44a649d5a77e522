"""Members of any dimension: searched, chosen, left out, and only within one's sight."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vigie.people.person import Link, LinkKind

from .conftest import Visitor, open_company
from .test_board import value_of


def test_a_search_lists_the_members_that_match(visitor: Visitor) -> None:
    page = visitor.get("/choose?of=customer&q=morel&lang=en").text

    assert "Maison Morel" in page
    assert page.count('type="checkbox"') == 1


def test_a_dimension_that_had_no_menu_narrows_the_board(visitor: Visitor) -> None:
    whole = float(value_of(visitor.get("/").text, "revenue"))
    kept = float(value_of(visitor.get("/?product=X1").text, "revenue"))
    left = float(value_of(visitor.get("/?product=X1&except=product").text, "revenue"))

    assert 0 < kept < whole
    assert kept + left == pytest.approx(whole)


def test_what_is_left_out_stands_as_a_chip(visitor: Visitor) -> None:
    page = visitor.get("/?customer=C5&except=customer&lang=en").text

    assert "Remove the filter Customer: all but Maison Morel" in page


def test_words_of_a_list_are_in_the_readers_language(visitor: Visitor) -> None:
    page = visitor.get("/choose?of=customer_type&lang=fr").text

    assert "Entreprise" in page
    assert "> company" not in page


def test_a_refusal_says_why_inside_its_tile(visitor: Visitor) -> None:
    page = visitor.get("/?product=X1&lang=en").text
    tile = page.split('id="part-overdue"')[1].split("</article>")[0]

    assert "product" in tile
    assert "Try again" not in tile


@pytest.mark.parametrize(
    "address", ["/choose?of=custmer", "/choose?of=customer&back=//elsewhere", "/choose"]
)
def test_a_wrong_address_is_refused(visitor: Visitor, address: str) -> None:
    assert 400 <= visitor.get(address).status_code < 500


@pytest.fixture
def rep(tmp_path: Path) -> Iterator[Visitor]:
    workspace = open_company(tmp_path)
    yield Visitor(workspace, "rep", Link(LinkKind.SALES_REP, "R1"))
    workspace.close()


def test_members_outside_ones_sight_are_not_listed(rep: Visitor, visitor: Visitor) -> None:
    everybody = visitor.get("/choose?of=sales_rep").text.count('type="checkbox"')

    assert rep.get("/choose?of=sales_rep").text.count('type="checkbox"') == 1 < everybody
