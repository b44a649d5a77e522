"""Which days answer for which: worked out by hand, and one to one where that is claimed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vigie.kit.calendar.company import Calendar
from vigie.kit.calendar.retail import ExtraWeek, Pattern, RetailYear, YearEnd
from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.comparison import Align, comparisons
from vigie.metrics.question.timeline import Slot, timeline

NRF = Calendar(2, 6, RetailYear(Pattern.FOUR_FIVE_FOUR, YearEnd.NEAREST, 2, 6))
REPORTED = Calendar(
    2, 6, RetailYear(Pattern.FOUR_FIVE_FOUR, YearEnd.NEAREST, 2, 6, ExtraWeek.AS_REPORTED)
)
CIVIL = Calendar()
DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))
LONG_AFTER = date(2099, 1, 1)


def days(words: str) -> Period:
    first, _, last = words.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def slot(
    asked: str,
    word: str,
    grain: Grain | None = None,
    *,
    calendar: Calendar = CIVIL,
    today: date = LONG_AFTER,
    align: Align = Align.DAYS,
) -> Slot:
    return timeline(days(asked), grain, comparisons([word]), calendar, today, align).slots[1]


def written(period: Period | None) -> str | None:
    return period and f"{period.start}..{period.end}"


@pytest.mark.parametrize(
    ("asked", "word", "expected"),
    [
        ("2026-03-01..2026-03-31", "previous_year", "2025-03-01..2025-03-31"),
        ("2024-02-01..2024-02-29", "previous_year", "2023-02-01..2023-02-28"),
        ("2025-02-01..2025-02-28", "previous_year", "2024-02-01..2024-02-29"),
        ("2026-03-02..2026-03-08", "previous_year_weekday", "2025-03-03..2025-03-09"),
        ("2026-03-01..2026-03-31", "2 years", "2024-03-01..2024-03-31"),
        ("2026-03-01..2026-03-31", "1 quarter", "2025-12-01..2025-12-31"),
        ("2026-03-01..2026-03-10", "3 weeks", "2026-02-08..2026-02-17"),
        ("2026-03-01..2026-03-31", "2024-01-01..2024-03-31", "2024-01-01..2024-03-31"),
        ("2026-04-04..2026-04-06", "previous_year_feast", "2025-04-19..2025-04-21"),
    ],
)
def test_the_days_of_one_figure(asked: str, word: str, expected: str) -> None:
    assert written(slot(asked, word).span) == expected


@pytest.mark.parametrize(
    ("asked", "word", "expected"),
    [
        # Today is Sunday 15 March 2026, in the middle of the month and of the quarter.
        ("2026-03-01..2026-03-31", "previous_year", "2025-03-01..2025-03-15"),
        ("2026-01-01..2026-03-31", "previous_period", "2025-10-01..2025-12-15"),
        ("2026-03-01..2026-03-31", "previous_year_weekday", "2025-03-02..2025-03-16"),
        ("2026-01-01..2026-03-31", "2024-01-01..2024-03-31", "2024-01-01..2024-03-15"),
        ("2026-03-01..2026-03-31", "2024-01-08..2024-03-31", "2024-01-08..2024-01-22"),
    ],
)
def test_a_running_period_is_held_against_its_elapsed_part(
    asked: str, word: str, expected: str
) -> None:
    found = slot(asked, word, today=date(2026, 3, 15))
    assert (written(found.span), found.to_date) == (expected, True)


@pytest.mark.parametrize(
    ("today", "word", "expected", "count"),
    [
        # May 2026 has worked 4, 5, 6, 7 and 11 May; April 1, 2, 3, 7 and 8 (6 is Easter Monday).
        ("2026-05-11", "previous_period", "2026-04-01..2026-04-08", 5),
        # On a Sunday, the days of rest before the next working day count as well.
        ("2026-05-10", "previous_period", "2026-04-01..2026-04-07", 4),
        ("2026-06-07", "previous_period", "2026-05-01..2026-05-11", 5),
        # In May 2025: 2, 5, 6, 7 and 9 (1 and 8 are holidays).
        ("2026-05-11", "previous_year", "2025-05-01..2025-05-09", 5),
        # No working day has passed: as many days.
        ("2026-05-03", "previous_period", "2026-04-01..2026-04-03", None),
        # February has 20 working days, fewer than the 21 that have passed: all of it.
        ("2026-03-30", "previous_period", "2026-02-01..2026-02-28", 21),
    ],
)
def test_as_many_working_days(today: str, word: str, expected: str, count: int | None) -> None:
    day = date.fromisoformat(today)
    month = written(CIVIL.period(day, Grain.MONTH)) or ""
    found = slot(month, word, today=day, align=Align.WORKING_DAYS)
    assert (written(found.span), found.working_days) == (expected, count)


def test_working_days_align_the_running_month_only() -> None:
    found = slot(
        "2026-04-01..2026-05-31",
        "previous_year",
        Grain.MONTH,
        today=date(2026, 5, 11),
        align=Align.WORKING_DAYS,
    )
    assert list(map(written, found.buckets)) == [
        "2025-04-01..2025-04-30",
        "2025-05-01..2025-05-09",
    ]


def test_weekdays_cut_months_elsewhere() -> None:
    found = slot("2026-01-01..2026-02-28", "previous_year_weekday", Grain.MONTH)
    assert list(map(written, found.buckets)) == ["2025-01-02..2025-02-01", "2025-02-02..2025-03-01"]
    assert [len(runs) for runs in found.ranges] == [1, 1]


def test_a_day_that_was_none_is_not_answered() -> None:
    found = slot("2024-02-28..2024-03-01", "previous_year", Grain.DAY)
    assert list(map(written, found.buckets)) == [
        "2023-02-28..2023-02-28",
        None,
        "2023-03-01..2023-03-01",
    ]


def test_the_periods_of_a_range_answer_in_turn() -> None:
    found = slot("2026-01-01..2026-03-31", "2024-05-01..2024-06-30", Grain.MONTH)
    assert list(map(written, found.buckets)) == [
        "2024-05-01..2024-05-31",
        "2024-06-01..2024-06-30",
        None,
    ]
    shifted = slot("2026-03-02..2026-03-15", "2025-03-05..2025-03-18", Grain.WEEK)
    assert list(map(written, shifted.buckets)) == [
        "2025-03-05..2025-03-11",
        "2025-03-12..2025-03-18",
    ]


@pytest.mark.parametrize(
    ("word", "grain", "sentence"),
    [
        ("2 weeks", Grain.MONTH, "is no number of whole periods"),
        ("2 months", Grain.WEEK, "is no number of whole periods"),
        ("2 months", Grain.QUARTER, "is no number of whole periods"),
        ("2024-01-01..2024-12-31", Grain.MONTH, "is longer than the days asked for"),
        ("2024-01-03..2024-04-15", Grain.WEEK, "is longer than the days asked for"),
    ],
)
def test_what_periods_cannot_answer_is_refused(word: str, grain: Grain, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        slot("2026-01-01..2026-03-31", word, grain)


@pytest.mark.parametrize(
    ("calendar", "asked", "expected"),
    [
        # Fiscal 2025 (52 weeks) against the same weeks of fiscal 2024, which began a week before.
        (NRF, "2024-02-04..2025-02-01", "2023-02-05..2024-02-03"),
        (REPORTED, "2024-02-04..2025-02-01", "2023-01-29..2024-02-03"),
        # The 53 weeks of fiscal 2024 against 53 weeks, or against a year of 52.
        (NRF, "2023-01-29..2024-02-03", "2022-01-30..2023-02-04"),
        (REPORTED, "2023-01-29..2024-02-03", "2022-01-30..2023-01-28"),
    ],
)
def test_a_year_of_53_weeks(calendar: Calendar, asked: str, expected: str) -> None:
    assert written(slot(asked, "previous_year", calendar=calendar).span) == expected
    by_year = slot(asked, "previous_year", Grain.FISCAL_YEAR, calendar=calendar)
    assert written(by_year.buckets[0]) == expected


def test_months_after_a_year_of_53_weeks_are_restated() -> None:
    # February of fiscal 2025: four weeks from 4 February 2024; the year before began on 29 January.
    asked = "2024-02-04..2024-03-02"
    restated = slot(asked, "previous_year", Grain.FISCAL_MONTH, calendar=NRF)
    reported = slot(asked, "previous_year", Grain.FISCAL_MONTH, calendar=REPORTED)
    assert written(restated.buckets[0]) == "2023-02-05..2023-03-04"
    assert written(reported.buckets[0]) == "2023-01-29..2023-02-25"


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(Grain), DAYS, st.integers(0, 800), st.sampled_from((CIVIL, NRF)))
def test_periods_divide_the_days_of_a_range(
    grain: Grain, first: date, length: int, calendar: Calendar
) -> None:
    span = Period(first, first + timedelta(days=length))
    actual = timeline(span, grain, (), calendar, LONG_AFTER).actual
    shown = [bucket for bucket in actual.buckets if bucket]
    assert len(shown) == len(actual.buckets)
    assert (shown[0].start, shown[-1].end) == (span.start, span.end)
    assert sum(bucket.days for bucket in shown) == span.days
    for before, after in pairwise(shown):
        assert after.start == before.end + timedelta(days=1)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(Grain),
    DAYS,
    st.integers(0, 500),
    st.sampled_from((CIVIL, NRF, Calendar(4, 0), Calendar(1, 5))),
    st.sampled_from(("previous_year_weekday", "previous_year_feast")),
)
def test_an_earlier_day_answers_once(
    grain: Grain, first: date, length: int, calendar: Calendar, word: str
) -> None:
    """The days of the periods are those of the one figure: sums by period are sums."""
    asked = f"{first}..{first + timedelta(days=length)}"
    whole, by_period = (
        slot(asked, word, calendar=calendar),
        slot(asked, word, grain, calendar=calendar),
    )
    single, many = _answering(whole), _answering(by_period)
    assert len(many) == len(set(many)) == length + 1
    assert sorted(single) == sorted(many)


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 60), st.sampled_from((Grain.MONTH, Grain.QUARTER, Grain.YEAR)))
def test_whole_years_answer_for_whole_periods(first: date, months: int, grain: Grain) -> None:
    start = first.replace(day=1)
    end = CIVIL.period(CIVIL.shift(start, Grain.MONTH, months), Grain.MONTH).end
    assume(CIVIL.start(start, grain) == start and CIVIL.period(end, grain).end == end)
    found = slot(f"{start}..{end}", "previous_year", grain)
    span = slot(f"{start}..{end}", "previous_year").span
    assert span is not None
    shown = [bucket for bucket in found.buckets if bucket]
    assert sum(bucket.days for bucket in shown) == span.days


def _answering(found: Slot) -> list[date]:
    runs = [run for runs in found.ranges for run in runs]
    buckets = runs or [bucket for bucket in found.buckets if bucket] or [found.span]
    return [
        bucket.start + timedelta(days=n) for bucket in buckets if bucket for n in range(bucket.days)
    ]
