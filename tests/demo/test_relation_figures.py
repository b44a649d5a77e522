"""Figures that relate two times, two kinds of events or a goal, against SQL of another make."""

import itertools
from datetime import date
from math import ceil
from typing import Any

import pytest

from vigie.metrics.layer import MetricLayer
from vigie.metrics.query import Query
from vigie.warehouse.engine import Session

from .conftest import UNTIL

pytestmark = pytest.mark.slow

ORDERS = "(SELECT * FROM core.sales_order WHERE status NOT IN ('draft', 'cancelled'))"
LINES = (
    "(SELECT o.account_id, o.order_date, l.quantity AS q, l.net_amount_company AS v,"
    f" p.category_id AS c FROM core.sales_order_line l JOIN {ORDERS} o USING (order_id)"
    " LEFT JOIN core.product p USING (product_id))"
)
SOLD = (
    "core.invoice i JOIN core.invoice_line l USING (invoice_id)"
    " WHERE i.status NOT IN ('draft', 'cancelled')"
)
YEAR = (date(2025, 11, 1), UNTIL)


def figure(layer: MetricLayer, metric: str, days: tuple[date, date]) -> Any:
    return layer.query(Query((metric,), date_from=days[0], date_to=days[1])).scalar()


def same(found: Any, expected: Any) -> None:
    assert found is not None
    assert float(found) == pytest.approx(float(expected), rel=1e-8)


def test_customers_kept_from_month_to_month(layer: MetricLayer, session: Session) -> None:
    query = Query(("retention_rate",), by=("month",), date_from=date(2026, 7, 1), date_to=UNTIL)
    for month, kept in layer.query(query).rows:
        expected = session.scalar(
            f"""WITH now AS (SELECT DISTINCT account_id FROM {ORDERS}
                  WHERE date_trunc('month', order_date) = $month),
                before AS (SELECT DISTINCT account_id FROM {ORDERS}
                  WHERE date_trunc('month', order_date) = $month - INTERVAL 1 MONTH
                  AND account_id IS NOT NULL)
                SELECT (SELECT count(*) FROM before SEMI JOIN now USING (account_id))
                     / (SELECT count(*) FROM before)""",
            {"month": month},
        )
        same(kept, expected)


def test_prices_against_those_of_a_year_before(layer: MetricLayer, session: Session) -> None:
    years = [
        f"SELECT account_id, c, sum(v) AS v, sum(q) AS q FROM {LINES}"
        f" WHERE order_date BETWEEN '{first}' AND '{last}' GROUP BY 1, 2"
        for first, last in (YEAR, (date(2024, 11, 1), date(2025, 10, 31)))
    ]
    expected = session.scalar(
        f"SELECT sum(n.v * (n.v / n.q) / (b.v / b.q)) / sum(n.v) FROM ({years[0]}) n"
        f" JOIN ({years[1]}) b USING (account_id, c)"
        " WHERE n.q > 0 AND b.q > 0 AND n.v > 0 AND b.v > 0"
    )
    same(figure(layer, "upsell_index", YEAR), expected)


def test_targets_and_budgets_of_a_month(layer: MetricLayer, session: Session) -> None:
    days = (date(2026, 9, 1), date(2026, 9, 30))
    actual, target, budget = session.rows(
        f"""SELECT (SELECT sum(l.net_amount_company) FROM {SOLD}
                    AND invoice_date BETWEEN '2026-09-01' AND '2026-09-30'),
            max(target_value) FILTER (target_kind = 'objective'),
            max(target_value) FILTER (target_kind = 'budget')
            FROM core.target WHERE kpi_code = 'revenue' AND scope_type = 'company'
            AND period_start = '2026-09-01' AND period_end = '2026-09-30'"""
    )[0]
    same(figure(layer, "target_attainment", days), actual / target)
    assert figure(layer, "budget_variance", days) == actual - budget
    same(figure(layer, "budget_variance_rate", days), (actual - budget) / budget)


def test_stock_by_the_day(layer: MetricLayer, session: Session) -> None:
    expected = session.scalar(
        f"""WITH day AS (
              SELECT unnest(generate_series(DATE '2025-11-01', DATE '2026-10-31',
                                            INTERVAL 1 DAY))::DATE AS d),
            worth AS (
              SELECT s.*, coalesce(stock_value,
                on_hand_quantity * coalesce(s.unit_cost, p.standard_cost)) AS worth,
                lead(snapshot_date) OVER (PARTITION BY s.product_id, warehouse_id, lot_number
                                          ORDER BY snapshot_date) AS until
              FROM core.stock_level s LEFT JOIN core.product p USING (product_id)),
            daily AS (
              SELECT d, sum(worth) AS total FROM day JOIN worth ON snapshot_date <= d
                AND (until IS NULL OR until > d) GROUP BY d)
            SELECT (SELECT sum(l.cost_amount) FROM {SOLD}
                    AND invoice_date BETWEEN '2025-11-01' AND '2026-10-31') / avg(total)
            FROM daily"""
    )
    days = (date(2026, 10, 1), UNTIL)
    assert float(figure(layer, "stock_turnover", days)) == pytest.approx(expected, rel=1e-6)
    assert float(figure(layer, "days_of_inventory", days)) == pytest.approx(
        365 / expected, rel=1e-6
    )


