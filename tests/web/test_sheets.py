"""The style sheets leave as one, none forgotten."""

import re

from vigie.web import sheets
from vigie.web.pages import STATIC

from .conftest import Visitor


def test_every_sheet_of_the_folder_is_sent_in_the_declared_order(visitor: Visitor) -> None:
    answer = visitor.get("/static/cockpit.css")

    assert answer.headers["Content-Type"].startswith("text/css")
    heads = [file.read_text(encoding="utf-8").splitlines()[0] for file in sheets.files(STATIC)]
    assert [line for line in answer.text.splitlines() if line in heads] == heads
    assert {file.name for file in (STATIC / "css").iterdir()} == {
        f"{name}.css" for name in sheets.ORDER
    }


def test_a_page_asks_for_one_sheet_only(visitor: Visitor) -> None:
    assert visitor.get("/").text.count('rel="stylesheet"') == 1


def test_what_the_sheet_names_is_there(visitor: Visitor) -> None:
    named = re.findall(r'url\("([^"]+)"\)', visitor.get("/static/cockpit.css").text)

    assert named
    for address in named:
        assert visitor.get(f"/static/{address}").status_code == 200
