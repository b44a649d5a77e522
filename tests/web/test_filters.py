"""The question that an address asks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import VigieError
from vigie.kit.periods import Period
from vigie.metrics.comparison import Comparison
from vigie.metrics.condition import parse_condition
from vigie.web.filters import DIMENSIONS, Filters, Span, condition, filters_of

TODAY = date(2026, 11, 22)


def read(words: str, calendar: Calendar = Calendar()) -> Filters:  # noqa: B008 - frozen
    return filters_of(QueryParams(words), TODAY, calendar)


@pytest.mark.parametrize(
    ("word", "start"),
    [
        ("month", date(2026, 11, 1)),
        ("quarter", date(2026, 10, 1)),
        ("year", date(2026, 1, 1)),
        ("12-months", date(2025, 12, 1)),
    ],
)
def test_a_period_ends_today(word: str, start: date) -> None:
    assert read(f"period={word}").dates == Period(start, TODAY)


def test_the_year_is_the_companys_own() -> None:
    assert read("period=year", Calendar(4)).dates.start == date(2026, 4, 1)


def test_half_given_dates_are_completed() -> None:
    assert read("period=custom&from=2025-03-01").dates == Period(date(2025, 3, 1), TODAY)
    assert read("period=custom&to=2025-03-01").dates.end == date(2025, 3, 1)


def test_a_choice_comes_and_goes() -> None:
    narrowed = read("").toggled("region", "Bretagne")

    assert narrowed.chosen("region") == ("Bretagne",)
    assert narrowed.toggled("region", "Bretagne") == read("")


def test_values_of_one_dimension_add_up() -> None:
    question = read("region=A&region=B&team=T1").query("revenue")

    assert question.where == ("region.key in ('A', 'B')", "team.key in ('T1')")


def test_unknown_parameters_are_left_alone() -> None:
    assert read("utm_source=x&lang=fr") == read("")


def test_a_wrong_word_gets_the_nearest() -> None:
    with pytest.raises(VigieError, match="quarter"):
        read("period=quarters")


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)


@given(
    st.sampled_from([span for span in Span if span is not Span.CUSTOM]),
    st.sampled_from([Comparison.PREVIOUS_YEAR, Comparison.PREVIOUS_PERIOD, Comparison.TARGET]),
    st.lists(st.tuples(st.sampled_from(DIMENSIONS), NAMES), unique=True),
)
def test_an_address_reads_back_as_the_question_it_was_written_from(
    span: Span, against: Comparison, choices: list[tuple[str, str]]
) -> None:
    asked = Filters(span, read(f"period={span}").dates, against, tuple(choices))

    assert read(asked.at("/").partition("?")[2]) == asked


@given(st.lists(NAMES, min_size=1))
def test_a_condition_holds_any_value(values: list[str]) -> None:
    assert list(parse_condition(condition("city", values)).values) == values
