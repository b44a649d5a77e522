"""The palette from the keyboard alone, as a screen reader follows it."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Served

pytestmark = pytest.mark.browser


def test_a_line_of_words_leads_anywhere(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.keyboard.press("Control+k")
    line = page.get_by_role("combobox")
    expect(line).to_be_focused()
    page.keyboard.type("morel")
    expect(page.get_by_role("option", name="Maison Morel")).to_have_attribute(
        "aria-selected", "true"
    )
    pointed = line.get_attribute("aria-activedescendant")
    assert page.locator(f"#{pointed}").inner_text().startswith("Maison Morel")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("customer=C5"))


def test_arrows_choose_and_escape_closes(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.get_by_role("link", name="Find…").click()
    offers = page.locator("#palette").get_by_role("option")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(offers.nth(1)).to_have_attribute("aria-selected", "true")
    expect(offers.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_any_dimension_is_chosen_from_the_keyboard(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.locator("summary", has_text="Filter…").press("Enter")
    page.get_by_role("link", name="Product", exact=True).press("Enter")
    page.locator("#choosing-q").fill("gaz")
    expect(page.locator("#found input")).to_have_count(1)
    page.get_by_role("checkbox", name="Gaz R32").press("Space")
    page.get_by_role("button", name="All but these").press("Enter")

    expect(page).to_have_url(re.compile("product=X2&except=product"))
    page.get_by_role("link", name="Remove the filter Product: all but Gaz R32").press("Enter")
    expect(page).not_to_have_url(re.compile("except"))
