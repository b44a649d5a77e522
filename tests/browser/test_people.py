"""Signing in as people do it: by keyboard, on a phone, and through another's eyes."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.signing import person_of

from .conftest import Served

pytestmark = pytest.mark.browser
PASSWORD = "lanterne orage tricycle"


def test_the_keyboard_alone_signs_in_and_comes_back(page: Page, own: Served) -> None:
    people = own.workspace.people
    people.passwords.choose(people.directory.add("ada@froid.fr", "Ada", "director"), PASSWORD)
    page.context.clear_cookies()
    page.goto(f"{own.address}/metrics?lang=en&q=revenue")
    expect(page).to_have_title("Sign in · Froid & Cie · Vigie")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("ada@froid.fr")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/metrics?**")
    assert "q=revenue" in page.url
    expect(page.get_by_role("link", name="Ada")).to_be_visible()


def test_pages_of_people_fit_on_a_phone(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    context.add_cookies([served.cookie()])
    page = context.new_page()
    for address in ("/account", "/people", "/people/roles", "/audit", "/sign-in"):
        page.goto(served.address + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, address
    context.close()


def test_an_administrator_looks_through_other_eyes_and_comes_back(page: Page, own: Served) -> None:
    viewer = person_of(own.workspace, "viewer")
    page.goto(f"{own.address}/people/{viewer.id}?lang=en")
    page.get_by_role("button", name="See what they see").click()
    expect(page.get_by_text("You see what Viewer sees.")).to_be_visible()
    expect(page.get_by_role("link", name="Imports")).to_have_count(0)
    page.get_by_role("button", name="Back to myself").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
