"""Saved views: a menu on every page, private or shared, and one's own first page."""

import re
from collections.abc import Iterator

import pytest

from .conftest import Visitor, open_company

JUNE = "/?period=month&compare=target&region=Bretagne"


@pytest.fixture(scope="module")
def director(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    workspace = open_company(tmp_path_factory.mktemp("views"))
    yield Visitor(workspace, "director")
    workspace.close()


def menu(visitor: Visitor, address: str = "/metrics") -> list[str]:
    """The names in the menu of a page."""
    page = visitor.get(address).text
    return re.findall(r"<li><a href=[^>]*>([^<]*)</a>", page.split('class="view-list"')[-1][:4000])


def test_a_view_is_saved_by_a_name_and_opened_from_any_page(director: Visitor) -> None:
    answer = director.post("/views", data={"address": JUNE, "name": "Brittany"})

    assert answer.headers["location"] == JUNE
    page = director.get("/metrics").text
    assert f'<a href="{JUNE.replace("&", "&amp;")}">Brittany</a>' in page
    assert "Brittany" not in Visitor(director.workspace, "rep").get("/metrics").text


def test_a_view_is_shared_by_those_who_may(director: Visitor) -> None:
    director.post("/views", data={"address": JUNE, "name": "For all", "for": "everyone"})
    rep = Visitor(director.workspace, "rep")
    rep.post("/views", data={"address": JUNE, "name": "Mine", "for": "everyone"})

    assert "For all" in rep.get("/metrics").text
    assert "Mine" not in director.get("/metrics").text


def test_only_its_owner_forgets_a_view(director: Visitor) -> None:
    director.post("/views", data={"address": JUNE, "name": "Short", "for": "everyone"})
    page = director.get("/metrics").text
    name = re.search(r"Short</a>.{0,80}?/views/([0-9a-f]+)/remove", page, re.S)
    assert name

    rep = Visitor(director.workspace, "rep")
    assert rep.post(f"/views/{name[1]}/remove", data={}).status_code == 404
    director.post(f"/views/{name[1]}/remove", data={"back": "/metrics"})
    assert "Short" not in director.get("/metrics").text


def test_any_page_becomes_the_first_one(director: Visitor) -> None:
    director.post("/views/first", data={"address": "/boards/pipeline", "back": "/boards/pipeline"})

    assert director.get("/").headers["location"] == "/boards/pipeline"
    assert director.get("/?lang=fr").status_code == 303
    assert director.get("/?period=year").status_code == 200
    assert Visitor(director.workspace, "rep").get("/").status_code == 200

    director.post("/views/first", data={"back": "/"})
    assert director.get("/").status_code == 200


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", ""]
)
def test_only_our_own_pages_are_saved(director: Visitor, address: str) -> None:
    answer = director.post("/views", data={"address": address, "name": "Away"})

    assert answer.status_code == 422
    assert director.post("/views", data={"address": JUNE, "name": " "}).status_code == 422
    back = {"address": "/", "back": address or "//x"}
    assert director.post("/views/first", data=back).status_code == 422


def test_a_board_that_is_shared_shows_each_reader_what_they_may_see(director: Visitor) -> None:
    made = director.post("/boards", data={"copy_of": "home"}).headers["location"]
    name = made.split("/")[2]
    director.post(f"/boards/{name}/share", data={"role-rep": "see"})
    rep = Visitor(director.workspace, "rep")
    page = rep.get(f"/boards/{name}?lang=en").text

    tile = page.split('id="part-gross_margin_rate"')[1].split("</article>")[0]
    assert "Your role does not show" in tile
    assert "Edit a copy" in page
    assert rep.get(f"/boards/{name}/edit").status_code == 403
    assert rep.post(f"/boards/{name}/share", data={"everyone-": "edit"}).status_code == 403
    assert "Shared with me" in rep.get("/boards?lang=en").text


def test_a_board_is_published_as_yaml_and_taken_back(director: Visitor) -> None:
    made = director.post("/boards", data={"copy_of": "budget"}).headers["location"]
    name = made.split("/")[2]
    director.post(
        f"/boards/{name}/edit", data={"do": "frame", "label-en": "Our budget", "seen": "1"}
    )

    assert director.post(f"/boards/{name}/publish", data={"name": "budget"}).status_code == 303
    file = director.workspace.directory / "dashboards" / "budget.yaml"
    assert file.read_text(encoding="utf-8") == director.get(f"/boards/{name}.yaml").text
    assert "Our budget" in Visitor(director.workspace, "finance").get("/boards/budget").text

    director.post("/boards/budget/revert")
    assert not file.exists()
    assert "Our budget" not in Visitor(director.workspace, "finance").get("/boards/budget").text
    assert director.get("/boards").text.count("Our budget") >= 2


@pytest.mark.parametrize("name", ["../home", "Home", "b-12", "", "a.yaml"])
def test_a_file_is_named_as_files_of_boards_are(director: Visitor, name: str) -> None:
    made = director.post("/boards", data={"copy_of": "budget"}).headers["location"]
    board = made.split("/")[2]

    assert director.post(f"/boards/{board}/publish", data={"name": name}).status_code == 422
    manager = Visitor(director.workspace, "manager")
    assert manager.post(f"/boards/{board}/publish", data={"name": "x"}).status_code == 403


def test_a_board_is_put_away_and_taken_back(director: Visitor) -> None:
    made = director.post("/boards", data={"name": "Passing"}).headers["location"]
    name = made.split("/")[2]

    director.post(f"/boards/{name}/remove")
    assert director.get(f"/boards/{name}").status_code == 404
    assert f"/boards/{name}/restore" in director.get("/boards").text

    assert director.post(f"/boards/{name}/restore").headers["location"] == f"/boards/{name}"
    assert director.get(f"/boards/{name}").status_code == 200
