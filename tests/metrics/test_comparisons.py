"""What an answer says of the days that it compares, and of the periods that are cut."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from vigie.kit.errors import Invalid
from vigie.metrics.answers.result import Result
from vigie.metrics.language.comparison import comparisons
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session

Ask = Callable[..., Result]
Fill = Callable[..., None]
MARCH = {"date_from": date(2026, 3, 1), "date_to": date(2026, 3, 31)}


@pytest.fixture
def sold(fill: Fill) -> None:
    """An invoice on a Friday, one on the Monday before today (Sunday 15 March 2026)."""
    for number, day in enumerate(("2026-01-16", "2026-03-09")):
        head = {"invoice_id": number, "number": number, "invoice_date": day, "status": "posted"}
        fill("invoice", head)
        line = {"line_id": number, "invoice_id": number, "quantity": 1}
        fill("invoice_line", {**line, "net_amount_company": 10})


@pytest.mark.usefixtures("sold")
def test_json_says_with_which_days_it_compares(ask: Ask) -> None:
    answer = ask("revenue", compare=("previous_year", "2 years"), align="working_days", **MARCH)
    compared = json.loads(answer.json())["comparisons"]
    assert compared == [
        {
            "name": "previous_year",
            "from": "2025-03-01",
            "to": "2025-03-16",
            "to_date": True,
            "working_days": 10,
        },
        {
            "name": "2_years",
            "from": "2024-03-01",
            "to": "2024-03-14",
            "to_date": True,
            "working_days": 10,
        },
    ]
    assert [str(warning) for warning in answer.warnings] == [
        "The running period has 10 working days until 15 Mar 2026: it is compared with as many."
    ]


@pytest.mark.parametrize(("align", "sum_"), [("days", 1), ("working_days", 3)])
def test_rows_behind_follow_the_alignment(
    layer: MetricLayer, session: Session, fill: Fill, align: str, sum_: int
) -> None:
    """Sunday 15 March 2026 is held against 15 days, or against the 10 working days to the 16th."""
    for number, (day, amount) in enumerate((("2025-03-15", 1), ("2025-03-16", 2))):
        head = {"invoice_id": number, "number": number, "invoice_date": day, "status": "posted"}
        fill("invoice", head)
        line = {"line_id": number, "invoice_id": number, "quantity": 1}
        fill("invoice_line", {**line, "net_amount_company": amount})
    query = Query(("revenue",), compare=("previous_year",), align=align, **MARCH)
    found = layer.query(query, session=session)
    behind = layer.rows_behind(query, "revenue_previous_year", {}, session=session)
    assert behind.total == found.rows[0][found.column("revenue_previous_year")] == sum_
    assert behind.total_rows == len(behind.rows) == (1 if align == "days" else 2)


@pytest.mark.usefixtures("sold")
def test_days_of_another_number_are_told(ask: Ask) -> None:
    words = {"date_from": date(2026, 2, 1), "date_to": date(2026, 2, 28)}
    answer = ask("revenue", compare=("2025-12-01..2025-12-31",), **words)
    assert [str(warning) for warning in answer.warnings] == [
        "1–31 Dec 2025 is 31 days long, the period 28."
    ]
    column = answer.columns[answer.column("revenue_2025_12_01_to_2025_12_31")]
    assert column.label.fr == "Chiffre d'affaires, 1er–31 déc. 2025"


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("by", "span", "cut"),
    [
        # The data begin on Friday 16 January; March runs.
        (("month",), ("2026-01-01", "2026-03-31"), {0, 2}),
        # The question cuts February on both sides.
        (("month",), ("2026-02-02", "2026-02-27"), {0}),
        # No working day is missing from the week of Friday 16: it is whole from its Friday on.
        (("day",), ("2026-01-16", "2026-01-18"), set()),
        # The data end on Monday 9 March: the rest of that week is not there yet.
        (("week",), ("2026-02-23", "2026-03-08"), set()),
        (("week",), ("2026-03-02", "2026-03-15"), {1}),
        ((), ("2026-03-01", "2026-03-31"), {0}),
        ((), ("2026-02-01", "2026-02-28"), set()),
    ],
)
def test_periods_that_are_cut_are_marked(
    ask: Ask, by: tuple[str, ...], span: tuple[str, str], cut: set[int]
) -> None:
    first, last = map(date.fromisoformat, span)
    answer = ask("revenue", by=by, date_from=first, date_to=last)
    assert answer.partial == cut
    assert json.loads(answer.json()).get("partial", []) == sorted(cut)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("2 years", "2_years"),
        ("1 fiscal month", "1_fiscal_month"),
        (" 52  weeks ", "52_weeks"),
        ("2024-01-01..2024-03-31", "2024_01_01_to_2024_03_31"),
    ],
)
def test_every_comparison_has_a_name_that_is_safe(word: str, name: str) -> None:
    assert [str(one) for one in comparisons([word, word])] == [name]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("previous_yaer", "did you mean 'previous_year'"),
        ("2 yeers", "is not a length of time"),
        ("2024-01-01..", "'' is not a date"),
        ("2024-03-01..2024-01-01", "swap the two dates"),
    ],
)
def test_a_comparison_that_means_nothing_is_refused(word: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        comparisons([word])


def test_an_alignment_that_means_nothing_is_refused(ask: Ask) -> None:
    with pytest.raises(Invalid, match="did you mean 'working_days'"):
        ask("revenue", align="work_days")


def test_feasts_are_not_shown_over_other_days(ask: Ask) -> None:
    with pytest.raises(Invalid, match="no run of days that answer feast for feast"):
        ask("revenue", by=("month",), compare=("previous_year_feast",), show=("year_to_date",))
    with pytest.raises(Invalid, match="answers day by day"):
        ask("dso", by=("month",), compare=("previous_year_feast",), last="12 months")
