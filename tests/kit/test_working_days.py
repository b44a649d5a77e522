from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.calendar.feasts import Feast, Region
from vigie.kit.calendar.working import Closing, WorkingDays
from vigie.kit.periods import Period

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
AUGUST = Closing(date(2000, 8, 3), date(2000, 8, 16), yearly=True)
WINTER = Closing(date(2000, 12, 24), date(2000, 1, 2), yearly=True)
ONCE = Closing(date(2026, 5, 4), date(2026, 5, 5))


@pytest.mark.parametrize(
    ("working", "count"),
    [
        # 21 weekdays less 1 and 8 May, Ascension (14) and Whit Monday (25).
        (WorkingDays(), 17),
        (WorkingDays(worked=frozenset({Feast.WHIT_MONDAY})), 18),
        (WorkingDays(closes_bridges=True), 16),
        (WorkingDays(region=None), 21),
        (WorkingDays(closings=(ONCE,)), 15),
        # Saturdays too: 26 less the four holidays; 2 and 9 May are then bridges, 15 May is none.
        (WorkingDays(weekdays=frozenset(range(6))), 22),
        (WorkingDays(weekdays=frozenset(range(6)), closes_bridges=True), 20),
    ],
)
def test_the_working_days_of_may_2026(working: WorkingDays, count: int) -> None:
    assert working.count(MAY) == count
    assert len(working.within(MAY)) == count


def test_a_monday_before_a_holiday_is_a_bridge() -> None:
    working = WorkingDays(closes_bridges=True)
    assert date(2026, 7, 13) not in working  # before Tuesday 14 July
    assert date(2026, 7, 13) in WorkingDays()


def test_alsace_rests_on_good_friday() -> None:
    assert date(2026, 4, 3) in WorkingDays()
    assert date(2026, 4, 3) not in WorkingDays(region=Region.ALSACE_MOSELLE)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_yearly_closings_come_back(year: int) -> None:
    working = WorkingDays(region=None, weekdays=frozenset(range(7)), closings=(AUGUST, WINTER))
    closed = [
        day for n in range(365) if (day := date(year, 1, 1) + timedelta(days=n)) not in working
    ]
    assert len(closed) == 2 + 14 + 8
    assert (closed[0], closed[2], closed[-1]) == (
        date(year, 1, 1),
        date(year, 8, 3),
        date(year, 12, 31),
    )


@settings(deadline=None, max_examples=60)
@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 900))
def test_days_are_counted_one_by_one(start: date, length: int) -> None:
    working = WorkingDays(closes_bridges=True, closings=(AUGUST,))
    days = [start + timedelta(days=n) for n in range(length + 1)]
    assert working.count(Period(start, days[-1])) == sum(day in working for day in days)
