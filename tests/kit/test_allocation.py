from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.allocation.declared import TargetsForm
from vigie.kit.allocation.rules import Members, Spread
from vigie.kit.allocation.shares import CENT, day_weights, fractions, pace, reached, shared
from vigie.kit.calendar.working import WorkingDays
from vigie.kit.periods import Period

WHOLES = st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False)
WEIGHTS = st.lists(st.one_of(st.integers(-5, 10**9), st.just(0)), min_size=1, max_size=60)
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))  # seventeen working days


@settings(deadline=None, max_examples=60)
@given(WHOLES, WEIGHTS)
def test_parts_sum_to_the_whole(whole: Decimal, weights: list[int]) -> None:
    parts = shared(whole, weights)
    assert sum(parts, Decimal(0)) == whole
    assert len(parts) == len(weights)


@settings(deadline=None, max_examples=60)
@given(WHOLES, WEIGHTS)
def test_each_part_is_its_share_to_the_cent(whole: Decimal, weights: list[int]) -> None:
    counted = [max(weight, 0) for weight in weights]
    if not any(counted):
        counted = [1] * len(counted)
    for part, weight in zip(shared(whole, weights), counted, strict=True):
        assert abs(part - whole * weight / sum(counted)) <= CENT + Decimal("0.00001")


@settings(deadline=None, max_examples=60)
@given(WHOLES, st.lists(st.integers(0, 100), min_size=2, max_size=40), st.data())
def test_longer_periods_are_the_sums_of_shorter_ones(
    whole: Decimal, weights: list[int], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(weights) - 1))
    days = shared(whole, weights)
    edges = fractions(weights)
    first = reached(whole, edges[cut])
    assert (sum(days[:cut], Decimal(0)), sum(days[cut:], Decimal(0))) == (first, whole - first)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 30), "0"),
        (date(2026, 5, 1), "0"),  # Labour Day
        (date(2026, 5, 4), "1000.00"),  # the first working day of seventeen
        (date(2026, 5, 15), "8000.00"),  # a Friday: 4, 5, 6, 7, 11, 12, 13 and 15 May
        (date(2026, 5, 17), "8000.00"),
        (date(2026, 5, 31), "17000"),
        (date(2026, 6, 30), "17000"),
    ],
)
def test_the_pace_follows_the_working_days(day: date, expected: str) -> None:
    assert pace(Decimal(17000), MAY, day, WorkingDays()) == Decimal(expected)


def test_a_period_without_work_advances_day_by_day() -> None:
    weekend = Period(date(2026, 5, 2), date(2026, 5, 3))
    assert not any(day_weights(weekend, WorkingDays()))
    assert pace(Decimal(10), weekend, date(2026, 5, 2), WorkingDays()) == 5


def test_the_first_rule_that_speaks_of_a_set_holds() -> None:
    form = TargetsForm.model_validate(
        {
            "spread": "working_days",
            "sets": [
                {"metric": "revenue", "kind": "budget", "spread": "last_year"},
                {"scope": "company", "spread": "days", "members": "last_year"},
            ],
        }
    )
    rules = form.allocation
    assert rules.rule("revenue", "budget", "company").spread is Spread.LAST_YEAR
    assert rules.rule("orders", "budget", "company").members is Members.LAST_YEAR
    assert rules.rule("orders", "objective", "team").spread is Spread.WORKING_DAYS
