from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, Period, shift

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
CALENDARS = st.integers(1, 12).map(Calendar)


@given(CALENDARS, DAYS, st.sampled_from(Grain))
def test_a_period_holds_its_day_and_the_next_one_follows(
    calendar: Calendar, day: date, grain: Grain
) -> None:
    period = calendar.period(day, grain)
    assert day in period
    following = calendar.period(period.end + timedelta(days=1), grain)
    assert following.start == period.end + timedelta(days=1)
    assert calendar.start(period.end, grain) == period.start


@pytest.mark.parametrize(
    ("day", "fiscal_start", "grain", "start", "end"),
    [
        (date(2026, 3, 31), 4, Grain.FISCAL_YEAR, date(2025, 4, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), 4, Grain.FISCAL_YEAR, date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 1, 15), 4, Grain.FISCAL_QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 1, 15), 2, Grain.FISCAL_QUARTER, date(2025, 11, 1), date(2026, 1, 31)),
        (date(2026, 1, 1), 1, Grain.WEEK, date(2025, 12, 29), date(2026, 1, 4)),
        (date(2024, 2, 29), 1, Grain.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 8, 1), 1, Grain.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_periods_worked_out_by_hand(
    day: date, fiscal_start: int, grain: Grain, start: date, end: date
) -> None:
    assert Calendar(fiscal_start).period(day, grain) == Period(start, end)


@pytest.mark.parametrize(
    ("day", "grain", "count", "expected"),
    [
        (date(2024, 2, 29), Grain.YEAR, -1, date(2023, 2, 28)),
        (date(2026, 1, 31), Grain.MONTH, 1, date(2026, 2, 28)),
        (date(2026, 1, 31), Grain.QUARTER, -1, date(2025, 10, 31)),
        (date(2026, 1, 1), Grain.WEEK, -1, date(2025, 12, 25)),
        (date(2026, 3, 1), Grain.DAY, -1, date(2026, 2, 28)),
    ],
)
def test_days_are_moved_by_whole_periods(
    day: date, grain: Grain, count: int, expected: date
) -> None:
    assert shift(day, grain, count) == expected


def test_the_periods_of_a_span_are_whole_and_in_order() -> None:
    span = Period(date(2026, 1, 15), date(2026, 3, 2))
    starts = [period.start for period in Calendar().periods(span, Grain.MONTH)]
    assert starts == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


def test_last_includes_the_running_period() -> None:
    today = date(2026, 11, 21)
    assert Calendar().last("12 months", today) == Period(date(2025, 12, 1), today)
    assert Calendar().last(" 1 Week ", today) == Period(date(2026, 11, 16), today)


@pytest.mark.parametrize("words", ["", "months", "0 days", "12 moons", "-3 days", "12"])
def test_a_length_that_means_nothing_is_refused(words: str) -> None:
    with pytest.raises(Invalid, match="is not a length of time"):
        Calendar().last(words, date(2026, 1, 1))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Invalid, match="swap the two dates"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_a_period_is_cut_for_a_comparison_to_date() -> None:
    month = Period(date(2026, 11, 1), date(2026, 11, 30))
    assert month.until(date(2026, 11, 21)).end == date(2026, 11, 21)
    assert month.until(date(2026, 12, 21)) == month
