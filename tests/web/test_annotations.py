"""Notes on dates: flagged on charts in time, in sight of those they concern."""

import re
from collections.abc import Iterator

import pytest

from vigie.people.person import Link, LinkKind

from .conftest import Visitor, open_company

STRIKE = {"from": "2025-03-10", "to": "2025-04-02", "en": "Strike", "fr": "Grève"}


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A director of a company with one note for all, and one on a region."""
    workspace = open_company(tmp_path_factory.mktemp("notes"))
    visitor = Visitor(workspace, "director")
    assert visitor.post("/annotations", data=STRIKE).status_code == 303
    margin = {"from": "2025-02-01", "en": "Prices raised", "metric": "gross_margin"}
    assert visitor.post("/annotations", data=margin).status_code == 303
    region = {"from": "2025-05-20", "en": "Fair in Brest", "member": "region:Bretagne"}
    assert visitor.post("/annotations", data=region).status_code == 303
    yield visitor
    workspace.close()


def listed(page: str) -> list[str]:
    """What stands beneath the first chart in time."""
    found = re.search(r'<ol class="flagged".*?</ol>', page, re.S)
    return re.findall(r"</b> ([^<]*?)(?: <span|</span>)", found[0]) if found else []


def test_a_note_is_flagged_and_listed_on_every_chart_in_time(author: Visitor) -> None:
    for address in ("/?lang=en", "/metrics/revenue?lang=en", "/explore?lang=en"):
        page = author.get(address).text
        assert listed(page) == ["Strike", "Fair in Brest"], address
        assert page.count('class="flag"') >= 2, address
    assert "10 Mar 2025 – 2 Apr 2025" in page
    assert "Grève" in author.get("/?lang=fr").text


def test_a_note_on_an_indicator_stays_with_it(author: Visitor) -> None:
    page = author.get("/metrics/gross_margin?lang=en").text

    assert listed(page) == ["Prices raised", "Strike", "Fair in Brest"]


def test_a_note_on_a_member_leaves_when_others_are_chosen(author: Visitor) -> None:
    assert "Fair in Brest" in author.get("/?region=Bretagne&lang=en").text
    assert "Fair in Brest" not in author.get("/?region=Occitanie&lang=en").text


def test_a_new_note_shows_at_once_on_drawn_charts(author: Visitor) -> None:
    author.get("/?lang=en")
    author.post("/annotations", data={"from": "2025-06-01", "en": "Just now"})
    assert "Just now" in author.get("/?lang=en").text

    page = author.get("/annotations?lang=en").text
    name = re.search(r"/annotations/([0-9a-f]+)/remove.{0,120}Just now", page, re.S)
    assert name
    gone = author.post(f"/annotations/{name[1]}/remove")
    assert "Just now" not in author.get("/?lang=en").text
    assert "Undo" in author.get(gone.headers["location"] + "&lang=en").text
    author.post(f"/annotations/{name[1]}/restore")
    assert "Just now" in author.get("/?lang=en").text
    author.post(f"/annotations/{name[1]}/remove")


def test_what_is_out_of_sight_is_not_noted(author: Visitor) -> None:
    seller = Visitor(author.workspace, "rep", Link(LinkKind.SALES_REP, "R1"))
    page = seller.get("/annotations?lang=en").text

    assert "Strike" in page
    assert "Prices raised" not in page
    stranger = Visitor(author.workspace, "rep", Link(LinkKind.SALES_REP, "nobody"))
    assert "Fair in Brest" not in stranger.get("/annotations?lang=en").text


def test_only_its_author_or_an_administrator_takes_a_note_away(author: Visitor) -> None:
    page = author.get("/annotations").text
    name = re.findall(r"/annotations/([0-9a-f]+)/remove", page)[0]

    manager = Visitor(author.workspace, "finance")
    assert manager.post(f"/annotations/{name}/remove").status_code == 403
    rep = Visitor(author.workspace, "rep")
    assert rep.post("/annotations", data=STRIKE).status_code == 403


@pytest.mark.parametrize(
    "fields", [{"en": ""}, {"from": "yesterday"}, {"to": "2025-01-01"}, {"metric": "revenu"}]
)
def test_a_wrong_note_is_said_on_the_page(author: Visitor, fields: dict[str, str]) -> None:
    answer = author.post("/annotations", data={**STRIKE, "fr": "", **fields})

    assert 400 <= answer.status_code < 500
    assert 'class="note bad"' in answer.text
