"""Axe finds nothing on any page, and every page fits 320 px: light and dark, in both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import Served
from .pages import NO_PAGE, PAGES, routes, things

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NARROWEST = 320  # px: 1280 px at a magnification of four (WCAG 1.4.10)
SHOWN = [
    ("lang=en&brightness=light", 1280),
    ("lang=fr&brightness=dark", NARROWEST),
]


@pytest.fixture(scope="module")
def known(served: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return things(served, tmp_path_factory.mktemp("things"))


@pytest.fixture(scope="module")
def tab(chromium: Browser, served: Served) -> Iterator[Page]:
    """One tab for all pages, in which the checker's script is not refused by our own policy."""
    context = chromium.new_context(bypass_csp=True)
    context.add_cookies([served.cookie()])
    yield context.new_page()
    context.close()


def findings(tab: Page) -> list[str]:
    """What axe finds on the page, and how far the page is too wide."""
    tab.wait_for_function("!document.querySelector('#board:not(.settled)')")
    tab.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = tab.evaluate("axe.run().then((result) => result.violations)")
    width = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    wide = [f"{width} px too wide"] if width > 0 else []
    return wide + [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def test_every_route_is_looked_at() -> None:
    assert {*routes()} == PAGES.keys() | NO_PAGE


@pytest.mark.parametrize("page", [page for pages in PAGES.values() for page in pages])
def test_a_page_has_no_barrier(tab: Page, served: Served, known: dict[str, str], page: str) -> None:
    address = served.address + page.format_map(known)
    for question, width in SHOWN:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(f"{address}{'&' if '?' in page else '?'}{question}")
        assert findings(tab) == [], question
