"""The wall turns by itself, says when it has lost the server, and finds it again."""

import pytest
from playwright.sync_api import Browser, expect

from .conftest import Served

pytestmark = pytest.mark.browser


def test_it_turns_waits_for_a_lost_server_and_goes_on(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies([served.cookie()])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{served.address}/wall?board=home&charts=1&every=5&night=0-23&lang=en")
    expect(page.locator("#part-revenue")).to_be_visible()
    expect(page.locator("button, input, select")).to_have_count(0)
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.tile-name')).fontSize)"
    )
    assert size / page.viewport_size["width"] >= 0.015  # 28 px on a screen of 1920

    page.clock.run_for(5_500)
    expect(page.locator("#part-revenue_by_month")).to_be_visible()

    page.route("**/wall?**", lambda route: route.fulfill(status=503))
    page.clock.run_for(5_500)
    expect(page.locator(".wall-lost")).to_be_visible()

    page.unroute("**/wall?**")
    page.clock.run_for(5_500)
    expect(page.locator(".wall-lost")).to_be_hidden()
    expect(page.locator("#part-revenue")).to_be_visible()
    context.close()
