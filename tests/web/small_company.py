"""A small company in files: six customers, four reps, eighteen months that end on 30 June 2025.

The days lie long enough in the past for the cockpit to count periods back from the last one, so
that every figure below stays the same whenever the tests run.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

LAST_DAY = date(2025, 6, 30)
CUSTOMERS = (
    ("C1", "Dupont & Fils", "Bretagne"),
    ("C2", "Froid du Sud", "Occitanie"),
    ("C3", "Thermique de l'Ouest", "Bretagne"),
    ("C4", "Atelier <Lumière>", "Île-de-France"),
    ("C5", "Maison Morel", "Île-de-France"),
    ("C6", "Énergies d'Oc", "Occitanie"),
)
REPS = (("R1", "Anne Petit", "T1"), ("R2", "Luc Roy", "T1"), ("R3", "Zoé Blanc", "T2"))
MONTHS = [date(2024 + index // 12, index % 12 + 1, 1) for index in range(18)]

Row = Sequence[object]


def amount(month: int, customer: int) -> Decimal:
    """What one customer is invoiced in one month: grows by 50 a month, by 100 a customer."""
    return Decimal(1000 + 50 * month + 100 * customer)


def revenue(first: int, last: int) -> Decimal:
    """The revenue of months `first` to `last`, counted from January 2024 as 0."""
    months = range(first, last + 1)
    return sum((amount(m, c) for m in months for c in range(len(CUSTOMERS))), Decimal(0))


REVENUE_2025 = revenue(12, 17)
REVENUE_2024_TO_JUNE = revenue(0, 5)


def write(folder: Path) -> list[Path]:
    """Writes the company's files, named after the model's tables."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _file(folder, "team", "team_id,name", [("T1", "Nord"), ("T2", "Sud")]),
        _file(folder, "sales_rep", "sales_rep_id,name,team_id", REPS),
        _file(folder, "channel", "channel_id,name", [("W", "Site web"), ("S", "Agence")]),
        _file(folder, "product_category", "category_id,name", [("P", "Pompes"), ("G", "Gaz")]),
        _file(folder, "product", "product_id,name,category_id", _products()),
        _file(folder, "account", "account_id,name,account_type,region,is_customer", _accounts()),
        _file(folder, "pipeline_stage", "stage_id,name,position,stage_kind", _stages()),
        _file(folder, "invoice", _INVOICE, _invoices()),
        _file(folder, "invoice_line", _LINE.format("invoice_id"), _lines("F")),
        _file(folder, "sales_order", _ORDER, _orders()),
        _file(folder, "sales_order_line", _LINE.format("order_id"), _lines("O")),
        _file(folder, "opportunity", _OPPORTUNITY, _opportunities()),
        _file(folder, "target", _TARGET, _targets()),
    ]


def late_invoice(folder: Path) -> list[Path]:
    """One more invoice of the last day, as a second import brings it."""
    folder.mkdir(parents=True, exist_ok=True)
    invoice = _invoice("F-LATE", LAST_DAY, 0)
    line = ("F-LATE-1", "F-LATE", "X1", "1", "5000", "5000", "3000")
    return [
        _file(folder, "invoice", _INVOICE, [invoice]),
        _file(folder, "invoice_line", _LINE.format("invoice_id"), [line]),
    ]


_INVOICE = (
    "invoice_id,number,invoice_date,due_date,account_id,invoice_type,status,sales_rep_id,"
    "team_id,channel_id,currency_code,open_amount"
)
_ORDER = (
    "order_id,number,order_date,account_id,status,sales_rep_id,team_id,channel_id,currency_code"
)
_LINE = "line_id,{},product_id,quantity,unit_price,net_amount,cost_amount"
_OPPORTUNITY = (
    "opportunity_id,name,account_id,owner_id,stage_id,status,created_at,closed_at,"
    "currency_code,amount,probability"
)
_TARGET = "kpi_code,scope_type,scope_id,period_start,period_end,target_value,target_kind"


def _products() -> Iterable[Row]:
    return [("X1", "Pompe 8 kW", "P"), ("X2", "Gaz R32", "G")]


def _accounts() -> Iterable[Row]:
    return [(key, name, "company", region, "true") for key, name, region in CUSTOMERS]


def _stages() -> Iterable[Row]:
    return [
        ("S1", "Découverte", 1, "open"),
        ("S2", "Proposition", 2, "open"),
        ("S3", "Gagnée", 3, "won"),
        ("S4", "Perdue", 4, "lost"),
    ]


def _sales() -> Iterable[tuple[str, date, int, int]]:
    for index, month in enumerate(MONTHS):
        for customer in range(len(CUSTOMERS)):
            yield f"{index:02}-{customer}", month + timedelta(days=4 + customer), index, customer


def _invoices() -> Iterable[Row]:
    last = _invoice("F-END", LAST_DAY, 0)
    return [*(_invoice(f"F{key}", day, c) for key, day, _, c in _sales()), last]


def _invoice(key: str, day: date, customer: int) -> Row:
    rep, _, team = REPS[customer % len(REPS)]
    channel = "W" if customer % 2 else "S"
    due = day + timedelta(days=30)
    return (
        key, f"N° {key}", day, due, CUSTOMERS[customer][0], "invoice", "posted", rep, team,
        channel, "EUR", "0",
    )  # fmt: skip


def _orders() -> Iterable[Row]:
    for key, day, _, customer in _sales():
        rep, _, team = REPS[customer % len(REPS)]
        channel = "W" if customer % 2 else "S"
        yield (
            f"O{key}", f"CDE {key}", day, CUSTOMERS[customer][0], "delivered", rep, team, channel,
            "EUR",
        )  # fmt: skip


def _lines(prefix: str) -> Iterable[Row]:
    for key, _, month, customer in _sales():
        money = amount(month, customer)
        product = "X2" if customer % 2 else "X1"
        cost = money * Decimal("0.6")
        yield f"{prefix}{key}-1", f"{prefix}{key}", product, "1", money, money, cost


def _opportunities() -> Iterable[Row]:
    for index in range(8):
        day = date(2025, 1, 10) + timedelta(days=15 * index)
        status, stage = (("open", "S1"), ("open", "S2"), ("won", "S3"), ("lost", "S4"))[index % 4]
        closed = "" if status == "open" else day + timedelta(days=20)
        yield (
            f"A{index}", f"Affaire {index}", CUSTOMERS[index % 6][0], REPS[index % 3][0], stage,
            status, day, closed, "EUR", 10_000 + 1_000 * index, "0.4",
        )  # fmt: skip


def _targets() -> Iterable[Row]:
    for index, month in enumerate(MONTHS):
        end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        yield "revenue", "company", "company", month, end, 8_000 + 100 * index, "objective"


def _file(folder: Path, name: str, header: str, rows: Iterable[Row]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path
