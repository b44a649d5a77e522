"""Figures that relate two times, two kinds of events or a goal, against SQL of another make."""

from datetime import date
from typing import Any

import pytest

from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session

from .conftest import UNTIL

pytestmark = pytest.mark.slow

SOLD = (
    "core.invoice i JOIN core.invoice_line l USING (invoice_id)"
    " WHERE i.status NOT IN ('draft', 'cancelled')"
)


def figure(layer: MetricLayer, metric: str, days: tuple[date, date]) -> Any:
    return layer.query(Query((metric,), date_from=days[0], date_to=days[1])).scalar()


def same(found: Any, expected: Any) -> None:
    assert found is not None
    assert float(found) == pytest.approx(float(expected), rel=1e-8)


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
