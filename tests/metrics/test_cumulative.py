"""Metrics to date and over trailing days, percentiles: defined in YAML, worked out by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.metrics.answers.result import Cell, Result
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.metrics.question.query import Query
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse

TODAY = date(2026, 3, 15)
OWN = """
family: own
label: {en: Own, fr: Propres}
metrics:
  intake_this_year: &intake
    label: {en: Intake this year, fr: Commandes de l'année}
    type: cumulative
    input: order_intake
    grain_to_date: fiscal_year
    unit: currency
  intake_of_two_days: {<<: *intake, grain_to_date: null, window: 2 days}
  intake_at_first: {<<: *intake, grain_to_date: month, period_agg: first}
  intake_on_average: {<<: *intake, grain_to_date: month, period_agg: average}
  buyers_on_average:
    {<<: *intake, input: active_customers, grain_to_date: month, period_agg: average, unit: count}
  buyers_of_a_year:
    {<<: *intake, input: active_customers, grain_to_date: null, window: 12 months, unit: count}
  basket_of_a_year: {<<: *intake, input: average_basket, grain_to_date: null, window: 12 months}
  usual_line:
    label: {en: Usual line, fr: Ligne habituelle}
    dataset: order_lines
    aggregate: median
    expression: net_amount_company
    unit: currency
  large_line:
    label: {en: Large line, fr: Grosse ligne}
    dataset: order_lines
    aggregate: percentile
    percentile: 0.9
    expression: net_amount_company
    unit: currency
  usual_line_of_a_year: {<<: *intake, input: usual_line, grain_to_date: null, window: 12 months}
  intake_per_buyer:
    label: {en: Intake per buyer, fr: Commandes par acheteur}
    type: ratio
    numerator: intake_this_year
    denominator: buyers_of_a_year
    unit: currency
"""
LINES = (
    ("2025-03-15", "A", 1000),
    ("2025-03-16", "A", 10),
    ("2025-12-31", "B", 20),
    ("2026-01-01", "A", 30),
    ("2026-01-31", "C", 40),
    ("2026-02-01", "A", 28),
    ("2026-02-02", "B", 56),
    ("2026-03-10", "B", 15),
)


@dataclass(frozen=True)
class Ask:
    """Asks a layer with the definitions above, through one session."""

    layer: MetricLayer
    session: Session

    def __call__(self, *metrics: str, **words: Any) -> Result:
        return self.layer.query(Query(metrics, **words), session=self.session)

    def behind(self, metric: str, cell: Cell, part: str | None = None, **words: Any) -> Result:
        query = Query((metric,), **words)
        return self.layer.rows_behind(query, metric, cell, part=part, session=self.session)


@pytest.fixture
def ask(
    tmp_path: Path,
    model: Model,
    warehouse: Warehouse,
    session: Session,
    fill: Callable[..., None],
) -> Ask:
    for number, (day, account, amount) in enumerate(LINES):
        head = {"order_id": number, "order_date": day, "account_id": account}
        fill("sales_order", {**head, "status": "confirmed"})
        line = {"line_id": number, "order_id": number, "quantity": 1}
        fill("sales_order_line", {**line, "net_amount_company": amount})
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    settings = MetricSettings(calendar=Calendar(2), today=lambda: TODAY)
    return Ask(MetricLayer(load_catalog(model, extra=[tmp_path]), warehouse, settings), session)


def test_each_period_shows_the_value_of_its_last_day(ask: Ask) -> None:
    """The fiscal year begins in February; twelve months go back to the day."""
    result = ask(
        "intake_this_year",
        "buyers_of_a_year",
        "basket_of_a_year",
        "intake_of_two_days",
        by=("month",),
        last="3 months",
    )
    assert result.rows == [
        (date(2026, 1, 1), Decimal(1100), 3, Decimal(220), Decimal(40)),
        (date(2026, 2, 1), Decimal(84), 3, Decimal("169.1429"), Decimal(0)),
        (date(2026, 3, 1), Decimal(99), 3, Decimal("28.4286"), None),
    ]


def test_one_figure_is_that_of_the_day(ask: Ask) -> None:
    assert ask("intake_this_year").scalar() == 99
    past = ask("intake_this_year", "intake_of_two_days", as_of=date(2026, 2, 2))
    assert past.rows == [(Decimal(84), Decimal(84))]
    compared = ask("intake_this_year", last="1 month", compare=("previous_period",))
    assert compared.rows[0][:2] == (Decimal(99), Decimal(84))


def test_members_keep_their_own_values(ask: Ask) -> None:
    result = ask("intake_this_year", by=("customer",), show=("share", "rank"), totals=True)
    assert result.rows == [
        ("B", Decimal(71), pytest.approx(71 / 99), 1),
        ("A", Decimal(28), pytest.approx(28 / 99), 2),
    ]
    assert result.totals == (None, Decimal(99), 1.0, None)


def test_first_day_and_mean_over_the_days(ask: Ask) -> None:
    """January to date: 30 for thirty days, then 70; February: 28, then 84 for 27 days."""
    words = {"by": ("month",), "date_from": date(2026, 1, 1), "date_to": date(2026, 2, 28)}
    result = ask("intake_at_first", "intake_on_average", "buyers_on_average", **words)
    assert result.rows == [
        (date(2026, 1, 1), Decimal(30), Decimal("31.2903"), pytest.approx(32 / 31)),
        (date(2026, 2, 1), Decimal(28), Decimal(82), pytest.approx(55 / 28)),
    ]
    whole = ask("intake_on_average", date_from=date(2026, 2, 1), date_to=date(2026, 2, 28))
    assert whole.rows == [(Decimal(82),)]


def test_medians_and_percentiles_are_taken_anew_over_the_rows(ask: Ask) -> None:
    """Of 10, 20, 28, 30, 40, 56, 1000: 30 in the middle, two fifths from 56 to 1000 at 0.9."""
    february = {"date_from": date(2026, 2, 1), "date_to": date(2026, 2, 28)}
    assert ask("usual_line_of_a_year", **february).scalar() == 30
    large = ask("large_line", show=("trailing 12 months",), **february)
    assert large.rows == [(Decimal("53.2"), Decimal("433.6"))]


def test_parts_of_other_metrics_bring_their_own_days(ask: Ask) -> None:
    assert ask("intake_per_buyer").scalar() == 33


def test_its_target_is_that_of_a_day_and_never_spread(ask: Ask, fill: Callable[..., None]) -> None:
    target = {"kpi_code": "intake_this_year", "scope_type": "company", "scope_id": "X"}
    days = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31)}
    fill("target", {**target, **days, "target_value": 500, "target_kind": "objective"})
    result = ask("intake_this_year", last="1 month", compare=("target",))
    assert result.rows[0][:3] == (Decimal(99), Decimal(500), Decimal(-401))


def test_the_rows_behind_are_those_of_the_window(ask: Ask) -> None:
    march = {"month": date(2026, 3, 1)}
    words = {"by": ("month",), "last": "2 months"}
    assert ask.behind("intake_this_year", march, **words).total == 99
    assert ask.behind("buyers_of_a_year", {}, last="1 month").total == 3
    assert ask.behind("intake_per_buyer", march, part="buyers_of_a_year", **words).total == 3
    assert ask.behind("large_line", {}).total == Decimal("339.2")
    with pytest.raises(Invalid, match="open it by day"):
        ask.behind("intake_on_average", march, **words)


@pytest.mark.parametrize(
    ("metrics", "words", "says"),
    [
        (["intake_this_year"], {"show": ("year_to_date",)}, "is read over days of its own"),
        (["intake_this_year"], {"by": ("month",), "show": ("share",)}, "'share within month'"),
        (["order_intake"], {"show": ("cumulative",), "where": ("date > 2026-01-01",)}, "'last'"),
        (["basket_of_a_year"], {"where": ("month = 2026-01",)}, "say which period"),
        (["outstanding"], {"by": ("month",), "show": ("trailing 3 months",)}, "its 'rank'"),
        (["average_basket"], {"by": ("region",), "show": ("share",)}, "'order_intake', 'orders'"),
        (
            ["active_customers"],
            {"by": ("month",), "show": ("moving_average 3 months",)},
            "Ask for 'trailing 3 periods'",
        ),
        (
            ["active_customers"],
            {"by": ("year", "month"), "show": ("share within year",)},
            "'share within month'",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    metrics: list[str], words: dict[str, Any], says: str, ask: Ask
) -> None:
    with pytest.raises(Refused, match=says):
        ask(*metrics, **words)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"show": ("yeer_to_date",)}, "did you mean 'year_to_date'"),
        ({"show": ("day_to_date",)}, "cannot be shown"),
        ({"show": ("trailing 0 months",)}, "is not a length of time"),
        ({"show": ("year_to_date within region",)}, "cannot be shown"),
        ({"show": ("trailing 3 periods",)}, "add one to 'by'"),
        ({"show": ("moving_average 3 weeks",), "by": ("month",)}, "'moving_average 3 periods'"),
        (
            {"show": ("year_to_date",), "last": "1 month", "compare": ("previous_year_feast",)},
            "'previous_year'",
        ),
        ({"by": ("week", "month")}, "not by week and month"),
    ],
)
def test_words_that_mean_nothing_are_told(words: dict[str, Any], says: str, ask: Ask) -> None:
    with pytest.raises(Invalid, match=says):
        ask("order_intake", **words)


def test_a_whole_is_one_of_the_words_of_the_answer(ask: Ask) -> None:
    with pytest.raises(NotFound, match="did you mean 'region'"):
        ask("order_intake", by=("region",), show=("share within regin",))


def test_a_window_longer_than_the_data_says_so(ask: Ask) -> None:
    words = {"by": ("month",), "date_from": date(2026, 1, 1), "date_to": date(2026, 2, 28)}
    (warning,) = ask("order_intake", show=("trailing 12 months",), **words).warnings
    assert str(warning) == (
        "'Order intake, trailing 12 months' looks back further than the data, which begin on "
        "15 Mar 2025; figures that cover less than they say: 1."
    )
    assert ask("order_intake", show=("trailing 3 months",), **words).warnings == ()


@pytest.mark.parametrize(
    ("definition", "says"),
    [
        ("dataset: order_lines, expression: quantity, at_start: true", "belongs to 'balance'"),
        ("dataset: order_lines, expression: quantity, window: 3 months", "belongs to 'cumulative'"),
        ("dataset: order_lines, aggregate: percentile, expression: quantity", "say which"),
        ("dataset: order_lines, percentile: 0.9, expression: quantity", "is for 'aggregate"),
        ("type: cumulative, input: order_intake", "names 'grain_to_date' or a 'window'"),
        ("type: cumulative, input: order_intake, window: soon", "is not a length of time"),
        (
            "type: cumulative, input: order_intake, window: 1 year, grain_to_date: year",
            "either 'grain_to_date' or 'window'",
        ),
        ("type: cumulative, input: outstanding, window: 1 year", "is the value of one day"),
        ("type: cumulative, input: ordr_intake, window: 1 year", "did you mean 'order_intake'"),
        (
            "type: cumulative, input: win_rate, window: 1 year, period_agg: average",
            "averages are never averaged",
        ),
    ],
)
def test_definitions_that_cannot_be_are_told(
    definition: str, says: str, tmp_path: Path, model: Model
) -> None:
    label = "label: {en: X, fr: X}"
    (tmp_path / "own.yaml").write_text(f"metrics: {{x: {{{label}, {definition}}}}}\n")
    with pytest.raises(Invalid, match=says):
        load_catalog(model, extra=[tmp_path])
