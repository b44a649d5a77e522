"""The panel that says why: it comes by itself, follows a click and the keyboard, fits a phone."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Served

pytestmark = pytest.mark.browser

YEAR = "period=custom&from=2025-01-01&to=2025-06-30"


def test_the_panel_comes_by_itself_and_leaves_the_rest_alone(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/metrics/revenue?{YEAR}&lang=en")
    expect(page.locator("#why .message")).to_contain_text("Revenue: €")
    expect(page.locator("#why .bridge").first).to_be_visible()
    assert page.locator("#why").count() == 1
    assert "/why" not in page.url


def test_another_dimension_is_one_click_away(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/metrics/revenue?{YEAR}&lang=en")
    page.locator("#why nav").get_by_role("link", name="Product", exact=True).click()
    expect(page.locator("#why nav [aria-current]")).to_have_text("Product")
    expect(page.locator("#why")).to_contain_text("By kind of effect")
    expect(page.get_by_role("heading", name="Definition")).to_be_visible()


def test_a_click_on_a_member_narrows_the_page(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/metrics/revenue/why?{YEAR}&by=region&lang=en")
    page.locator("#why tbody").get_by_role("link", name="Bretagne", exact=True).click()
    expect(page.locator(".choices")).to_contain_text("Bretagne")
    assert "region=Bretagne" in page.url
    expect(page.locator("#why .message")).to_contain_text("Revenue: €")


def test_a_member_leads_to_its_rows(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/metrics/revenue/why?{YEAR}&by=region&lang=en")
    page.get_by_role("link", name="Rows behind Bretagne").click()
    page.wait_for_url("**/rows?**")
    expect(page.locator(".facts")).to_contain_text("Bretagne")


def test_the_keyboard_reaches_dimensions_and_members(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/metrics/revenue/why?{YEAR}&by=region&lang=en")
    first = page.locator("#why tbody th a").first
    first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#why tbody') !== null")
    tab = page.locator("#why nav a").nth(1)
    name = tab.inner_text()
    tab.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#why nav [aria-current]")).to_have_text(name)


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_it_without_scrolling_sideways(
    page: Page, served: Served, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served.address}/metrics/revenue/why?{YEAR}&by=product&lang=fr")
    expect(page.locator("#why .bridge").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
