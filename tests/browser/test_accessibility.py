"""Axe finds nothing on any page, in light and in dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.web.small_company import late_invoice

from .conftest import Served

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/?region=Bretagne&compare=target",
    "/?category=P",
    "/metrics",
    "/metrics?q=zzz",
    "/metrics/revenue",
    "/metrics/win_rate?by=sales_rep",
    "/metrics/revenue/why?by=product",
    "/metrics/gross_margin_rate/why?by=customer",
    "/find?q=revenue",
    "/wall?board=home&charts=0",
    "/wall/in",
    "/cards/sales_rep/R1",
    "/choose?of=customer",
    "/rows?metric=revenue",
    "/rows?metric=win_rate",
    "/records/invoice/F17-0",
    "/imports",
    "/imports/new",
    "/quarantine",
    "/annotations",
    "/boards",
    "/explore",
    "/account",
    "/account/second-factor",
    "/people",
    "/people/roles",
    "/audit",
    "/privacy",
    "/privacy/notices/customers",
    "/privacy/requests",
    "/privacy/consents",
    "/privacy/consents/account:C1",
    "/privacy/retention",
    "/sign-in",
    "/sign-in/forgotten",
    "/nothing",
)


def findings(
    chromium: Browser, company: Served, address: str, theme: str, width: int = 1280
) -> list[str]:
    # Our own policy would refuse the checker's script.
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    context.add_cookies([company.cookie()])
    page = context.new_page()
    page.goto(
        f"{company.address}{address}{'&' if '?' in address else '?'}brightness={theme}&lang=en"
    )
    page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    context.close()
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_barrier(chromium: Browser, served: Served, address: str, theme: str) -> None:
    assert findings(chromium, served, address, theme) == []


def test_a_phone_has_no_barrier(chromium: Browser, served: Served) -> None:
    assert findings(chromium, served, "/", "light", 390) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_steps_of_an_import_have_no_barrier(
    chromium: Browser, own: Served, tmp_path: Path, theme: str
) -> None:
    context = chromium.new_context()
    context.add_cookies([own.cookie()])
    page = context.new_page()
    page.goto(f"{own.address}/imports/new")
    page.locator("#files").set_input_files(late_invoice(tmp_path / "late"))
    page.locator("button.primary.large").click()
    page.wait_for_selector("form.mapping")
    address = page.url.split("?")[0].removeprefix(own.address)
    assert findings(chromium, own, address, theme) == []

    page.locator("button[value=check]").click()
    page.wait_for_selector("button[value=commit]")
    assert findings(chromium, own, address, theme) == []
    context.close()
