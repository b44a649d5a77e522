"""A card for a one-to-one is printed on one page."""

import re

import pytest
from playwright.sync_api import Page

from .conftest import Served

pytestmark = pytest.mark.browser


def test_a_card_is_one_printed_page(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/cards/sales_rep/R1?lang=fr")

    printed = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
