"""Everything a mouse does, by keys alone: focus is always seen, and Esc closes what was opened."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.small_company import late_invoice

from .conftest import Served
from .walk import stops, to, use

pytestmark = pytest.mark.browser


def test_the_first_page_is_walked_from_its_head_to_its_foot(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    met = list(stops(page))

    assert met[0].name == "Skip to the content"
    rooms = [stop.room for stop in met if stop.room]
    assert list(dict.fromkeys(rooms)) == ["header", "main", "footer"]
    assert rooms == sorted(rooms, key=["header", "main", "footer"].index)
    names = [stop.name for stop in met]
    assert names.index("This month") < names.index("Revenue") < names.index("Take away: Revenue")


def test_a_figure_is_followed_to_one_invoice_and_back(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")
    use(page, "This month")
    expect(page).to_have_url(re.compile("period=month"))
    use(page, "Bretagne")
    expect(page).to_have_url(re.compile("region=Bretagne"))
    use(page, "Revenue", "Shift+Tab")
    expect(page).to_have_url(re.compile("/metrics/revenue.*region=Bretagne"))

    use(page, "Rows behind the figure")
    expect(page.get_by_role("heading", name="Rows behind Revenue")).to_be_visible()
    use(page, "N° F17-")
    expect(page).to_have_url(re.compile("/records/invoice/"))
    page.go_back()
    expect(page.get_by_role("heading", name="Rows behind Revenue")).to_be_visible()


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/?lang=en")

    for opener, inside in (("Region", "Bretagne"), ("Take away: Revenue", "PNG")):
        use(page, opener)
        to(page, inside)
        page.keyboard.press("Escape")
        expect(page.locator("details.menu[open], details.take[open]")).to_have_count(0)
        expect(page.locator("summary:focus")).to_have_count(1)


def test_a_question_is_asked_and_put_on_a_board(page: Page, own: Served) -> None:
    page.goto(f"{own.address}/explore?lang=en")
    to(page, "Add an indicator")
    page.keyboard.type("Orders")
    use(page, "Add")
    expect(page).to_have_url(re.compile("metric=.*orders"))
    use(page, "Remove Revenue", "Shift+Tab")
    expect(page).not_to_have_url(re.compile("metric=revenue"))
    to(page, "Add a dimension")
    page.keyboard.type("Sales team")
    use(page, "Add")
    expect(page).to_have_url(re.compile("by=team"))
    use(page, "Put it there")
    expect(page).to_have_url(re.compile(r"/boards/b-"))


def test_a_note_and_a_view_are_written(page: Page, own: Served) -> None:
    page.goto(f"{own.address}/annotations?lang=en")
    to(page, "What happened (English)")
    page.keyboard.type("Strike at the carrier")
    use(page, "Write it down")
    expect(page.locator(".entries")).to_contain_text("Strike at the carrier")

    page.goto(f"{own.address}/metrics/revenue?lang=en")
    use(page, "Saved views")
    to(page, "Name of this view")
    page.keyboard.type("Revenue alone")
    use(page, "Save this page")
    expect(page.locator(".view-list a")).to_have_text("Revenue alone")
    use(page, "Saved views")
    to(page, "Revenue alone")


def test_files_are_imported(page: Page, own: Served, tmp_path: Path) -> None:
    page.goto(f"{own.address}/imports/new?lang=en")
    page.locator("#files").set_input_files(late_invoice(tmp_path / "late"))
    use(page, "Read the files")
    expect(page.get_by_role("heading", name="invoice_line.csv", exact=True)).to_be_visible()
    use(page, "See what it would change")
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    use(page, "Import now")
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()


def test_a_card_is_opened_and_somebody_signs_out(page: Page, own: Served) -> None:
    page.goto(f"{own.address}/boards/sales_force?lang=en")
    use(page, "Cards for one-to-ones")
    use(page, "Anne Petit")
    expect(page).to_have_url(re.compile("/cards/sales_rep/R1"))
    expect(page.get_by_role("heading", name="Anne Petit")).to_be_visible()
    use(page, "Admin")
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    use(page, "Sign out")
    expect(page).to_have_url(re.compile("/sign-in"))
