"""Holidays and working days as in a French diary."""

from datetime import date

import numpy as np
import pytest

from vigie.demo.calendar import Span, easter, public_holidays


@pytest.mark.parametrize(
    "sunday", [date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)]
)
def test_easter_falls_on_the_known_sundays(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_moving_feasts_follow_easter() -> None:
    feasts = {name: day for day, name in public_holidays(2026).items()}
    assert feasts["Lundi de Pâques"] == date(2026, 4, 6)
    assert feasts["Ascension"] == date(2026, 5, 14)
    assert feasts["Lundi de Pentecôte"] == date(2026, 5, 25)
    assert len(feasts) == 11


def test_a_span_begins_three_years_before_with_a_whole_month() -> None:
    span = Span.ending(date(2026, 11, 22))
    assert (span.start, span.until) == (date(2023, 11, 1), date(2026, 11, 22))
    assert len(span.months) == 37
    assert span.week_of(np.array(["2023-11-05", "2023-11-06"], dtype="datetime64[D]")).tolist() == [0, 1]  # noqa: E501  # fmt: skip


def test_working_days_step_over_weekends_and_holidays() -> None:
    span = Span.ending(date(2026, 10, 31))
    friday = np.array(["2026-05-22"], dtype="datetime64[D]")
    assert span.working_day(friday, 1).astype(str).tolist() == ["2026-05-26"]
