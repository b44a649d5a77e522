"""Zoom in time: years, months, days and rows, each by an address."""

import re

from .conftest import Visitor
from .small_company import revenue

MONTH = "/metrics/revenue?period=custom&from=2025-03-01&to=2025-03-31&lang=en"


def course(page: str) -> str:
    return page.split('aria-label="Course over time"')[1].split("</section>")[0]


def test_a_month_is_shown_by_its_days_and_a_day_leads_to_its_rows(visitor: Visitor) -> None:
    drawn = course(visitor.get(MONTH).text)

    assert len(re.findall(r'<a class="slot"', drawn)) == 31
    assert re.search(r'href="/rows\?[^"]*from=2025-03-05&amp;to=2025-03-05', drawn)


def test_a_long_period_is_shown_by_years_and_a_year_opens_its_months(visitor: Visitor) -> None:
    years = course(visitor.get("/metrics/revenue?period=custom&from=2021-01-01&lang=en").text)
    links = re.findall(r'<a class="slot[^>]*href="([^"]*)"', years)
    months = course(visitor.get(links[3].replace("&amp;", "&") + "&lang=en").text)

    assert len(links) == 5
    assert f"{float(revenue(0, 11)):,.2f}" in years
    assert len(re.findall(r'class="slot"', months)) == 12


def test_the_way_out_stands_above_the_chart(visitor: Visitor) -> None:
    trail = visitor.get(MONTH).text.split('aria-label="Zoom in time"')[1].split("</nav>")[0]

    assert re.findall(r">([^<>]+)</(?:a|span)>", trail) == ["All years", "2025", "Mar 2025"]
    assert "from=2025-01-01&amp;to=2025-06-30" in trail
