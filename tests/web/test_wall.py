"""The wall: boards in turn, for a screen that may only look."""

from datetime import timedelta
from pathlib import Path

import pytest

from vigie.people.permission import Permission

from .conftest import Visitor, open_company
from .signing import person_of

WALL = "/wall?board=home&board=strategy&every=10&charts=1&lang=en"


def test_the_steps_are_the_tiles_and_the_charts_of_each_board(visitor: Visitor) -> None:
    titles = [visitor.get(f"{WALL}&at={at}").text for at in range(5)]

    assert 'id="part-revenue"' in titles[0]
    assert 'id="part-revenue_by_month"' in titles[1]
    assert "<h1>Strategy</h1>" in titles[2]
    assert 'data-next="/wall?board=home&amp;board=strategy&amp;every=10' in titles[2]
    assert titles[0].split("<header")[1][:80] == titles[4].split("<header")[1][:80]


@pytest.mark.parametrize("wrong", ["every=1", "board=nothing", "night=soon", "at=-1"])
def test_a_wrong_address_is_refused(visitor: Visitor, wrong: str) -> None:
    assert 400 <= visitor.get(f"/wall?{wrong}").status_code < 500


def test_a_screen_comes_in_with_a_token_and_only_looks(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    owner = person_of(workspace, "admin")
    both = [Permission.SEE_FIGURES, Permission.MANAGE_PEOPLE]
    _, secret = workspace.people.tokens.make(owner.id, "screen", both, timedelta(days=1))
    screen = Visitor(workspace, None)

    assert screen.get("/wall").status_code == 303
    assert screen.post("/wall/in", data={"token": "guessed"}).status_code == 422
    let_in = screen.post("/wall/in", data={"token": secret, "next": "https://elsewhere.example"})
    assert let_in.status_code == 303
    assert let_in.headers["location"] == "/wall"
    assert "HttpOnly" in let_in.headers["set-cookie"]

    screen.cookies = {"vigie_wall": secret}
    assert screen.get("/wall").status_code == 200
    assert screen.get("/people").status_code == 403
    assert screen.get("/rows?metric=revenue").status_code == 403
    workspace.close()
