"""Sheets and scripts leave as few files, none forgotten."""

import re

import pytest

from vigie.web.bundles import BUNDLES, SCRIPTS, SHEETS
from vigie.web.pages import STATIC

from .conftest import Visitor

ALONE = {"making.js", "wall.js"}  # asked for by one page
DECLARED = re.compile(r"^(?:async )?(?:const|let|class|function) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("bundle", BUNDLES)
def test_every_file_is_sent_in_the_declared_order(visitor: Visitor, bundle: str) -> None:
    told = visitor.get(f"/static/{bundle}").text.splitlines()
    heads = [(STATIC / name).read_text("utf-8").splitlines()[0] for name in BUNDLES[bundle]]
    assert [line for line in told if line in heads] == heads


def test_no_file_is_forgotten() -> None:
    files = {file.name for folder in ("css", "js") for file in (STATIC / folder).iterdir()}
    assert files - ALONE == {f"{name}.css" for name in SHEETS} | {f"{name}.js" for name in SCRIPTS}


def test_scripts_that_share_a_scope_have_names_of_their_own(visitor: Visitor) -> None:
    told = visitor.get("/static/cockpit.js").text
    names = DECLARED.findall(told)
    assert "show" in names
    assert len(names) == len(set(names))
    assert not re.search(r"^(?:import|export) ", told, re.MULTILINE)


def test_a_bundle_is_sent_as_the_browser_takes_it(visitor: Visitor) -> None:
    packed = visitor.get("/static/cockpit.css", headers={"Accept-Encoding": "gzip"})
    plain = visitor.get("/static/cockpit.css", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"].startswith("text/css")
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 3
    assert packed.text == plain.text


def test_a_page_asks_for_one_sheet_and_two_scripts(visitor: Visitor) -> None:
    page = visitor.get("/").text
    assert page.count('rel="stylesheet"') == 1
    assert page.count("<script") == 2


def test_what_the_sheet_names_is_there(visitor: Visitor) -> None:
    named = re.findall(r'url\("([^"]+)"\)', visitor.get("/static/cockpit.css").text)

    assert named
    for address in named:
        assert visitor.get(f"/static/{address}").status_code == 200
