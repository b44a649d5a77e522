"""The figures that STORIES.md quotes are those of the default company."""

from pathlib import Path

import pytest

import vigie.demo.company

from .generated import Files

PAGE = (Path(vigie.demo.company.__file__).parent / "STORIES.md").read_text(encoding="utf-8")
SUMMER = "BETWEEN '2026-05-01' AND '2026-10-31'"
LAST_SUMMER = "BETWEEN '2025-05-01' AND '2025-10-31'"
LAST_QUARTER = "BETWEEN '2026-08-01' AND '2026-10-31'"
YEAR = "BETWEEN '2025-11-01' AND '2026-10-31'"
LAST_YEAR = "BETWEEN '2024-11-01' AND '2025-10-31'"
FIRST_YEAR = "BETWEEN '2023-11-01' AND '2024-10-31'"
ORDERED = (
    "FROM sales_order_line l JOIN sales_order o USING (order_id) JOIN product p USING (product_id)"
    " JOIN account a USING (account_id) WHERE o.status <> 'cancelled' AND order_date"
)
FRESH_AIR = "product p USING (product_id) WHERE p.model = '32 FreshAir'"
ACCOUNT = "(SELECT account_id FROM account WHERE name = 'Habitat Pau')"
RECEIVED = (
    "FROM supplier_receipt_line l JOIN supplier_receipt r USING (receipt_id)"
    " JOIN account a ON a.account_id = r.supplier_account_id WHERE received_on"
)


@pytest.mark.parametrize("days", [SUMMER, LAST_SUMMER])
def test_fresh_air(company: Files, days: str) -> None:
    ordered = f"SELECT sum(l.net_amount) {ORDERED} {days} AND p.model = '32 FreshAir'"
    credited = (
        "SELECT -sum(l.net_amount) FROM invoice_line l JOIN invoice i USING (invoice_id)"
        f" JOIN {FRESH_AIR} AND invoice_type = 'credit_note' AND invoice_date {days}"
    )
    returned = (
        "SELECT -sum(quantity) FROM sales_return_line JOIN sales_return USING (return_id)"
        f" JOIN {FRESH_AIR} AND return_date {days}"
    )
    complained = (
        f"SELECT count(*) FROM ticket JOIN {FRESH_AIR} AND ticket_type = 'complaint'"
        f" AND CAST(opened_at AS DATE) {days}"
    )
    column = 2 if days == SUMMER else 3
    quoted = [line.split("|")[column].strip() for line in PAGE.split("\n") if line.startswith("| ")]
    figures = [company.value(sql) for sql in (ordered, credited, returned, complained)]
    assert [f"{figure:,.0f}" for figure in figures] == quoted[1:5]


def test_the_key_account(company: Files) -> None:
    def orders(days: str) -> tuple[object, ...]:
        return company.rows(
            "SELECT sum(net_amount), count(*) FROM sales_order WHERE status <> 'cancelled'"
            f" AND account_id = {ACCOUNT} AND order_date {days}"
        )[0]

    (now, few), (then, many) = orders(LAST_QUARTER), orders("BETWEEN '2025-08-01' AND '2025-10-31'")
    assert f"ordered for {now:,.0f} € in {few} orders" in PAGE
    assert f"after {then:,.0f} € in {many} orders" in PAGE
    last = company.value(
        f"SELECT max(completed_at) FROM activity WHERE account_id = {ACCOUNT} AND status = 'done'"
    )
    assert f"{last:%-d %B %Y}" in PAGE


def test_the_baskets(company: Files) -> None:
    for channel, first, last in company.rows(
        f"SELECT c.name, avg(net_amount) FILTER (order_date {FIRST_YEAR}),"
        f" avg(net_amount) FILTER (order_date {YEAR}) FROM sales_order"
        " JOIN channel c USING (channel_id) WHERE status <> 'cancelled' GROUP BY 1"
    ):
        change = f"{(last / first - 1) * 100:+.1f}".replace("-", "−")
        assert f"| {channel} | {first:,.0f} € | {last:,.0f} € | {change} % |" in PAGE


def test_the_deals_after_the_quarter(company: Files) -> None:
    shares = company.rows(
        "SELECT r.name, count(*), avg(CAST(month(closed_at) IN (1, 4, 7, 10) AS INT)) AS share"
        " FROM opportunity JOIN sales_rep r ON r.sales_rep_id = owner_id WHERE status = 'won'"
        " GROUP BY 1 ORDER BY share DESC LIMIT 2"
    )
    (name, deals, first), (_, _, second) = shares
    assert f"{name} (C02) signed {first:.0%} of his {deals} deals".replace("%", " %") in PAGE
    assert f"the next colleague {second * 100:.0f} %" in PAGE
    moves = company.rows(
        "SELECT owner_id = 'C02', avg(moves) FROM opportunity JOIN (SELECT opportunity_id,"
        " count(DISTINCT expected_close_date) - 1 moves FROM opportunity_stage_event GROUP BY 1)"
        " USING (opportunity_id) GROUP BY 1 ORDER BY 1"
    )
    assert moves[1][1] > 5
    assert moves[0][1] < 1.2


def test_the_supplier(company: Files) -> None:
    share = "avg(CAST(received_on <= promised_date AS INT)) * 100"
    quoted = (
        "delivered {:.0f} % of its lines by the promised day from May to October 2025, and {:.0f} %"
    )
    figures = [
        company.value(f"SELECT {share} {RECEIVED} {days} AND a.name = 'Nivélia Froid'")
        for days in (LAST_SUMMER, SUMMER)
    ]
    assert quoted.format(*figures) in PAGE
    figures = [company.value(f"SELECT {share} {RECEIVED} {days}") for days in (LAST_SUMMER, SUMMER)]
    assert "fell from {:.0f} % to {:.0f} %".format(*figures) in PAGE


def test_the_gas(company: Files) -> None:
    cover = dict(
        company.rows(
            "SELECT p.name, stock / sold * 365 FROM product p JOIN"
            " (SELECT product_id, sum(on_hand_quantity) stock FROM stock_level"
            " WHERE snapshot_date = '2026-10-31' GROUP BY 1) USING (product_id) JOIN"
            " (SELECT product_id, -sum(quantity) sold FROM stock_movement"
            f" WHERE movement_type = 'issue' AND CAST(moved_at AS DATE) {YEAR} GROUP BY 1)"
            " USING (product_id) WHERE p.is_perishable"
        )
    )
    idle = [days for name, days in cover.items() if "R410A" in name]
    assert len(idle) == 2
    assert min(idle) > 425
    assert max(idle) < 455
    assert max(days for name, days in cover.items() if "R410A" not in name) < 120


def test_the_island(company: Files) -> None:
    now, then = (
        company.value(
            f"SELECT sum(l.net_amount) {ORDERED} {days}"
            " AND a.region = 'Corse' AND p.category_id LIKE 'PAC%'"
        )
        for days in (YEAR, LAST_YEAR)
    )
    assert f"{now:,.0f} € in twelve months after {then:,.0f} €" in PAGE
    assert round(now / then * 100 - 100, -1) == 620
