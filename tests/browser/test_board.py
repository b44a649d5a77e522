"""The board in a real browser: filters, cross-filter, keyboard, phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Served

pytestmark = pytest.mark.browser


def revenue(page: Page) -> str:
    return page.locator("#part-revenue data.figure").inner_text()


def test_a_filter_moves_the_address_and_back_returns(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")
    before = revenue(page)

    page.get_by_role("link", name="This month").click()
    expect(page).to_have_url(re.compile("period=month"))
    expect(page.locator("#part-revenue data.figure")).not_to_have_text(before)

    page.go_back()
    expect(page.locator("#part-revenue data.figure")).to_have_text(before)
    expect(page.get_by_role("link", name="Year to date")).to_have_attribute("aria-current", "true")


def test_a_filter_swaps_the_board_without_a_reload(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")
    page.evaluate("window.kept = true")

    page.get_by_role("link", name="Last 12 months").click()
    expect(page).to_have_url(re.compile("period=12-months"))

    assert page.evaluate("window.kept") is True


def test_a_menu_chooses_several_values_at_once(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.locator(".menus summary", has_text="Region").click()
    page.get_by_role("checkbox", name="Bretagne").check()
    page.get_by_role("checkbox", name="Occitanie").check()
    page.locator(".menu[open] button").click()

    expect(page).to_have_url(re.compile("region=Bretagne&region=Occitanie"))
    expect(page.locator(".choices .choice")).to_have_count(3)


def test_a_click_on_the_map_narrows_the_board_and_a_chip_widens_it(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.address}/?lang=en")
    whole = revenue(page)

    page.locator("a.region[aria-label^=Bretagne]").click()
    expect(page).to_have_url(re.compile("region=Bretagne"))
    expect(page.locator("#part-revenue data.figure")).not_to_have_text(whole)

    page.get_by_role("link", name="Remove the filter Region: Bretagne").click()
    expect(page.locator("#part-revenue data.figure")).to_have_text(whole)


def test_a_tile_leads_to_its_indicator_and_to_the_rows(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en&region=Bretagne")

    page.locator("#part-revenue").click()
    expect(page).to_have_url(re.compile("/metrics/revenue.*region=Bretagne"))
    page.get_by_role("link", name="Rows behind the figure").click()
    expect(page.get_by_role("heading", name="Rows behind Revenue")).to_be_visible()
    page.locator("table.rows a").first.click()
    expect(page).to_have_url(re.compile("/records/invoice/"))


def test_keys_help_and_walk_a_chart(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()

    page.locator("#part-revenue_by_month svg a").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tooltip")).to_contain_text("Feb 2025")
    page.keyboard.press("Escape")
    expect(page.locator("#tooltip")).to_be_hidden()


def test_a_tooltip_tells_the_whole_figure(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.locator("#part-revenue data.figure").hover(force=True)

    expect(page.locator("#tooltip")).to_contain_text("€71,100.00")


def test_brightness_changes_at_once_and_is_kept(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("link", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_narrow_screens_scroll_one_way_only(page: Page, served: Served, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    for address in ("/", "/metrics", "/metrics/revenue", "/rows?metric=revenue", "/imports/new"):
        page.goto(f"{served.address}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_board_works_without_scripts(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([served.cookie()])
    page = context.new_page()
    page.goto(f"{served.address}/?lang=en")

    page.get_by_role("link", name="This month").click()

    expect(page).to_have_url(re.compile("period=month"))
    expect(page.locator("#part-revenue data.figure")).to_have_text("€12.6K")
    context.close()


def test_focus_stays_on_the_mark_that_filters(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    page.locator("#part-top_customers tbody a", has_text="Maison Morel").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("customer=C5"))

    expect(page.locator("#part-top_customers tbody a", has_text="Maison Morel")).to_be_focused()


def test_on_paper_a_board_keeps_its_places(page: Page, served: Served) -> None:
    # A4 upright, which a printer measures before the page is turned.
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(f"{served.address}/?lang=en")

    room = page.locator(".panels").evaluate("one => one.clientWidth")
    widths = page.locator(".panels > .panel").evaluate_all(
        "all => all.map(one => [one.className, one.offsetWidth])"
    )

    assert len(widths) > 3
    for css, width in widths:
        share = int(css.split("across-")[1][0]) / 6
        assert width == pytest.approx(share * room, abs=20), css


def test_the_board_that_is_read_is_in_sight_on_a_phone(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served.address}/boards/impact?lang=en")

    current = page.locator(".boards > [aria-current]")
    left, width = current.evaluate("one => [one.getBoundingClientRect().left, innerWidth]")

    assert 0 <= left < width
