"""Holidays and working days as in a French diary."""

from datetime import date

import numpy as np

from vigie.demo.calendar import Span


def test_the_holidays_of_a_year_have_their_french_names() -> None:
    holidays = Span.ending(date(2026, 11, 22)).holidays
    assert holidays[date(2026, 4, 6)] == "Lundi de Pâques"
    assert sum(day.year == 2026 for day in holidays) == 11


def test_a_span_begins_three_years_before_with_a_whole_month() -> None:
    span = Span.ending(date(2026, 11, 22))
    assert (span.start, span.until) == (date(2023, 11, 1), date(2026, 11, 22))
    assert len(span.months) == 37
    assert span.week_of(np.array(["2023-11-05", "2023-11-06"], dtype="datetime64[D]")).tolist() == [0, 1]  # noqa: E501  # fmt: skip


def test_working_days_step_over_weekends_and_holidays() -> None:
    span = Span.ending(date(2026, 10, 31))
    friday = np.array(["2026-05-22"], dtype="datetime64[D]")
    assert span.working_day(friday, 1).astype(str).tolist() == ["2026-05-26"]
