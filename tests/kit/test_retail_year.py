from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.calendar.retail import Pattern, RetailYear, YearEnd
from vigie.kit.periods import Grain, Period

# The calendar of the National Retail Federation: 4-5-4, weeks from Sunday, February to January.
NRF = RetailYear(Pattern.FOUR_FIVE_FOUR, YearEnd.NEAREST, fiscal_start=2, week_start=6)
# Apple's: weeks from Sunday to the last Saturday of September.
APPLE = RetailYear(Pattern.FOUR_FOUR_FIVE, YearEnd.LAST, fiscal_start=10, week_start=6)
YEARS = st.builds(
    RetailYear,
    st.sampled_from(Pattern),
    st.sampled_from(YearEnd),
    st.integers(1, 12),
    st.integers(0, 6),
)
GRAINS = st.sampled_from((Grain.FISCAL_MONTH, Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR))


@pytest.mark.parametrize(
    ("calendar", "number", "end", "weeks"),
    [
        (NRF, 2007, "2007-02-03", 53),
        (NRF, 2013, "2013-02-02", 53),
        (NRF, 2018, "2018-02-03", 53),
        (NRF, 2023, "2023-01-28", 52),
        (NRF, 2024, "2024-02-03", 53),
        (NRF, 2025, "2025-02-01", 52),
        (NRF, 2026, "2026-01-31", 52),
        (APPLE, 2017, "2017-09-30", 53),
        (APPLE, 2022, "2022-09-24", 52),
        (APPLE, 2023, "2023-09-30", 53),
        (APPLE, 2024, "2024-09-28", 52),
        (APPLE, 2025, "2025-09-27", 52),
    ],
)
def test_published_year_ends(calendar: RetailYear, number: int, end: str, weeks: int) -> None:
    year = calendar.year(number)
    assert (year.end, year.days) == (date.fromisoformat(end), weeks * 7)


def test_the_months_of_a_published_year() -> None:
    assert [day.isoformat() for day in NRF.months(2025)] == [
        "2024-02-04",
        "2024-03-03",
        "2024-04-07",
        "2024-05-05",
        "2024-06-02",
        "2024-07-07",
        "2024-08-04",
        "2024-09-01",
        "2024-10-06",
        "2024-11-03",
        "2024-12-01",
        "2025-01-05",
    ]


def test_the_week_more_is_the_last_months() -> None:
    january = NRF.period(date(2024, 2, 3), Grain.FISCAL_MONTH)
    assert january == Period(date(2023, 12, 31), date(2024, 2, 3))


def test_a_year_may_end_in_the_next_civil_year() -> None:
    nearest = RetailYear(year_end=YearEnd.NEAREST, week_start=6)
    assert nearest.year(2027).end == date(2028, 1, 1)
    assert nearest.number(date(2028, 1, 1)) == 2027


@settings(deadline=None, max_examples=60)
@given(YEARS, st.integers(1980, 2080))
def test_years_are_whole_weeks_and_follow_each_other(calendar: RetailYear, number: int) -> None:
    year = calendar.year(number)
    assert year.days in (52 * 7, 53 * 7)
    assert year.start.weekday() == calendar.week_start
    assert calendar.year(number + 1).start == year.end + timedelta(days=1)


@settings(deadline=None, max_examples=60)
@given(YEARS, GRAINS, st.dates(date(1990, 1, 1), date(2080, 12, 31)))
def test_every_day_is_in_one_period(calendar: RetailYear, grain: Grain, day: date) -> None:
    period = calendar.period(day, grain)
    assert day in period
    assert calendar.period(period.start, grain) == period == calendar.period(period.end, grain)
    following = calendar.period(period.end + timedelta(days=1), grain)
    assert following.start == period.end + timedelta(days=1)
    assert calendar.period(day, grain, later=1) == following
    assert calendar.period(following.start, grain, later=-1) == period
