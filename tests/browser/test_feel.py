"""How the cockpit feels: nothing jumps, old figures stay, a lost line is said."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import Served

pytestmark = pytest.mark.browser
SHIFTS = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 200);
})"""
SCRIPT_KB = 40


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_shifts_while_a_board_comes_and_while_it_is_filtered(
    page: Page, served: Served, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.address}/?lang=en", wait_until="load")
    assert page.evaluate(SHIFTS) == pytest.approx(0, abs=0.001)


def test_what_is_below_the_fold_waits_until_the_rest_stands(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{served.address}/?lang=en")
    last = page.locator(".panel-charts").last
    laid_out = "(charts) => charts.firstElementChild.checkVisibility({contentVisibilityAuto: true})"

    expect(page.locator("#board")).to_have_class("board settled")
    assert last.evaluate(laid_out)
    page.evaluate("document.getElementById('board').classList.remove('settled')")
    assert not last.evaluate(laid_out)


def test_links_of_a_board_swap_it_in_the_page(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")
    page.evaluate("window.stays = true")

    page.get_by_role("link", name="This month").click()
    page.wait_for_url("**/?period=month**")
    page.locator("#part-top_customers th a").first.click()
    page.wait_for_url("**customer=**")
    page.go_back()
    page.wait_for_url("**/?period=month**")
    assert page.evaluate("window.stays")


def test_old_figures_are_dimmed_until_new_ones_come(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")
    held: list[Route] = []
    page.route("**/?period=month**", lambda route: held.append(route))

    page.get_by_role("link", name="This month").click()
    expect(page.locator("#board")).to_have_class(re.compile("htmx-request"))
    expect(page.locator("#part-revenue data.figure")).to_be_visible()
    expect(page.locator(".tiles")).to_have_css("opacity", "0.45")

    held[0].continue_()
    expect(page.locator("#board")).not_to_have_class(re.compile("htmx-request"))
    expect(page.locator(".tiles")).to_have_css("opacity", "1")


def test_a_lost_line_is_said_until_it_is_back(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([served.cookie()])
    page = context.new_page()
    page.goto(f"{served.address}/?lang=en")

    context.set_offline(True)
    expect(page.locator("#offline")).to_contain_text("No connection: the figures are those of")
    expect(page.locator("#part-revenue data.figure")).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    context.close()


def test_scripts_are_light_and_nothing_comes_from_elsewhere(page: Page, served: Served) -> None:
    talk = page.context.new_cdp_session(page)
    talk.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    hosts: set[str] = set()
    talk.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    talk.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    page.goto(f"{served.address}/?lang=en", wait_until="load")

    script = sum(size for name, size in weights.items() if kinds.get(name) == "Script")
    assert 0 < script < SCRIPT_KB * 1024
    assert hosts == {urlsplit(served.address).netloc}


def test_who_wants_no_motion_gets_none(page: Page, served: Served) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{served.address}/?lang=en")

    moving = page.evaluate(
        "[...document.querySelectorAll('main *')].filter((one) => {"
        "  const style = getComputedStyle(one);"
        "  return parseFloat(style.animationDuration) > 0 && style.animationName !== 'none';"
        "}).length"
    )
    assert moving == 0
