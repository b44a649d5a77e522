"""Behind every figure of the catalogue stand rows that add up to it, in each way of asking."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlglot import exp

from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.metrics.answers.result import Cell
from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog, Metric, MetricType
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.model.loader import load_model
from vigie.warehouse.engine import Session

pytestmark = pytest.mark.slow

DAYS: dict[str, Any] = {"date_from": date(2026, 6, 1), "date_to": date(2026, 10, 31)}
SHAPES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ("", {"by": ("month",)}),
    ("_previous_year", {"by": ("month",), "compare": ("previous_year",)}),
    ("_year_to_date", {"by": ("month",), "show": ("year_to_date",)}),
    ("_trailing_90_days", {"show": ("trailing 90 days",), "compare": ("previous_year",)}),
    ("_share_within_month", {"by": ("month", "team"), "show": ("share within month",)}),
    ("", {"by": ("customer",), "limit": 3}),
    ("", {"by": ("series",)}),
    ("", {"by": ("rfm", "quarter"), "limit": 3}),
)  # fmt: skip
CATALOG = load_catalog(load_model())
# What is aimed at has no rows: formulas over goals are worked out in test_relation_figures.
METRICS = [
    metric.id
    for metric in CATALOG.shown
    if all(CATALOG.metrics[leaf].type is not MetricType.GOAL for leaf in CATALOG.leaves(metric.id))
]


@pytest.mark.parametrize("name", METRICS)
def test_rows_add_up_to_a_cell_of_every_shape(
    name: str, layer: MetricLayer, session: Session
) -> None:
    opened = 0
    for turn, (column, words) in enumerate(SHAPES):
        query = Query((name,), **DAYS, **words)
        try:
            result = layer.query(query)
        except (Refused, Invalid):
            continue  # not cut, or not shown, that way
        place = result.column(name + column)
        rows = [i for i, row in enumerate(result.rows) if row[place] is not None]
        if not rows:
            continue
        index = rows[-1 - turn % len(rows)]  # another one each time
        cell = _cell(query, result.rows[index], result.keys[index], layer)
        figure = _added_up(name + column, query, cell, layer, session)
        if figure is not None:
            opened += 1
            shown = result.rows[index][place]
            least = 5.1e-5 if isinstance(shown, Decimal) else 0
            assert float(shown) == pytest.approx(figure, rel=1e-9, abs=least), words
    assert opened or name in STAND_ON_MEANS


STAND_ON_MEANS = {"stock_turnover", "days_of_inventory"}  # a mean over days opens by day


def _cell(query: Query, row: tuple[Any, ...], keys: tuple[Any, ...], layer: MetricLayer) -> Cell:
    named = iter(keys)
    return {
        word if word in ("month", "quarter") else f"{word}.key": (
            row[place] if word in ("month", "quarter") else next(named)
        )
        for place, word in enumerate(query.by)
    }


def _added_up(
    column: str, query: Query, cell: Cell, layer: MetricLayer, session: Session
) -> float | None:
    """The figure from what its rows add up to; None where a mean stands in it."""
    (name,) = query.metrics
    try:
        first = layer.rows_behind(query, column, cell, limit=1)
        own_part, *others = first.parts
        totals = {own_part: first.total} | {
            part: layer.rows_behind(query, column, cell, part=part, limit=1).total
            for part in others
        }
    except Invalid:
        if name in STAND_ON_MEANS:
            return None
        raise
    own = {part: value for part, value in totals.items() if not part.startswith("whole.")}
    figure = _worked_out(name, own, "", layer.catalog, session, query, cell, layer)
    if not column.endswith("_share_within_month") or figure is None:
        return figure
    wholes = {part.removeprefix("whole."): v for part, v in totals.items() if part not in own}
    whole = _worked_out(name, wholes, "", layer.catalog, session, query, cell, layer)
    assert whole
    return figure / whole


def _worked_out(
    name: str,
    totals: dict[str, Any],
    owner: str,
    catalog: Catalog,
    session: Session,
    query: Query,
    cell: Cell,
    layer: MetricLayer,
) -> float | None:
    """The formula of a metric over the sums of rows."""
    metric: Metric = catalog.metrics[name]
    more = (catalog, session, query, cell, layer)
    if metric.window:
        owner = name
    if metric.type in (MetricType.CUMULATIVE, MetricType.EARLIER):
        return _worked_out(metric.input or "", totals, owner, *more)
    if metric.type is MetricType.RATIO:
        above, below = (_worked_out(one, totals, owner, *more) for one in catalog.parts(name))
        return above / below if above is not None and below else None
    if metric.type is MetricType.DERIVED and metric.expression is not None:
        values = {one: _worked_out(one, totals, owner, *more) for one in catalog.parts(name)}
        return _evaluated(metric.expression, values, session)
    called = owner if owner and catalog.metrics[owner].input == name else f"{owner}.{name}"
    total = totals[called if owner else name]
    if metric.type is MetricType.SHARE:
        return float(total / totals[metric.whole or ""])
    return None if total is None else float(total)


def _evaluated(tree: exp.Expr, values: dict[str, float | None], session: Session) -> float | None:
    """A formula as the engine works it out of plain numbers."""

    def put(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        value = values[node.name]
        return exp.null() if value is None else exp.cast(exp.Literal.string(repr(value)), "DOUBLE")

    found = session.scalar(f"SELECT {tree.transform(put).sql(dialect='duckdb')}")
    return None if found is None else float(found)


def test_what_has_no_rows_says_why(layer: MetricLayer) -> None:
    months: dict[str, Any] = {"by": ("month",), "last": "3 months", "as_of": date(2026, 9, 30)}
    month = {"month": date(2026, 9, 1)}

    def refusal(column: str, cell: Cell = month, **words: Any) -> str:
        with pytest.raises((Refused, Invalid, NotFound)) as caught:
            layer.rows_behind(Query(("revenue",), **(months | words)), column, cell)
        return str(caught.value)

    assert "a place among others" in refusal("revenue_rank", show=("rank",))
    average = refusal("revenue_moving_average_3_months", show=("moving_average 3 months",))
    assert "'revenue' shown as 'trailing 3 periods'" in average
    compared = refusal("revenue_previous_year_difference", compare=("previous_year",))
    assert "open 'revenue' or 'revenue_previous_year'" in compared
    assert "is set, not counted" in refusal("revenue_target", compare=("target",))
    assert "did you mean 'revenue'" in refusal("revenu")


def test_both_years_of_a_growth_open(layer: MetricLayer, session: Session) -> None:
    query = Query(("relative_growth",), date_from=date(2026, 1, 1), date_to=date(2026, 6, 30))
    sums = {
        part: layer.rows_behind(query, "relative_growth", {}, part=part).total
        for part in ("revenue", "revenue_year_before")
    }
    wanted = [
        session.scalar(
            "SELECT sum(l.net_amount_company) FROM core.invoice_line l JOIN core.invoice i"
            " USING (invoice_id) WHERE i.status NOT IN ('draft', 'cancelled')"
            f" AND invoice_date BETWEEN '{year}-01-01' AND '{year}-06-30'"
        )
        for year in (2026, 2025)
    ]
    assert list(sums.values()) == wanted
    assert isinstance(wanted[0], Decimal)
