"""What is shown of a metric is what asking for its days directly would answer: on random facts."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.metrics.answers.result import Result
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session, Warehouse

from .chance import FIRST, Order, orders, prove, world

METRICS = ("order_intake", "orders", "active_customers", "average_basket", "new_customers")
MONTHS = {"by": ("month",), "date_from": date(2025, 3, 1), "date_to": date(2026, 2, 20)}
DAY = timedelta(days=1)


def _asked(layer: MetricLayer, session: Session, *metrics: str, **words: Any) -> Result:
    return layer.query(Query(metrics, **words), session=session)


def _of(result: Result, name: str) -> list[Any]:
    return [row[result.column(name)] for row in result.rows]


def _ends(result: Result, last: date) -> list[date]:
    """The last day of each period shown."""
    starts = _of(result, "month")
    return [min(last, (start + 32 * DAY).replace(day=1) - DAY) for start in starts]


def _direct(
    layer: MetricLayer, session: Session, first: date, last: date, **words: Any
) -> dict[Any, tuple[Any, ...]]:
    """What the days answer when they are asked themselves; nothing and nought are alike."""
    result = _asked(layer, session, *METRICS, date_from=first, date_to=last, **words)
    count = len(words.get("by", ()))
    return {row[:count]: _figures(row[count:]) for row in result.rows if any(row[count:])}


def _figures(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value or 0 for value in values)


WINDOWS = {
    "year_to_date": lambda end: end.replace(month=1, day=1),
    "quarter_to_date": lambda end: end.replace(month=(end.month - 1) // 3 * 3 + 1, day=1),
    "trailing 90 days": lambda end: end - 89 * DAY,
    "cumulative": lambda _: MONTHS["date_from"],
}


@pytest.mark.parametrize("show", WINDOWS)
@prove
@given(ordered=orders)
def test_a_window_answers_as_its_days_asked_directly(
    show: str, ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    name = show.replace(" ", "_")
    with world(warehouse, ordered, []) as session:
        shown = _asked(layer, session, *METRICS, show=(show,), **MONTHS)
        plain = _asked(layer, session, *METRICS, **MONTHS)
        columns = [shown.column(f"{metric}_{name}") for metric in METRICS]
        for row, end in zip(shown.rows, _ends(shown, MONTHS["date_to"]), strict=True):
            found = _figures(tuple(row[i] for i in columns))
            direct = _direct(layer, session, WINDOWS[show](end), end)
            assert found == direct.get((), (0,) * len(METRICS))
    for metric in METRICS:
        assert _of(shown, metric) == _of(plain, metric)


@prove
@given(ordered=orders)
def test_a_window_by_dimension_and_under_a_filter_too(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    words: dict[str, Any] = {"where": ("sales_rep in (R1, R2)",)}
    with world(warehouse, ordered, []) as session:
        asked = {**MONTHS, "by": ("month", "region"), **words}
        shown = _asked(layer, session, *METRICS, show=("trailing 6 months",), **asked)
        columns = [shown.column(f"{metric}_trailing_6_months") for metric in METRICS]
        end = date(2025, 11, 30)
        direct = _direct(layer, session, date(2025, 6, 1), end, by=("region",), **words)
    found = {
        (row[1],): _figures(tuple(row[i] for i in columns))
        for row in shown.rows
        if row[0] == date(2025, 11, 1)
    }
    assert {key: values for key, values in found.items() if any(values)} == direct


@prove
@given(ordered=orders)
def test_windows_are_compared_like_any_figure(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    words = {"by": ("month",), "date_from": date(2026, 1, 1), "date_to": date(2026, 2, 20)}
    with world(warehouse, ordered, []) as session:
        shown = _asked(
            layer,
            session,
            *METRICS,
            show=("year_to_date",),
            compare=("previous_year", "previous_period"),
            **words,
        )
        direct = _direct(layer, session, date(2025, 1, 1), date(2025, 2, 20))
        elapsed = _direct(layer, session, date(2026, 1, 1), date(2026, 1, 20))
    last = shown.rows[-1]
    places = [shown.column(f"{metric}_year_to_date_previous_year") for metric in METRICS]
    assert _figures(tuple(last[i] for i in places)) == direct.get((), (0,) * len(METRICS))
    places = [shown.column(f"{metric}_year_to_date_previous_period") for metric in METRICS]
    assert _figures(tuple(last[i] for i in places)) == elapsed.get((), (0,) * len(METRICS))


@prove
@given(ordered=orders)
def test_shares_sum_to_the_whole(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    shows = ("share", "share within region", "share within month")
    with world(warehouse, ordered, []) as session:
        result = _asked(layer, session, "orders", by=("month", "region"), show=shows)
    groups: dict[tuple[str, Any], list[float]] = {}
    for row in result.rows:
        for column, key in (("share", None), ("share_within_month", 0), ("share_within_region", 1)):
            share = row[result.column(f"orders_{column}")]
            if share is not None:
                groups.setdefault((column, row[key] if key is not None else None), []).append(share)
    assert all(sum(shares) == pytest.approx(1) for shares in groups.values())


@prove
@given(ordered=orders)
def test_a_share_of_distinct_things_is_of_the_whole_counted_anew(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    asked: dict[str, Any] = {"by": ("month", "sales_rep"), "where": ("region = North",)}
    with world(warehouse, ordered, []) as session:
        shown = ("share", "share within sales_rep", "share within month")
        result = _asked(layer, session, "active_customers", show=shown, totals=True, **asked)
        whole = _asked(layer, session, "active_customers", where=asked["where"]).scalar()
        by_rep = _asked(layer, session, "active_customers", **{**asked, "by": ("sales_rep",)})
        by_month = _asked(layer, session, "active_customers", **{**asked, "by": ("month",)})
    reps, months = dict(by_rep.rows), dict(by_month.rows)
    for month, rep, count, *shares in result.rows:
        bases = (whole, reps[rep], months[month])
        assert shares == [count / base if base and count is not None else None for base in bases]
    assert result.totals is not None
    assert (result.totals[2] or 0) == (whole or 0)


@prove
@given(ordered=orders, limit=st.integers(1, 4))
def test_ranks_follow_the_figures_whatever_is_left_out(
    ordered: list[Order], limit: int, warehouse: Warehouse, layer: MetricLayer
) -> None:
    asked: dict[str, Any] = {"by": ("customer",), "show": ("rank", "share")}
    with world(warehouse, ordered, []) as session:
        result = _asked(layer, session, "order_intake", **asked)
        few = _asked(layer, session, "order_intake", limit=limit, **asked)
    values = [v for v in _of(result, "order_intake") if v is not None]
    for value, rank in zip(
        _of(result, "order_intake"), _of(result, "order_intake_rank"), strict=True
    ):
        assert rank == (None if value is None else 1 + sum(other > value for other in values))
    assert few.rows == result.rows[:limit]


@prove
@given(ordered=orders)
def test_totals_are_what_the_same_question_answers_in_one_piece(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    days = {"date_from": FIRST, "date_to": date(2025, 12, 31)}
    with world(warehouse, ordered, []) as session:
        shown = _asked(layer, session, *METRICS, by=("quarter", "region"), totals=True, **days)
        whole = _asked(layer, session, *METRICS, **days)
    assert shown.totals == (None, None, *whole.rows[0])


@prove
@given(ordered=orders)
def test_the_rows_behind_a_window_are_those_of_its_days(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    query = Query(
        ("order_intake", "active_customers"),
        show=("year_to_date", "trailing 2 periods"),
        compare=("previous_year",),
        by=("month", "region"),
        date_from=date(2025, 11, 1),
        date_to=date(2026, 1, 31),
    )
    with world(warehouse, ordered, []) as session:
        result = layer.query(query, session=session)
        names = [c.name for c in result.columns if c.show and c.measure == "value"]
        for row, key in zip(result.rows, result.keys, strict=True):
            cell = {"month": row[0], "region.key": key[0]}
            for name in names:
                behind = layer.rows_behind(query, name, cell, session=session)
                assert behind.total == (row[result.column(name)] or 0)
                assert behind.total_rows == len(behind.rows)


@prove
@given(ordered=orders)
def test_a_mean_over_periods_is_that_of_the_periods(
    ordered: list[Order], warehouse: Warehouse, layer: MetricLayer
) -> None:
    shown = {"by": ("month",), "show": ("moving_average 3 periods",)}
    with world(warehouse, ordered, []) as session:
        result = _asked(layer, session, "orders", **shown)
    counts = [value or 0 for value in _of(result, "orders")]
    means = _of(result, "orders_moving_average_3_periods")
    for place, mean in enumerate(means):
        if place < 2:
            assert mean is None
        elif mean is not None:
            wanted = Decimal(sum(counts[place - 2 : place + 1])) / 3
            assert mean == wanted.quantize(Decimal("0.0001"))


def test_equal_names_are_asked_once(layer: MetricLayer, session: Session) -> None:
    result = _asked(layer, session, "orders", show=("year_to_date", "year to date"))
    assert Counter(column.name for column in result.columns)["orders_year_to_date"] == 1


def test_the_year_to_date_and_the_one_before_cost_one_scan_of_their_days(
    layer: MetricLayer,
) -> None:
    words: dict[str, Any] = {"by": ("month",), "last": "3 months", "compare": ("previous_year",)}
    shown = layer.explain(Query(("order_intake",), show=("year_to_date",), **words))
    assert shown.count("FROM core.sales_order_line") == 1
    assert "summed by day, then over the days of each period" in shown
    # January to March of two years: two runs of days, whatever is made of them.
    assert shown.count(">= CAST($order_lines_1_run_from_") == 2
    whole = layer.explain(Query(("order_intake",), by=("month",), show=("year_to_date",)))
    assert whole.count(">= CAST($order_lines_1_run_from_") == 1
