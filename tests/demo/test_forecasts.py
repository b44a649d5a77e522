"""The demo company's forecasts: made in time, added up, wrong by what forecasts are wrong by."""

from .generated import Files

FORECAST = "target WHERE target_kind = 'forecast'"
INVOICED = (
    "SELECT i.sales_rep_id, date_trunc('month', invoice_date) AS month,"
    " sum(net_amount * CASE currency_code WHEN 'EUR' THEN 1 ELSE 1.05 END) AS amount"
    " FROM invoice i WHERE status NOT IN ('draft', 'cancelled') GROUP BY ALL"
)


def test_every_salesperson_foresees_every_month(small: Files) -> None:
    by_scope = dict(
        small.rows(f"SELECT scope_type, count(DISTINCT scope_id) FROM {FORECAST} GROUP BY 1")
    )
    assert by_scope == {"company": 1, "sales_rep": 12}
    months = small.rows(
        f"SELECT count(DISTINCT period_start), max(period_start) FROM {FORECAST} GROUP BY scope_id"
    )
    assert {str(last) for _, last in months} == {"2026-12-01"}
    assert len({count for count, _ in months}) == 1


def test_a_forecast_is_made_before_its_month_and_not_after_the_last_day(small: Files) -> None:
    assert small.count(f"{FORECAST} AND CAST(set_at AS DATE) >= period_start") == 0
    assert small.count(f"{FORECAST} AND CAST(set_at AS DATE) > '2026-10-31'") == 0


def test_the_companys_forecast_holds_those_of_its_people(small: Files) -> None:
    people = f"SELECT period_start, sum(target_value) AS v FROM {FORECAST} AND scope_type = 'sales_rep' GROUP BY 1"  # noqa: E501
    assert small.count(
        f"(SELECT * FROM {FORECAST} AND scope_type = 'company') c"
        f" JOIN ({people}) p USING (period_start) WHERE c.target_value < p.v"
    ) == 0  # fmt: skip


def test_forecasts_miss_as_forecasts_do(small: Files) -> None:
    missed = small.value(
        f"SELECT sum(abs(target_value - coalesce(amount, 0))) / sum(amount)"
        f" FROM (SELECT * FROM {FORECAST} AND scope_type = 'sales_rep'"
        f"       AND period_start < '2026-10-01') LEFT JOIN ({INVOICED}) i"
        " ON i.sales_rep_id = scope_id AND month = period_start"
    )
    assert 0.06 < missed < 0.3
