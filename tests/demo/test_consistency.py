"""What a bookkeeper would check: totals, sequences, signs and stocks of the demo company."""

from .conftest import UNTIL
from .generated import Files


def test_orders_weigh_as_much_as_their_lines(small: Files) -> None:
    lines = (
        "SELECT order_id, sum(net_amount) net, sum(discount_amount) less,"
        " sum(cost_amount) AS spent,"
        " sum(CASE WHEN line_kind = 'shipping' THEN net_amount ELSE 0 END) shipping"
        " FROM sales_order_line GROUP BY 1"
    )
    assert small.count(
        f"sales_order o FULL JOIN ({lines}) l USING (order_id)"
        " WHERE o.net_amount IS DISTINCT FROM l.net OR o.discount_amount IS DISTINCT FROM l.less"
        " OR o.cost_amount IS DISTINCT FROM l.spent"
        " OR o.shipping_amount IS DISTINCT FROM l.shipping"
    ) == 0  # fmt: skip


def test_documents_weigh_as_much_as_their_lines_and_instalments(small: Files) -> None:
    lines = "SELECT invoice_id, sum(net_amount) net FROM invoice_line GROUP BY 1"
    parts = (
        "SELECT invoice_id, sum(amount) due, sum(open_amount) still"
        " FROM invoice_instalment GROUP BY 1"
    )
    assert small.count(
        f"invoice i FULL JOIN ({lines}) l USING (invoice_id) FULL JOIN ({parts}) p"
        " USING (invoice_id) WHERE i.net_amount IS DISTINCT FROM l.net"
        " OR i.gross_amount IS DISTINCT FROM p.due OR i.open_amount IS DISTINCT FROM p.still"
        " OR i.gross_amount <> i.net_amount + i.tax_amount"
    ) == 0  # fmt: skip


def test_line_amounts_follow_from_price_quantity_and_discount(small: Files) -> None:
    for table in ("sales_order_line", "invoice_line"):
        assert small.count(
            f"{table} WHERE gross_amount <> quantity * unit_price"
            " OR net_amount <> gross_amount - discount_amount"
            " OR abs(discount_amount - gross_amount * discount_ratio) > 0.005"
            " OR cost_amount <> quantity * unit_cost"
        ) == 0  # fmt: skip


def test_quotes_and_opportunities_weigh_as_much_as_their_lines(small: Files) -> None:
    lines = "SELECT quote_id, sum(net_amount) net FROM quote_line GROUP BY 1"
    assert small.count(f"quote JOIN ({lines}) l USING (quote_id) WHERE net_amount <> net") == 0
    lines = "SELECT opportunity_id, sum(net_amount) net FROM opportunity_line GROUP BY 1"
    assert small.count(
        f"opportunity JOIN ({lines}) l USING (opportunity_id)"
        " WHERE status <> 'open' AND amount <> net"
    ) == 0  # fmt: skip


def test_a_won_deal_becomes_an_order_of_the_same_amount(small: Files) -> None:
    assert small.count("opportunity WHERE status = 'won' AND account_id IS NOT NULL") > 20
    assert small.count(
        "opportunity p LEFT JOIN sales_order o USING (opportunity_id)"
        " LEFT JOIN quote q ON q.quote_id = o.quote_id"
        " WHERE p.status = 'won' AND (o.net_amount IS DISTINCT FROM p.amount"
        " OR q.net_amount IS DISTINCT FROM p.amount OR q.status IS DISTINCT FROM 'accepted'"
        " OR o.order_date IS DISTINCT FROM CAST(p.closed_at AS DATE))"
    ) == 0  # fmt: skip


def test_documents_follow_each_other_in_time(small: Files) -> None:
    assert small.count(
        "delivery d JOIN sales_order o USING (order_id)"
        " WHERE CAST(d.shipped_at AS DATE) < o.order_date OR d.delivered_at < d.shipped_at"
    ) == 0  # fmt: skip
    assert small.count("invoice i JOIN sales_order o USING (order_id) WHERE i.invoice_date < o.order_date") == 0  # noqa: E501  # fmt: skip
    assert small.count(
        "payment_allocation a JOIN invoice i USING (invoice_id) JOIN payment p USING (payment_id)"
        " WHERE a.allocated_on < i.invoice_date OR a.allocated_on <> p.payment_date"
        " OR p.account_id <> i.account_id OR p.currency_code <> i.currency_code"
    ) == 0  # fmt: skip
    assert small.count(
        "sales_return r JOIN invoice i USING (invoice_id) WHERE r.return_date < i.invoice_date"
    ) == 0  # fmt: skip


def test_nothing_but_plans_lies_after_the_last_day(small: Files) -> None:
    for table, column in (
        ("sales_order", "order_date"), ("invoice", "invoice_date"), ("payment", "payment_date"),
        ("sales_return", "return_date"), ("stock_movement", "CAST(moved_at AS DATE)"),
        ("supplier_receipt", "received_on"), ("stock_level", "snapshot_date"),
        ("survey_response", "CAST(responded_at AS DATE)"), ("ticket", "CAST(opened_at AS DATE)"),
        ("opportunity", "CAST(closed_at AS DATE)"), ("lead", "CAST(created_at AS DATE)"),
        ("journal_entry_line", "entry_date"), ("quote", "quote_date"),
    ):  # fmt: skip
        assert small.value(f"SELECT max({column}) FROM {table}") <= UNTIL
    assert small.count("activity WHERE status = 'done' AND occurred_at >= '2026-11-01'") == 0
    assert small.count("activity WHERE status = 'planned' AND occurred_at >= '2026-11-01'") > 20
    assert small.count("activity WHERE status = 'planned' AND due_at < '2026-10-31'") > 0