def test_consents_that_hold(layer: MetricLayer, session: Session) -> None:
    day = date(2026, 6, 30)
    expected = session.scalar(
        """WITH last AS (
             SELECT *, row_number() OVER (PARTITION BY person_id, purpose, channel
                                          ORDER BY recorded_at DESC) AS turn
             FROM core.consent WHERE recorded_at < '2026-07-01')
           SELECT count(DISTINCT person_id) / (SELECT count(*) FROM core.contact) FROM last
           WHERE turn = 1 AND status = 'granted'
             AND (expires_at IS NULL OR expires_at >= '2026-07-01')
             AND person_id IN (SELECT contact_id FROM core.contact)"""
    )
    same(layer.query(Query(("consent_rate",), as_of=day)).scalar(), expected)


def test_contacts_past_the_limit(layer: MetricLayer, session: Session) -> None:
    expected = session.scalar(
        """WITH made AS (
             SELECT account_id, occurred_at AS made_at FROM core.activity
             WHERE status = 'done' AND direction = 'outbound' AND account_id IS NOT NULL
               AND activity_type IN ('call', 'visit', 'meeting', 'demo', 'email', 'sms')
             UNION ALL
             SELECT account_id, status_at FROM core.campaign_member
             JOIN core.contact USING (contact_id) WHERE status <> 'targeted'),
           month AS (
             SELECT count(*) AS n FROM made WHERE made_at >= '2026-01-01' AND made_at < '2026-07-01'
             GROUP BY account_id, date_trunc('month', made_at))
           SELECT sum(greatest(n - 4, 0)) / count(*) FROM month"""
    )
    same(figure(layer, "pressure_index", (date(2026, 1, 1), date(2026, 6, 30))), expected)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 6, 15), date(2026, 9, 30)])
def test_key_accounts_that_are_silent(layer: MetricLayer, session: Session, day: date) -> None:
    month = day.replace(day=1)
    amounts = dict(
        session.rows(
            f"""SELECT account_id, sum(v) FROM {LINES} WHERE account_id IS NOT NULL
                AND order_date >= $month - INTERVAL 1 YEAR AND order_date < $month
                GROUP BY 1 HAVING sum(v) > 0""",
            {"month": month},
        )
    )
    largest = sorted(amounts, key=lambda one: (-amounts[one], one))[: ceil(len(amounts) / 10)]
    silent = sum(_is_silent(session, account, month, day) for account in largest)
    assert layer.query(Query(("key_accounts_at_risk",), as_of=day)).scalar() == silent


def _is_silent(session: Session, account: str, month: date, day: date) -> bool:
    bought = [
        row[0]
        for row in session.rows(
            f"SELECT DISTINCT order_date FROM {ORDERS} WHERE account_id = $account"
            " AND order_date <= $day ORDER BY 1",
            {"account": account, "day": day},
        )
    ]
    pairs = itertools.pairwise(bought)
    gaps = sorted((later - one).days for one, later in pairs if later < month)
    if len(gaps) < 4:
        return False
    return bool((day - bought[-1]).days > gaps[-(-95 * len(gaps) // 100) - 1])


def test_growth_beside_the_market(layer: MetricLayer, session: Session) -> None:
    halves = session.rows(
        f"""SELECT sum(l.net_amount_company) FROM {SOLD} AND month(invoice_date) <= 6
            AND year(invoice_date) IN (2025, 2026) GROUP BY year(invoice_date)
            ORDER BY year(invoice_date)"""
    )
    market = session.rows(
        """SELECT avg(value) FROM core.external_observation JOIN core.external_series
             USING (series_id) WHERE kind = 'market_size' AND month(date) <= 6
             AND year(date) IN (2025, 2026) GROUP BY year(date) ORDER BY year(date)"""
    )
    (before,), (now,) = halves
    expected = float(now / before) - float(market[1][0]) / float(market[0][0])
    same(figure(layer, "relative_growth", (date(2026, 1, 1), date(2026, 6, 30))), expected)
