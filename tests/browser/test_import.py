"""Files through the page, from the drop zone to the figures of an open cockpit."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.web.small_company import late_invoice

from .conftest import Served

pytestmark = pytest.mark.browser


def test_an_import_goes_from_files_to_a_report_and_back(
    own: Served, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{own.address}/imports/new?lang=en")
    page.locator("#files").set_input_files(late_invoice(tmp_path / "late"))
    page.get_by_role("button", name="Read the files").click()

    expect(page.get_by_role("heading", name="invoice_line.csv", exact=True)).to_be_visible()
    page.get_by_role("button", name="See what it would change").click()

    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    expect(page.locator(".effects")).to_contain_text("Revenue")
    page.get_by_role("button", name="Import now").click()

    expect(page).to_have_url(re.compile(r"/imports/\d+"))
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()

    page.get_by_text("Undo", exact=True).click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.locator("h1 .badge")).to_have_text("undone")


def test_a_committed_import_moves_an_open_page(own: Served, page: Page, tmp_path: Path) -> None:
    page.goto(f"{own.address}/?lang=en")
    expect(page.locator("#part-revenue data.figure")).to_have_text("€71.1K")
    page.evaluate("window.kept = true")
    page.wait_for_timeout(300)

    intake = own.workspace.intake
    intake.commit(intake.plan(late_invoice(tmp_path / "late")))

    expect(page.locator("#part-revenue data.figure")).to_have_text("€76.1K")
    expect(page.locator("#part-revenue")).to_have_class(re.compile("moved"))
    expect(page.locator("#announcer")).to_have_text("The figures have been updated.")
    assert page.evaluate("window.kept") is True


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(
    own: Served, page: Page, tmp_path: Path
) -> None:
    locked = tmp_path / "nothing.xlsx"
    locked.write_bytes(b"")
    page.goto(f"{own.address}/imports/new?lang=en")

    page.locator("#files").set_input_files(locked)
    page.get_by_role("button", name="Read the files").click()

    expect(page.get_by_role("alert")).to_contain_text("nothing.xlsx")


def test_importing_works_without_scripts(chromium: Browser, own: Served, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([own.cookie()])
    page = context.new_page()
    page.goto(f"{own.address}/imports/new?lang=en")

    page.locator("#files").set_input_files(late_invoice(tmp_path / "late"))
    page.get_by_role("button", name="Read the files").click()

    # The page looks again by itself while it works.
    expect(page.get_by_role("button", name="See what it would change")).to_be_visible()
    context.close()
