"""The year added up: the plan of a running period is what should be reached by today."""

from .conftest import Visitor


def test_the_running_month_is_held_against_its_working_days_so_far(visitor: Visitor) -> None:
    asked = "period=custom&from=2025-01-01&to=2025-06-15&lang=en"
    panel = visitor.get(f"/boards/strategy/parts/revenue_pace?{asked}").text

    # January to May: 9,200 + 9,300 + 9,400 + 9,500 + 9,600. Of June's 9,700: 9 of 20 working
    # days, Whit Monday being none.
    assert "€51,365" in panel
    assert "€56,700" not in panel
    # The months to come are whole: July's target is unknown, so the plan ends in June.
    assert "At this pace the year ends at" in panel
