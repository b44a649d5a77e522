"""A random company in rows: orders and invoices with all that goes wrong in keys and amounts."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from vigie.warehouse.engine import Session, Warehouse

FIRST = date(2025, 1, 1)
DAYS = 400
REGIONS = {"A": "North", "B": "South", "C": None, "D": "North"}
CUSTOMERS = [*REGIONS, "unknown", None]
Key = str | None


@dataclass(frozen=True)
class Order:
    id: str
    day: date
    customer: Key
    rep: Key
    cancelled: bool
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class Invoice:
    id: str
    day: date
    customer: Key
    amount: Decimal
    term: int
    payments: tuple[tuple[int, Decimal], ...]  # days after the invoice


amounts = st.decimals(min_value=-500, max_value=500, places=2, allow_nan=False)
days = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))
orders = st.lists(
    st.tuples(
        days,
        st.sampled_from(CUSTOMERS),
        st.sampled_from(["R1", "R2", None]),
        st.booleans(),
        st.lists(amounts, min_size=0, max_size=3).map(tuple),
    ),
    max_size=12,
).map(lambda rows: [Order(f"O{i}", *row) for i, row in enumerate(rows)])
invoices = st.lists(
    st.tuples(
        days,
        st.sampled_from(CUSTOMERS),
        amounts,
        st.integers(0, 60),
        st.lists(st.tuples(st.integers(0, 90), amounts), max_size=3).map(tuple),
    ),
    max_size=8,
).map(lambda rows: [Invoice(f"I{i}", *row) for i, row in enumerate(rows)])

PAST: dict[str, Any] = {"compare": ("previous_year",)}
prove = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def world(warehouse: Warehouse, ordered: list[Order], invoiced: list[Invoice]) -> Iterator[Session]:
    with warehouse.read() as session:
        pending: dict[str, list[dict[str, Any]]] = defaultdict(list)

        def insert(table: str, rows: list[dict[str, Any]]) -> None:
            pending[table] += rows

        insert(
            "account",
            [{"account_id": key, "name": f"Name {key}", "region": r} for key, r in REGIONS.items()],
        )
        insert("sales_rep", [{"sales_rep_id": key, "name": key} for key in ("R1", "R2")])
        for order in ordered:
            status = "cancelled" if order.cancelled else "confirmed"
            head = {"order_id": order.id, "order_date": order.day, "account_id": order.customer}
            insert("sales_order", [{**head, "sales_rep_id": order.rep, "status": status}])
            insert(
                "sales_order_line",
                [
                    {
                        "line_id": f"{order.id}-{i}",
                        "order_id": order.id,
                        "quantity": 1,
                        "net_amount_company": amount,
                    }
                    for i, amount in enumerate(order.amounts)
                ],
            )
        for invoice in invoiced:
            _insert_invoice(insert, invoice)
        for table, rows in pending.items():
            _insert_all(session, table, rows)
        yield session


def _insert_all(session: Session, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    holes = ", ".join(["(" + ", ".join("?" for _ in rows[0]) + ")"] * len(rows))
    sql = f"INSERT INTO core.{table} ({', '.join(rows[0])}) VALUES {holes}"
    session.execute(sql, [value for row in rows for value in row.values()])


def _insert_invoice(insert: Callable[[str, list[dict[str, Any]]], None], invoice: Invoice) -> None:
    head = {"invoice_id": invoice.id, "invoice_date": invoice.day, "account_id": invoice.customer}
    due = invoice.day + timedelta(days=invoice.term)
    insert(
        "invoice",
        [{**head, "due_date": due, "status": "posted", "gross_amount_company": invoice.amount}],
    )
    line = {"line_id": invoice.id, "invoice_id": invoice.id, "net_amount_company": invoice.amount}
    insert("invoice_line", [{**line, "quantity": 1}])
    for i, (after, paid) in enumerate(invoice.payments):
        allocation = {"payment_id": f"{invoice.id}-{i}", "invoice_id": invoice.id}
        day = invoice.day + timedelta(days=after)
        insert("payment_allocation", [{**allocation, "allocated_on": day, "amount_company": paid}])
