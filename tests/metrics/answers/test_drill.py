"""Every figure opens on its rows: both sides of a ratio, a page at a time, their sum the cell."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vigie.kit.errors import Invalid, NotFound
from vigie.metrics.answers.result import Result
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session

Behind = Callable[..., Result]
MARCH = date(2026, 3, 1)


@pytest.fixture
def behind(layer: MetricLayer, session: Session, fill: Callable[..., None]) -> Behind:
    fill("account", {"account_id": "A", "name": "Alpha"}, {"account_id": "B", "name": "Beta"})
    fill("product", {"product_id": "P", "name": "Pump"})
    sold = [
        ("A", "2026-03-01", 40),
        ("A", "2026-03-02", -10),
        ("B", "2026-03-03", 5),
        (None, "2025-03-04", 7),
    ]
    for number, (account, day, amount) in enumerate(sold):
        head = {"account_id": account, "status": "posted", "number": f"N{number}"}
        invoice = {**head, "invoice_id": number, "invoice_date": day, "due_date": day}
        fill("invoice", {**invoice, "gross_amount_company": amount, "invoice_type": "invoice"})
        order = {"order_id": number, "order_date": day, "account_id": account}
        fill("sales_order", {**order, "status": "confirmed", "number": f"O{number}"})
        line = {"line_id": number, "product_id": "P", "quantity": 1, "net_amount_company": amount}
        fill("invoice_line", {**line, "invoice_id": number, "cost_amount": 3})
        fill("sales_order_line", {**line, "order_id": number})

    def opened(
        query: Query, column: str, cell: dict[str, Any] | None = None, **words: Any
    ) -> Result:
        return layer.rows_behind(query, column, cell or {}, session=session, **words)

    return opened


def test_rows_show_document_date_customer_and_amount(behind: Behind) -> None:
    query = Query(("revenue",), by=("customer", "month"))
    rows = behind(query, "revenue", {"customer": "Alpha", "month": MARCH})
    shown = [
        {name: r[name] for name in ("number", "date", "customer", "value")} for r in rows.records()
    ]
    assert shown == [
        {"number": "N0", "date": date(2026, 3, 1), "customer": "Alpha", "value": Decimal(40)},
        {"number": "N1", "date": date(2026, 3, 2), "customer": "Alpha", "value": Decimal(-10)},
    ]
    assert (rows.total, rows.total_rows) == (30, 2)


def test_pages_keep_the_whole_sum(behind: Behind) -> None:
    page = behind(Query(("revenue",)), "revenue", limit=1, offset=1)
    assert [row[-1] for row in page.rows] == [Decimal(-10)]
    assert (page.total, page.total_rows) == (42, 4)


def test_a_ratio_opens_on_both_sides(behind: Behind) -> None:
    query = Query(("average_basket",))
    top = behind(query, "average_basket")
    assert top.parts == ("order_intake", "orders")
    below = behind(query, "average_basket", part="orders")
    assert (top.total, below.total) == (42, 4)
    with pytest.raises(NotFound, match="its parts are: order_intake, orders"):
        behind(query, "average_basket", part="visits")


def test_a_share_opens_on_its_largest_members(behind: Behind) -> None:
    query = Query(("top10_share",))
    largest = behind(query, "top10_share")
    assert largest.parts == ("top10_share", "revenue")
    assert largest.total == 35
    assert behind(query, "top10_share", part="revenue").total == 42


def test_the_unfilled_member_opens_too(behind: Behind) -> None:
    rows = behind(Query(("revenue",), by=("customer",)), "revenue", {"customer": None})
    assert rows.total == 7


def test_a_comparison_opens_on_its_own_days(behind: Behind) -> None:
    query = Query(("revenue",), by=("month",), last="1 month", compare=("previous_year", "target"))
    rows = behind(query, "revenue_previous_year", {"month": MARCH})
    assert [row[0] for row in rows.rows] == ["N3"]
    with pytest.raises(Invalid, match="no rows stand behind it"):
        behind(query, "revenue_target", {"month": MARCH})


def test_a_balance_opens_on_what_is_still_open(behind: Behind, fill: Callable[..., None]) -> None:
    paid = {"payment_id": "P", "invoice_id": "0", "allocated_on": "2026-03-05"}
    fill("payment_allocation", {**paid, "amount_company": 40})
    rows = behind(Query(("outstanding",)), "outstanding")
    assert sorted(row[0] for row in rows.rows) == ["N1", "N2", "N3"]
    assert rows.total == 2


def test_rights_hold_in_the_rows(behind: Behind) -> None:
    policy = RowPolicy(("customer = Beta",))
    assert behind(Query(("revenue",)), "revenue", policy=policy).total == 5


def test_what_the_answer_does_not_show_cannot_be_opened(behind: Behind) -> None:
    with pytest.raises(NotFound, match="did you mean 'revenue'"):
        behind(Query(("revenue",)), "revenu")
    with pytest.raises(NotFound, match="no period that starts on 2026-03-09"):
        behind(Query(("revenue",), by=("month",)), "revenue", {"month": date(2026, 3, 9)})
