"""The demo company's figures to date, trailing, shared and ranked, against SQL of another hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vigie.metrics.answers.result import Result
from vigie.workspace import Workspace

from .conftest import UNTIL

SOLD = """
    WITH sold AS (
        SELECT o.order_date AS day, o.order_id, o.account_id, o.sales_rep_id,
               l.net_amount_company AS amount, a.region
        FROM core.sales_order o
        JOIN core.sales_order_line l ON l.order_id = o.order_id AND l.deleted_at IS NULL
        LEFT JOIN core.account a ON a.account_id = o.account_id
        WHERE o.deleted_at IS NULL AND coalesce(o.status, 'confirmed') NOT IN ('draft', 'cancelled')
    ), months AS (
        SELECT unnest(generate_series(DATE '2025-11-01', DATE '2026-10-01', INTERVAL 1 MONTH))::DATE
            AS month
    )
"""


def _sql(tenth: Workspace, query: str) -> list[tuple[Any, ...]]:
    with tenth.warehouse.read() as session:
        return session.rows(SOLD + query)


def _shown(result: Result, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[result.column(name)] for name in names) for row in result.rows]


def test_year_to_date_and_that_of_the_year_before(tenth: Workspace) -> None:
    result = tenth.query(
        ["order_intake"],
        by=["month"],
        last="12 months",
        as_of=UNTIL,
        show=["year_to_date"],
        compare=["previous_year"],
    )
    wanted = _sql(
        tenth,
        """
        SELECT month,
            (SELECT sum(amount) FROM sold
             WHERE day >= date_trunc('year', month) AND day < month + INTERVAL 1 MONTH),
            (SELECT sum(amount) FROM sold
             WHERE day >= date_trunc('year', month) - INTERVAL 1 YEAR
               AND day < month + INTERVAL 1 MONTH - INTERVAL 1 YEAR)
        FROM months ORDER BY month
        """,
    )
    names = ("month", "order_intake_year_to_date", "order_intake_year_to_date_previous_year")
    assert _shown(result, *names) == wanted


def test_customers_and_baskets_of_ninety_days(tenth: Workspace) -> None:
    result = tenth.query(
        ["active_customers", "average_basket"],
        by=["month"],
        last="12 months",
        as_of=UNTIL,
        show=["trailing 90 days"],
    )
    wanted = _sql(
        tenth,
        """
        SELECT month, count(DISTINCT account_id),
            round(sum(amount) / count(DISTINCT order_id)::DOUBLE, 4)::DECIMAL(38, 4)
        FROM months JOIN sold
          ON day < month + INTERVAL 1 MONTH AND day >= month + INTERVAL 1 MONTH - INTERVAL 90 DAY
        GROUP BY month ORDER BY month
        """,
    )
    names = ("month", "active_customers_trailing_90_days", "average_basket_trailing_90_days")
    assert _shown(result, *names) == wanted


def test_shares_and_ranks_by_region(tenth: Workspace) -> None:
    result = tenth.query(
        ["order_intake"],
        by=["region"],
        last="12 months",
        as_of=UNTIL,
        show=["share", "rank"],
        totals=True,
    )
    wanted = _sql(
        tenth,
        """
        SELECT region, sum(amount), sum(amount)::DOUBLE / sum(sum(amount)) OVER (),
            rank() OVER (ORDER BY sum(amount) DESC)
        FROM sold WHERE day BETWEEN DATE '2025-11-01' AND DATE '2026-10-31'
        GROUP BY region ORDER BY 2 DESC, region
        """,
    )
    found = _shown(result, "region", "order_intake", "order_intake_share", "order_intake_rank")
    assert [(*row[:2], pytest.approx(row[2]), row[3]) for row in wanted] == found
    assert result.totals is not None
    assert result.totals[1] == sum(row[1] for row in wanted)


def test_the_rank_of_salespeople_within_each_quarter(tenth: Workspace) -> None:
    result = tenth.query(
        ["order_intake"],
        by=["quarter", "sales_rep"],
        last="4 quarters",
        as_of=UNTIL,
        show=["rank within quarter", "share within quarter"],
    )
    wanted = _sql(
        tenth,
        """
        SELECT quarter, rep, rank() OVER (PARTITION BY quarter ORDER BY total DESC),
            total::DOUBLE / sum(total) OVER (PARTITION BY quarter)
        FROM (
            SELECT date_trunc('quarter', day)::DATE AS quarter, sales_rep_id AS rep,
                sum(amount) AS total
            FROM sold WHERE day BETWEEN DATE '2026-01-01' AND DATE '2026-10-31'
            GROUP BY 1, 2
        )
        """,
    )
    names = (
        "quarter",
        "order_intake",
        "order_intake_rank_within_quarter",
        "order_intake_share_within_quarter",
    )
    found = {
        (row[0], key[0]): (row[2], pytest.approx(row[3]))
        for row, key in zip(_shown(result, *names), result.keys, strict=True)
        if row[1] and row[0] >= date(2026, 1, 1)
    }
    assert {(quarter, rep): (rank, share) for quarter, rep, rank, share in wanted} == found


def test_a_mean_over_three_months(tenth: Workspace) -> None:
    result = tenth.query(
        ["orders"], by=["month"], last="12 months", as_of=UNTIL, show=["moving_average 3 months"]
    )
    wanted = _sql(
        tenth,
        """
        SELECT month, (SELECT count(DISTINCT order_id) FROM sold
            WHERE day >= month - INTERVAL 2 MONTH AND day < month + INTERVAL 1 MONTH)
        FROM months ORDER BY month
        """,
    )
    means = [(month, (Decimal(count) / 3).quantize(Decimal("0.0001"))) for month, count in wanted]
    assert _shown(result, "month", "orders_moving_average_3_months") == means
