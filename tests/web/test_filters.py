"""The question that an address asks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import VigieError
from vigie.kit.periods import Grain, Period
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.comparison import Against, Ago, Align, Comparison, Range
from vigie.metrics.question.condition import parse_condition
from vigie.model.loader import load_model
from vigie.web.filters import Filters, Span, condition, filters_of

TODAY = date(2026, 11, 22)
DIMENSIONS = tuple(load_catalog(load_model()).dimensions)
AGAINST = (*Comparison, Ago(2, Grain.YEAR), Range(Period(date(2024, 1, 1), date(2024, 3, 31))))


def read(words: str, calendar: Calendar = Calendar()) -> Filters:  # noqa: B008 - frozen
    return filters_of(QueryParams(words), TODAY, calendar, DIMENSIONS)


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


def test_the_metric_layer_is_told_what_runs() -> None:
    questions = [read(f"period={word}").query("revenue") for word in ("month", "quarter", "year")]
    said = [question.so_far for question in questions]
    assert said == [None, Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR]


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


def test_what_is_excepted_is_left_out_and_a_click_keeps_it_alone() -> None:
    left_out = read("region=A&region=B&except=region")

    assert left_out.query("revenue").where == ("region.key not in ('A', 'B')",)
    assert left_out.chosen("region") == ()
    assert left_out.toggled("region", "A") == read("region=A")
    assert left_out.without(("region", "A")).without(("region", "B")) == read("")
    assert read("except=region") == read("")


def test_no_parameter_of_a_page_is_called_as_a_dimension() -> None:
    said = {
        name
        for name, _ in read(
            "period=custom&compare=dates&since=2024-01-01"
            "&until=2024-02-01&align=working_days&region=A&except=region&by=month"
        ).parameters()
    }

    assert (said - {"region"}).isdisjoint(DIMENSIONS)
    assert {"lang", "brightness", "q", "of", "back", "metric", "cell"}.isdisjoint(DIMENSIONS)


def test_any_time_can_be_compared_with() -> None:
    assert read("compare=2 years").query("revenue", compare=(Ago(2, Grain.YEAR),)).compare == (
        "2 years",
    )
    days = read("compare=dates&since=2024-01-01&until=2024-03-31")
    assert days.against == AGAINST[-1]
    assert read("compare=2 years").against == AGAINST[-2]
    assert read("align=working_days").query("revenue").align == "working_days"


def test_unknown_parameters_are_left_alone() -> None:
    assert read("utm_source=x&lang=fr") == read("")


def test_a_wrong_word_gets_the_nearest() -> None:
    with pytest.raises(VigieError, match="quarter"):
        read("period=quarters")


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)


@given(
    st.sampled_from([span for span in Span if span is not Span.CUSTOM]),
    st.sampled_from(AGAINST),
    st.sampled_from(Align),
    st.lists(st.tuples(st.sampled_from(DIMENSIONS), NAMES), unique=True),
    st.booleans(),
)
def test_an_address_reads_back_as_the_question_it_was_written_from(
    span: Span, against: Against, align: Align, choices: list[tuple[str, str]], excepted: bool
) -> None:
    dates = read(f"period={span}").dates
    left_out = tuple({choices[0][0]}) if excepted and choices else ()
    asked = Filters(span, dates, against, tuple(choices), left_out, align)

    assert read(asked.at("/").partition("?")[2]) == asked


@given(st.lists(NAMES, min_size=1))
def test_a_condition_holds_any_value(values: list[str]) -> None:
    assert list(parse_condition(condition("city", values)).values) == values


def test_days_alone_are_a_period_of_ones_own() -> None:
    days = read("from=2025-04-07&to=2025-04-30")
    assert (days.span, days.dates) == (Span.CUSTOM, Period(date(2025, 4, 7), date(2025, 4, 30)))
    assert read("period=month&from=2025-04-07").span is Span.MONTH
