"""Numbers, money, changes and periods as people read them in French and English."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kit.calendar.company import Calendar
from vigie.kit.formats import MISSING, Formatter, Number, Unit, rounded
from vigie.kit.i18n import LOCALES, Locale
from vigie.kit.periods import Grain, Period

FR, EN = Formatter("fr"), Formatter("en")
MARCH = date(2026, 3, 1)

decimals = st.decimals(-(10**14), 10**14, places=4)


def parsed(written: str, locale: Locale) -> Decimal:
    """The number that a formatted string shows."""
    digits = re.sub(r"[^\d.,−]", "", written).replace("−", "-")
    if locale == "fr":
        return Decimal(digits.replace(",", "."))
    return Decimal(digits.replace(",", ""))


@pytest.mark.parametrize("locale", LOCALES)
@given(number=decimals, digits=st.integers(0, 4))
def test_a_written_number_reads_back_as_the_half_up_rounded_one(
    locale: Locale, number: Decimal, digits: int
) -> None:
    expected = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert parsed(Formatter(locale).number(number, digits), locale) == expected


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [("-3.45", 1, "-3.5"), ("2.5", 0, "3"), ("0.125", 2, "0.13"), ("-0.0001", 2, "0.00")],
)
def test_halves_are_rounded_away_from_nought(number: str, digits: int, expected: str) -> None:
    assert str(rounded(Decimal(number), digits)) == expected


def test_money_follows_each_language() -> None:
    assert FR.value(Decimal("-1234567.5"), Unit.CURRENCY) == "−1\u202f234\u202f567,50\u00a0€"
    assert EN.value(Decimal("-1234567.5"), Unit.CURRENCY) == "−€1,234,567.50"
    assert Formatter("fr", "USD").value(1, Unit.CURRENCY) == "1,00\u00a0$US"


@pytest.mark.parametrize(
    ("number", "unit", "french", "english"),
    [
        (1234567, Unit.CURRENCY, "1,23\u00a0M€", "€1.23M"),
        (12500, Unit.COUNT, "12,5\u00a0k", "12.5K"),
        (9876, Unit.COUNT, "9\u202f876", "9,876"),
        (999_999, Unit.CURRENCY, "1,00\u00a0M€", "€1.00M"),
        (2_100_000_000, Unit.CURRENCY, "2,10\u00a0Md€", "€2.10B"),
        (Decimal("0.3456"), Unit.RATIO, "34,6\u00a0%", "34.6%"),
        (47.25, Unit.DAYS, "47,3\u00a0j", "47.3\u00a0d"),
        (0, Unit.CURRENCY, "0\u00a0€", "€0"),
        (Decimal("12.345"), Unit.CURRENCY, "12,3\u00a0€", "€12.3"),
        (None, Unit.CURRENCY, MISSING, MISSING),
        (float("nan"), Unit.COUNT, MISSING, MISSING),
    ],
)
def test_tiles_show_three_digits(
    number: Number | None, unit: Unit, french: str, english: str
) -> None:
    assert (FR.compact(number, unit), EN.compact(number, unit)) == (french, english)


def test_a_variance_is_always_signed() -> None:
    assert FR.variance(1234, Unit.COUNT) == "+1\u202f234"
    assert FR.variance(-1_500_000, Unit.CURRENCY) == "−1,50\u00a0M€"
    assert FR.variance(0, Unit.COUNT) == "±0"
    assert EN.variance(Decimal("-12.5"), Unit.CURRENCY, 2) == "−€12.50"


def test_the_variance_of_a_rate_is_in_points() -> None:
    assert FR.variance(Decimal("-0.0345"), Unit.RATIO) == "−3,5\u00a0pts"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Decimal("0.0345"), "+3,5\u00a0%"),
        (6, "+600\u00a0%"),
        (0, "±0,0\u00a0%"),
        (Decimal("0.00001"), "±0,0\u00a0%"),
        (-1_000_000, "<\u00a0−9\u202f999\u00a0%"),
        (None, MISSING),
    ],
)
def test_relative_changes_stay_readable(change: Number | None, expected: str) -> None:
    assert FR.relative(change) == expected


@pytest.mark.parametrize(
    ("grain", "french", "english"),
    [
        (Grain.DAY, "1er mars 2026", "1 Mar 2026"),
        (Grain.WEEK, "S09 2026", "W09 2026"),
        (Grain.MONTH, "mars 2026", "Mar 2026"),
        (Grain.QUARTER, "T1 2026", "Q1 2026"),
        (Grain.YEAR, "2026", "2026"),
        (Grain.FISCAL_YEAR, "exercice 2026", "FY 2026"),
        (Grain.FISCAL_QUARTER, "T1 ex. 2026", "Q1 FY 2026"),
    ],
)
def test_periods_have_short_names(grain: Grain, french: str, english: str) -> None:
    assert (FR.period(MARCH, grain), EN.period(MARCH, grain)) == (french, english)


def test_a_fiscal_year_is_named_after_the_year_it_ends_in() -> None:
    july = Formatter("fr", calendar=Calendar(7))
    assert july.period(date(2025, 7, 1), Grain.FISCAL_YEAR) == "exercice 2026"
    assert july.period(date(2026, 4, 1), Grain.FISCAL_QUARTER) == "T4 ex. 2026"


def test_an_iso_week_belongs_to_its_iso_year() -> None:
    assert FR.period(date(2025, 12, 29), Grain.WEEK) == "S01 2026"


def test_runs_of_days_repeat_nothing() -> None:
    assert FR.span(Period(MARCH, date(2026, 3, 21))) == "1er–21 mars 2026"
    assert EN.span(Period(MARCH, date(2026, 4, 2))) == "1 Mar – 2 Apr 2026"
    assert EN.span(Period(date(2025, 12, 30), MARCH)) == "30 Dec 2025 – 1 Mar 2026"
    assert EN.span(Period(MARCH, MARCH)) == "1 Mar 2026"


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(seconds=1.25), "1,3\u00a0s"),
        (timedelta(seconds=42), "42\u00a0s"),
        (timedelta(seconds=95), "1\u00a0min\u00a035\u00a0s"),
        (timedelta(hours=2, minutes=5), "2\u00a0h\u00a005"),
        (timedelta(days=3, hours=4), "3\u00a0j\u00a04\u00a0h"),
    ],
)
def test_durations_name_their_two_largest_units(length: timedelta, expected: str) -> None:
    assert FR.duration(length) == expected


def test_instants_use_the_24_hour_clock() -> None:
    assert FR.instant(datetime(2026, 11, 21, 14, 5)) == "21 nov. 2026 14:05"  # noqa: DTZ001
    assert FR.instant(None) == MISSING


def test_instants_with_a_zone_are_told_on_the_companys_clock() -> None:
    paris = Formatter("en", zone=ZoneInfo("Europe/Paris"))
    assert paris.instant(datetime(2026, 7, 31, 22, 5, tzinfo=UTC)) == "1 Aug 2026 00:05"


def test_labels_of_one_chart_share_a_magnitude_that_small_values_survive() -> None:
    scale = FR.scale((4_213_000, 1_020_000, 61_000), Unit.CURRENCY)
    assert scale.caption == "k€"
    assert [scale.label(x) for x in (4_213_000, 61_000)] == ["4\u202f213", "61"]


def test_a_freak_does_not_decide_the_magnitude() -> None:
    scale = EN.scale((120, 90, 15_000, None), Unit.CURRENCY)
    assert (scale.caption, scale.label(15_000), scale.variance(-90)) == ("€", "15,000", "−90")


@given(number=st.one_of(decimals, st.floats(), st.none()), unit=st.sampled_from(Unit))
def test_any_figure_can_be_written(number: Number | None, unit: Unit) -> None:
    for f in (FR, EN):
        for written in (
            f.value(number, unit),
            f.compact(number, unit),
            f.variance(number, unit),
            f.relative(number),
            f.scale((number,), unit).full(number),
        ):
            assert written == MISSING or re.search(r"\d", written)
            assert not re.search("nan|inf|None|-", written, re.IGNORECASE)
