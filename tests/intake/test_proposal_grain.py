"""Which rows a proposal sees in a file: lines or documents, their own columns or their parents'."""

import pytest

from vigie.intake.plan import Origin

HEADER = "Order ID;Order Date;Customer ID;Customer Name;City;Product ID;Quantity;Sales;Freight"
LINES = (
    "O1;03/01/2024;C1;Durand;Lyon;P1;2;21,00;1,5",
    "O1;03/01/2024;C1;Durand;Lyon;P2;1;5,00;0,7",
    "O2;04/01/2024;C1;Durand;Nice;P1;1;10,50;0,9",
    "O3;05/01/2024;C2;Petit;Brest;P2;1;5,00;0,7",
    "O3;05/01/2024;C2;Petit;Brest;P1;1;10,50;0,9",
)


def fills(plan, table):
    parts = [t.mapping for source in plan.sources for t in source.tables]
    return next((part.columns for part in parts if part.table == table), None)


def test_a_file_called_orders_holds_lines_where_order_numbers_repeat(desk):
    plan = desk.intake.plan([desk.write("orders.csv", HEADER, *LINES)])
    assert "net_amount" in fills(plan, "sales_order_line")
    assert "order_date" in fills(plan, "sales_order")


def test_a_column_that_varies_for_a_customer_is_not_the_customer_s(desk):
    plan = desk.intake.plan([desk.write("orders.csv", HEADER, *LINES)])
    assert "city" not in fills(plan, "account")
    assert "name" in fills(plan, "account")


def test_an_amount_that_varies_within_an_order_is_not_the_order_s(desk):
    plan = desk.intake.plan([desk.write("orders.csv", HEADER, *LINES)])
    assert "shipping_amount" not in fills(plan, "sales_order")


def test_what_nobody_owns_is_kept_with_the_line(desk):
    plan = desk.intake.plan([desk.write("orders.csv", HEADER, *LINES)])
    parts = [t.mapping for source in plan.sources for t in source.tables]
    kept = {part.table: set(part.keep) for part in parts}
    assert kept["sales_order_line"] == {"City", "Freight"}


def test_a_file_that_lacks_what_its_table_needs_is_left_to_a_person(desk):
    plan = desk.intake.plan([desk.write("returns.csv", "Returned;Order ID", "Yes;O1", "Yes;O3")])
    assert plan.sources[0].origin is Origin.NONE


@pytest.mark.parametrize(("code", "kept"), [("EUR", True), ("19", False)])
def test_a_currency_is_three_letters(desk, code, kept):
    lines = ("Invoice;Date;Currency;Montant HT", f"F1;03/01/2024;{code};10,00")
    plan = desk.intake.plan([desk.write("factures.csv", *lines)])
    assert ("currency_code" in fills(plan, "invoice")) is kept