def test_payments_are_allocated_to_the_cent(small: Files) -> None:
    used = "SELECT payment_id, sum(amount) used FROM payment_allocation GROUP BY 1"
    assert small.count(
        f"payment LEFT JOIN ({used}) u USING (payment_id)"
        " WHERE amount <> coalesce(used, 0) + unallocated_amount"
    ) == 0  # fmt: skip
    paid = "SELECT invoice_id, sum(amount) paid FROM payment_allocation GROUP BY 1"
    assert small.count(
        f"invoice LEFT JOIN ({paid}) p USING (invoice_id)"
        " WHERE paid_amount <> coalesce(paid, 0) OR open_amount <> gross_amount - paid_amount"
        " OR (status = 'paid') <> (open_amount = 0)"
    ) == 0  # fmt: skip


def test_credit_notes_and_returns_are_negative(small: Files) -> None:
    assert small.count("invoice WHERE invoice_type = 'credit_note'") > 30
    assert small.count(
        "invoice c LEFT JOIN invoice i ON i.invoice_id = c.corrected_invoice_id"
        " WHERE c.invoice_type = 'credit_note' AND (c.net_amount >= 0 OR i.invoice_id IS NULL"
        " OR c.invoice_date < i.invoice_date)"
    ) == 0  # fmt: skip
    assert small.count("sales_return_line WHERE quantity >= 0 OR net_amount > 0") == 0


def test_no_document_is_written_on_a_sunday_or_holiday(small: Files) -> None:
    for table, day in (
        ("invoice", "invoice_date"), ("quote", "quote_date"), ("purchase_order", "order_date"),
    ):  # fmt: skip
        closed = f"isodow({day}) = 7 OR {day} IN (SELECT date FROM calendar_date WHERE is_public_holiday)"  # noqa: E501
        assert small.count(f"{table} WHERE {closed}") == 0, table


def test_journal_entries_are_balanced_and_match_the_invoices(small: Files) -> None:
    assert small.count(
        "(SELECT journal_code, entry_number FROM journal_entry_line GROUP BY ALL"
        " HAVING sum(debit) <> sum(credit) OR sum(debit) = 0) unbalanced"
    ) == 0  # fmt: skip
    booked = small.value(
        "SELECT sum(credit - debit) FROM journal_entry_line j JOIN account a USING (account_id)"
        " WHERE journal_code = 'VT' AND gl_account = '411000' AND a.country_code = 'FR'"
    )
    billed = small.value("SELECT sum(gross_amount) FROM invoice WHERE currency_code = 'EUR'")
    assert booked == -billed


def test_stock_on_hand_is_the_sum_of_its_movements(small: Files) -> None:
    moved = (
        "SELECT product_id, warehouse_id, sum(quantity) moved FROM stock_movement"
        " WHERE CAST(moved_at AS DATE) <= {day} GROUP BY ALL"
    )
    for day in ("DATE '2025-06-29'", "DATE '2026-10-31'"):
        assert small.count(f"stock_level WHERE snapshot_date = {day}") > 300
        assert small.count(
            f"stock_level s LEFT JOIN ({moved.format(day=day)}) m USING (product_id, warehouse_id)"
            f" WHERE snapshot_date = {day} AND on_hand_quantity <> coalesce(moved, 0)"
        ) == 0  # fmt: skip


def test_the_last_stage_event_is_where_the_opportunity_stands(small: Files) -> None:
    last = (
        "SELECT opportunity_id, arg_max(stage_id, entered_at) stage,"
        " arg_max(expected_close_date, entered_at) expected FROM opportunity_stage_event GROUP BY 1"
    )
    assert small.count(
        f"opportunity o LEFT JOIN ({last}) e USING (opportunity_id)"
        " WHERE o.stage_id IS DISTINCT FROM e.stage OR o.expected_close_date <> e.expected"
    ) == 0  # fmt: skip
    assert small.count(
        "opportunity o JOIN pipeline_stage s USING (stage_id)"
        " WHERE (o.status = 'open') <> (s.stage_kind = 'open')"
    ) == 0  # fmt: skip


def test_receivables_at_the_end_are_what_invoices_leave_open(small: Files) -> None:
    snapshot = "SELECT sum(open_amount) FROM receivable_snapshot WHERE snapshot_date = '2026-10-31'"
    euros = " AND account_id IN (SELECT account_id FROM account WHERE country_code = 'FR')"
    open_euros = small.value("SELECT sum(open_amount) FROM invoice WHERE currency_code = 'EUR'")
    assert small.value(snapshot + euros) == open_euros


def test_people_and_companies_are_fictional(small: Files) -> None:
    for table in ("account", "contact", "sales_rep", "lead"):
        assert small.count(f"{table} WHERE email NOT LIKE '%@%.example'") == 0
    phones = "01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98"
    for table, column in (("account", "phone"), ("contact", "mobile"), ("lead", "phone")):
        assert small.count(f"{table} WHERE NOT regexp_matches({column}, '^({phones})')") == 0
    assert small.count("account WHERE siren NOT LIKE '00%'") == 0


def test_people_work_in_working_hours(small: Files) -> None:
    for table, moment in (
        ("activity", "occurred_at"), ("lead", "first_response_at"), ("ticket", "resolved_at"),
        ("ticket", "opened_at"), ("survey_response", "responded_at"), ("delivery", "shipped_at"),
    ):  # fmt: skip
        assert small.count(f"{table} WHERE hour({moment}) NOT BETWEEN 6 AND 20") == 0, table
    assert small.count("activity WHERE isodow(occurred_at) = 7") == 0
