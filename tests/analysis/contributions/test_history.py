"""A change is held against the changes that came before it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.metrics.conftest import Fill

from vigie.analysis.contributions.history import Span
from vigie.analysis.contributions.result import Flag, Part
from vigie.kit.periods import Grain, Period

from .conftest import Explain

JUNE: dict[str, Any] = {"date_from": date(2026, 6, 1), "date_to": date(2026, 6, 30)}
Sell = Callable[..., None]


@pytest.fixture(autouse=True)
def company(fill: Fill, sell: Sell) -> None:
    """Alpha buys for about 1000 a month since 2024, Beta too until it stops in June 2026."""
    fill("account", *({"account_id": key, "name": key} for key in ("Alpha", "Beta")))
    for month in range(30):
        day = date(2024 + month // 12, month % 12 + 1, 10).isoformat()
        for customer, shift in (("Alpha", 0), ("Beta", 3)):
            amount = 1000 + (month * month * 7919 + shift * 104729) % 241
            if customer == "Beta" and month == 29:
                amount = 30
            sell((day, customer, None, 1, f"{amount}.00"))


def parts(explain: Explain, **words: Any) -> dict[str | None, Part]:
    (breakdown,) = explain("order_intake", by=("customer",), **words).breakdowns
    return {part.key: part for part in breakdown.parts}


def test_a_customer_who_stops_is_a_signal_and_one_who_varies_is_not(explain: Explain) -> None:
    found = parts(explain, **JUNE)
    assert Flag.SIGNAL in found["Beta"].flags
    assert found["Beta"].score is not None
    assert found["Beta"].score < -3
    assert Flag.USUAL in found["Alpha"].flags


def test_the_whole_is_held_against_its_own_past(explain: Explain) -> None:
    assert Flag.SIGNAL in explain("order_intake", **JUNE).flags
    may = {"date_from": date(2026, 5, 1), "date_to": date(2026, 5, 31)}
    assert Flag.USUAL in explain("order_intake", **may).flags


def test_a_short_past_says_nothing(explain: Explain) -> None:
    early = {"date_from": date(2025, 3, 1), "date_to": date(2025, 3, 31)}
    assert not parts(explain, **early)["Alpha"].flags & {Flag.SIGNAL, Flag.USUAL}


def test_a_rate_is_held_against_the_changes_of_the_rate(explain: Explain) -> None:
    (breakdown,) = explain("average_basket", by=("customer",), **JUNE).breakdowns
    flags = {part.key: part.flags for part in breakdown.parts}
    assert Flag.SIGNAL in flags["Beta"]
    assert Flag.USUAL in flags["Alpha"]


@pytest.mark.parametrize(
    ("period", "compared", "grain", "lag"),
    [
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31"), Grain.MONTH, 12),
        (("2026-06-01", "2026-06-30"), ("2026-05-01", "2026-05-31"), Grain.MONTH, 1),
        (("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-03-31"), Grain.MONTH, 3),
        (("2026-06-01", "2026-06-14"), ("2025-06-01", "2025-06-14"), Grain.WEEK, 52),
        (("2026-06-01", "2026-06-03"), ("2026-05-29", "2026-05-31"), Grain.DAY, 3),
    ],
)
def test_a_period_is_judged_in_buckets_that_fit_it(
    period: tuple[str, str], compared: tuple[str, str], grain: Grain, lag: int
) -> None:
    now, then = (Period(*map(date.fromisoformat, days)) for days in (period, compared))
    span = Span(now, then)
    assert (span.grain, span.lag) == (grain, lag)
