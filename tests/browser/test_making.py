"""Making a board in a real browser: by mouse, by keys alone, on a phone, without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Served

pytestmark = pytest.mark.browser


def names(page: Page, row: str) -> list[str]:
    """The parts of a row, in their order."""
    frames = page.locator(f".{row} > .frame")
    return [frames.nth(index).get_attribute("data-part") or "" for index in range(frames.count())]


def open_copy(page: Page, company: Served, board: str = "/") -> None:
    page.goto(f"{company.address}{board}?lang=en")
    page.get_by_role("button", name="Edit a copy").click()
    expect(page).to_have_url(re.compile(r"/boards/b-[0-9a-f]+/edit"))


def test_a_copy_is_made_filled_settled_and_read(page: Page, served: Served) -> None:
    open_copy(page, served)

    page.get_by_placeholder("Revenue, margin, visits…").fill("orders placed")
    page.get_by_role("button", name="Add Orders as a figure").click()
    expect(page.locator("#frame-orders")).to_be_visible()

    page.get_by_role("link", name="Settings of Largest customers").click()
    page.get_by_text("Bridge", exact=True).click()
    expect(page.locator("#frame-top_customers .chart-bridge")).to_be_visible()
    page.get_by_label("English").fill("Who moved it")
    expect(page.locator("#frame-top_customers .panel-title")).to_contain_text("Who moved it")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#settings")).to_have_count(0)

    page.get_by_role("link", name="Done").click()
    expect(page.locator("#part-orders")).to_be_visible()
    expect(page.locator("#part-top_customers .panel-title")).to_contain_text("Who moved it")


def test_a_chart_is_dragged_and_resized_with_the_mouse(page: Page, served: Served) -> None:
    open_copy(page, served)
    handle = page.locator("#handle-channels")
    handle.scroll_into_view_if_needed()
    target = page.locator("#frame-pipeline").bounding_box()
    start = handle.bounding_box()
    assert target
    assert start

    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 60, steps=6)
    page.mouse.up()
    expect(page.locator("#frame-channels + #frame-pipeline")).to_be_visible()

    grip = page.locator("#frame-pipeline .grip")
    grip.scroll_into_view_if_needed()
    corner = grip.bounding_box()
    assert corner
    page.mouse.move(corner["x"] + 8, corner["y"] + 8)
    page.mouse.down()
    page.mouse.move(corner["x"] + 420, corner["y"] + 8, steps=6)
    page.mouse.up()
    expect(page.locator("#frame-pipeline")).to_have_attribute("data-columns", "6")

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#frame-pipeline")).to_have_attribute("data-columns", "3")


def test_keys_alone_move_resize_and_undo(page: Page, served: Served) -> None:
    open_copy(page, served)
    order = names(page, "tiles")

    page.locator("#handle-revenue").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announcer")).to_have_text("Revenue: place 2 of 7.")
    expect(page.locator("#handle-revenue")).to_be_focused()
    assert names(page, "tiles") == [order[1], order[0], *order[2:]]

    page.locator("#handle-team").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#frame-team")).to_have_attribute("data-columns", "4")
    expect(page.locator("#announcer")).to_contain_text("4 columns wide")

    page.keyboard.press("Enter")
    page.locator("#frame-team .menu[open] button", has_text="Taller").press("Enter")
    expect(page.locator("#frame-team")).to_have_attribute("data-rows", "2")

    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#frame-team")).to_have_attribute("data-rows", "1")


def test_a_part_is_narrowed_and_says_so(page: Page, served: Served) -> None:
    open_copy(page, served)

    page.get_by_role("link", name="Settings of Revenue", exact=True).click()
    page.locator("select[name=set-period]").select_option(label="This month")
    page.locator("select[name=set-narrow]").select_option(label="Customer's region")
    page.get_by_role("checkbox", name="Bretagne").check()
    expect(page.locator("#frame-revenue .pinned")).to_have_text(["This month", "Bretagne"])
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Done").click()

    expect(page.locator("#part-revenue .pinned")).to_have_text(["This month", "Bretagne"])


def test_a_phone_makes_a_board_without_a_mouse(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_copy(page, served)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Settings of Pipeline by stage").click()
    expect(page.locator("#frame-pipeline")).to_be_visible()
    expect(page.locator("#frame-team")).to_be_hidden()
    page.get_by_role("link", name="Cancel").click()
    page.locator("#handle-pipeline").click()
    page.locator("#frame-pipeline .menu[open] button", has_text="Earlier").click()
    expect(page.locator("#announcer")).to_contain_text("Pipeline by stage: place 4")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_board_is_made_without_scripts(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([served.cookie()])
    page = context.new_page()
    open_copy(page, served)

    page.get_by_placeholder("Revenue, margin, visits…").fill("orders placed")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Add Orders as a figure").click()
    page.locator("#handle-orders").click()
    page.locator("#frame-orders .menu[open] button", has_text="Earlier").click()
    assert names(page, "tiles")[-2:] == ["orders", "nps"]

    page.get_by_role("button", name="Remove Orders", exact=True).click()
    page.get_by_role("button", name="Undo").click()
    assert "orders" in names(page, "tiles")
    context.close()


def test_only_the_editor_loads_its_script(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/")
    assert page.locator("script[src*='making.js']").count() == 0

    size = (Path(__file__).parents[2] / "src/vigie/web/static/js/making.js").stat().st_size
    assert size < 8_000


def test_a_note_is_flagged_on_the_chart(page: Page, own: Served) -> None:
    page.goto(f"{own.address}/annotations?lang=en")
    page.locator("input[name=from]").fill("2025-03-10")
    page.get_by_label("What happened (English)").fill("Strike at the carrier")
    page.get_by_role("button", name="Write it down").click()

    page.goto(f"{own.address}/metrics/revenue")
    expect(page.locator(".flag text").first).to_have_text("1")
    expect(page.locator(".flagged")).to_contain_text("Strike at the carrier")


def test_a_view_keeps_the_question_that_the_page_asks_now(page: Page, own: Served) -> None:
    page.goto(f"{own.address}/?lang=en")
    page.get_by_role("link", name="This month").click()
    expect(page).to_have_url(re.compile("period=month"))

    page.get_by_label("Saved views").click()
    page.get_by_placeholder("Name of this view").fill("My month")
    page.get_by_role("button", name="Save this page").click()

    page.goto(f"{own.address}/metrics")
    page.get_by_label("Saved views").click()
    page.get_by_role("link", name="My month").click()
    expect(page).to_have_url(re.compile("period=month"))
