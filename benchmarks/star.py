"""A made-up company of any size, written straight into the core tables: orders over three years."""

from datetime import date
from pathlib import Path

from vigie.settings import Settings
from vigie.warehouse.engine import Session
from vigie.workspace import Workspace

FIRST, LAST = date(2023, 11, 1), date(2026, 10, 31)
LINES_AN_ORDER = 4
PRODUCTS, CATEGORIES, REPS, TEAMS, CHANNELS, REGIONS = 5_000, 20, 500, 25, 6, 13


def open_star(folder: Path, lines: int) -> Workspace:
    """A workspace with `lines` order lines, filled when it is not there yet."""
    if (folder / "vigie.toml").exists():
        return Workspace.open(folder)
    settings = Settings(company="Star", locale="en", revenue_basis="orders")
    workspace = Workspace.create(folder, settings)
    with workspace.warehouse.write() as session:
        _dimensions(session, customers=lines // 50)
        _orders(session, lines // LINES_AN_ORDER, customers=lines // 50)
    return workspace


def _dimensions(session: Session, customers: int) -> None:
    session.execute(
        "INSERT INTO core.account (account_id, name, region, country_code) "
        f"SELECT 'C' || i, 'Customer ' || i, 'Region ' || hash(i) % {REGIONS}, 'FR' "
        f"FROM range({customers}) AS t(i)"
    )
    for table, key, count in (
        ("team", "team_id", TEAMS),
        ("channel", "channel_id", CHANNELS),
        ("product_category", "category_id", CATEGORIES),
    ):
        letter = key[0].upper()
        session.execute(
            f"INSERT INTO core.{table} ({key}, name) "
            f"SELECT '{letter}' || i, '{table} ' || i FROM range({count}) AS t(i)"
        )
    session.execute(
        "INSERT INTO core.sales_rep (sales_rep_id, name, team_id) "
        f"SELECT 'R' || i, 'Rep ' || i, 'T' || i % {TEAMS} FROM range({REPS}) AS t(i)"
    )
    session.execute(
        "INSERT INTO core.product (product_id, name, category_id) "
        f"SELECT 'P' || i, 'Product ' || i, 'C' || i % {CATEGORIES} FROM range({PRODUCTS}) AS t(i)"
    )


def _orders(session: Session, orders: int, customers: int) -> None:
    days = (LAST - FIRST).days + 1
    session.execute(
        "INSERT INTO core.sales_order "
        "(order_id, order_date, account_id, sales_rep_id, team_id, channel_id, status) "
        f"SELECT 'O' || i, DATE '{FIRST}' + (i * {days} // {orders})::INTEGER, "
        f"'C' || hash(i) % {customers}, 'R' || hash(i + 1) % {REPS}, "
        f"'T' || hash(i + 1) % {REPS} % {TEAMS}, 'C' || hash(i + 2) % {CHANNELS}, 'confirmed' "
        f"FROM range({orders}) AS t(i)"
    )
    session.execute(
        "INSERT INTO core.sales_order_line (line_id, order_id, product_id, quantity, "
        "gross_amount_company, discount_amount_company, net_amount_company, cost_amount) "
        "SELECT 'O' || i // 4 || '-' || i % 4, 'O' || i // 4, 'P' || p, q, "
        "q * price, (q * price * d * 0.01)::DECIMAL(18, 4), "
        "q * price - (q * price * d * 0.01)::DECIMAL(18, 4), "
        "CASE WHEN i % 50 > 0 THEN (q * price * 0.61)::DECIMAL(18, 4) END "
        f"FROM (SELECT i, hash(i * 7) % {PRODUCTS} AS p, (1 + hash(i * 3) % 9)::INTEGER AS q, "
        f"hash(i * 5) % 15 AS d, ((100 + hash(hash(i * 7) % {PRODUCTS}) % 20000)::DECIMAL(18, 2) "
        "* 0.01)::DECIMAL(18, 2) AS price "
        f"FROM range({orders * LINES_AN_ORDER}) AS t(i))"
    )
