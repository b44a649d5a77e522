"""One line of words finds boards, indicators in both languages, members within sight, actions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import Visitor, open_company

from vigie.metrics.catalog.loader import load_catalog
from vigie.model.loader import load_model
from vigie.people.person import Link, LinkKind
from vigie.web.palette.entry import Entry, best

PART = {"HX-Request-Type": "partial"}


def found(visitor: Visitor, words: str, **more: str) -> list[tuple[str, str]]:
    """The address and the label of each option, in order."""
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    page = visitor.get(f"/find?q={words}&lang=en{asked}", headers=PART).text
    return re.findall(r'role="option" [^>]*href="([^"]*)"[^>]*><span>([^<]*)</span>', page)


@pytest.mark.parametrize("words", ["turnover", "CA", "chiffre d affaires".replace(" d ", " d'")])
def test_an_indicator_answers_to_what_people_call_it(visitor: Visitor, words: str) -> None:
    assert "Revenue" in [label for _, label in found(visitor, words)][:3]


def test_accents_and_the_order_of_words_do_not_matter(visitor: Visitor) -> None:
    assert "Overdue" in [label for _, label in found(visitor, "echus encours")]


def test_a_member_narrows_the_page_that_one_stands_on(visitor: Visitor) -> None:
    [(address, label)] = [
        one for one in found(visitor, "morel", back="/boards/customers") if one[1] == "Maison Morel"
    ]

    assert address.startswith("/boards/customers?")
    assert address.endswith("customer=C5")
    assert label == "Maison Morel"


def test_a_page_of_another_site_is_never_led_to(visitor: Visitor) -> None:
    assert all(
        address.startswith(("/", "#")) and not address.startswith("//")
        for address, _ in found(visitor, "month", back="//elsewhere.example/boards/")
    )


def test_without_scripts_it_is_a_page_of_links(visitor: Visitor) -> None:
    page = visitor.get("/find?q=pipeline&lang=en").text

    assert 'href="/boards/pipeline?' in page
    assert 'role="option"' not in page


def test_actions_are_those_that_the_visitor_may_do(visitor: Visitor, rep: Visitor) -> None:
    assert "People" in [label for _, label in found(visitor, "people")]
    assert "People" not in [label for _, label in found(rep, "people")]


@pytest.fixture
def rep(tmp_path: Path) -> Iterator[Visitor]:
    workspace = open_company(tmp_path)
    yield Visitor(workspace, "rep", Link(LinkKind.SALES_REP, "R1"))
    workspace.close()


def test_members_outside_ones_sight_are_not_found(visitor: Visitor, rep: Visitor) -> None:
    assert "Luc Roy" in [label for _, label in found(visitor, "luc")]
    assert "Luc Roy" not in [label for _, label in found(rep, "luc")]


def test_the_nearest_come_first() -> None:
    entries = [Entry("Gross margin rate", "/b"), Entry("Margin", "/a"), Entry("Orders", "/c")]

    assert [entry.href for entry in best(entries, "margin", 5)] == ["/a", "/b"]


def test_no_indicator_is_called_by_its_own_name_again() -> None:
    for metric in load_catalog(load_model()).shown:
        said = {metric.label.en.casefold(), metric.label.fr.casefold()}
        assert said.isdisjoint(word.casefold() for word in metric.synonyms), metric.id
