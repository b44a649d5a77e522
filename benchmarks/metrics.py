"""Figures on one and ten million order lines: with rollups, without, and in SQL by hand.

Twelve tiles asked as a board, then ten heavy indicators one by one. Both sides run in one process
on one warehouse and must agree: amounts to the last digit, ratios to a billionth.

    --peers    the same year-to-date figure by MetricFlow and by boring-semantic-layer (`peers/`)
    --readers  1, 8, 32 and 64 readers at work while an import commits (`readers.py`)
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from board import Times, compared
from measure import table
from peers.measured import peers
from readers import crowd
from star import open_star

from vigie.metrics.question.query import Query
from vigie.workspace import Workspace

TODAY = date(2026, 10, 31)
NEW_YEAR = date(2026, 1, 1)
SIZES = (1_000_000, 10_000_000)
LARGE = 100_000_000
PAST = ("previous_year",)
# The rows of the two years, as every statement by hand narrows them.
SOLD = """sold.deleted_at is null
  and coalesce(sold.status, 'confirmed') not in ('draft', 'cancelled')
  and (sold.order_date between date '2026-01-01' and date '2026-10-31'
       or sold.order_date between date '2025-01-01' and date '2025-10-31')"""


def _ask(*metrics: str, **words: Any) -> Query:
    words = {"date_from": NEW_YEAR, "date_to": TODAY, "as_of": TODAY, "compare": PAST} | words
    return Query(metrics, **words)


TILES = {
    "revenue": _ask("revenue"),
    "gross_margin_rate": _ask("gross_margin_rate"),
    "orders": _ask("orders"),
    "average_basket": _ask("average_basket"),
    "units_sold": _ask("units_sold"),
    "discount_rate": _ask("discount_rate"),
    "revenue_by_month": _ask("revenue", by=("month",)),
    "revenue_by_region": _ask("revenue", by=("region",)),
    "revenue_by_channel": _ask("revenue", by=("channel",)),
    "team": _ask("revenue", by=("sales_rep",), limit=10),
    "revenue_by_category": _ask("revenue", by=("category",)),
    "units_by_month": _ask("units_sold", by=("month",)),
}
HEAVY = {
    "active_customers_by_month": _ask("active_customers", by=("month",)),
    "new_customers_by_month": _ask("new_customers", by=("month",)),
    "top10_share": _ask("top10_share"),
    "purchase_frequency_by_channel": _ask("purchase_frequency", by=("channel",)),
    "top_customers": _ask("revenue", by=("customer",), limit=10),
    "top_products": _ask("revenue", by=("product",), limit=20),
    "margin_by_rep_and_month": _ask(
        "gross_margin", by=("sales_rep", "month"), compare=(), order=("sales_rep", "month")
    ),
    "region_and_category": _ask(
        "revenue", by=("region", "category"), compare=(), order=("region", "category")
    ),
    "year_to_date_and_year_before": _ask("revenue", by=("month",), show=("year_to_date",)),
    "trailing_12_months": _ask("revenue", by=("month",), show=("trailing 12 months",), compare=()),
}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--lines", type=int, action="append", help="order lines (repeatable)")
    words.add_argument("--large", action="store_true", help="a hundred million lines too")
    words.add_argument("--folder", type=Path, help="where companies and peers are kept")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--peers", action="store_true")
    words.add_argument("--readers", action="store_true")
    given = words.parse_args()
    sizes = given.lines or [*SIZES, *([LARGE] if given.large else [])]
    with tempfile.TemporaryDirectory() as temporary:
        place = given.folder or Path(temporary)
        for lines in sizes:
            workspace = open_star(place / f"star-{lines}", lines)
            try:
                _measure(workspace, lines, given.runs)
                if given.peers:
                    peers(workspace, HEAVY["year_to_date_and_year_before"], place)
                if given.readers:
                    crowd(workspace, [*TILES.values()], Path(temporary))
            finally:
                workspace.close()


def _measure(workspace: Workspace, lines: int, runs: int) -> None:
    _check(workspace)
    by_hand = _statements()
    tiles = [*TILES.values()]
    many = workspace.metrics.query_many
    many(tiles)
    ways: dict[str, Callable[[], Any]] = {
        "hand-written SQL": lambda: [_asked(workspace, by_hand[name]) for name in TILES],
        "Vigie, rows": lambda: many(tiles, cache=False, rollups=False),
        "Vigie, rollups": lambda: many(tiles, cache=False),
        "Vigie, remembered": lambda: many(tiles),
    }
    print(f"\n{lines:,} order lines, a board of twelve tiles, median of {runs}\n")
    _print(_timed(ways, runs), "hand-written SQL")
    rows = []
    for name, query in HEAVY.items():
        ways = {
            "hand": lambda name=name: _asked(workspace, by_hand[name]),
            "rows": lambda query=query: many([query], cache=False, rollups=False),
            "rollups": lambda query=query: many([query], cache=False),
        }
        hand, own, rolled = _timed(ways, runs).values()
        rows.append(
            [
                name,
                f"{1000 * hand.middle[1]:.0f}",
                f"{own.middle[1] / hand.middle[1]:.2f}",
                f"{rolled.middle[1] / hand.middle[1]:.2f}",
            ]
        )
    print("\nTen heavy indicators, each alone\n")
    print(table(["indicator", "by hand, CPU ms", "rows, CPU ×", "rollups, CPU ×"], rows))


def _timed(ways: Mapping[str, Callable[[], Any]], runs: int) -> dict[str, Times]:
    times = {name: Times([], []) for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            times[name].take(way)
    return times


def _print(times: Mapping[str, Times], limit: str) -> None:
    least_wall, least_cpu = times[limit].middle
    rows = []
    for name, time in times.items():
        wall, cpu = time.middle
        cells = (1000 * wall, 1000 * cpu, wall / least_wall, cpu / least_cpu)
        rows.append([name, *(f"{cell:.2f}" if cell < 10 else f"{cell:.0f}" for cell in cells)])
    print(table(["board", "wall ms", "CPU ms", "wall ×", "CPU ×"], rows))


def _check(workspace: Workspace) -> None:
    """Every figure is the same by hand, from rows and from rollups."""
    by_hand = _statements()
    for name, query in (TILES | HEAVY).items():
        wanted = _asked(workspace, by_hand[name])
        for rollups in (True, False):
            compared(name, workspace.metrics.query(query, cache=False, rollups=rollups), wanted)


def _asked(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    with workspace.warehouse.read() as session:
        return session.rows(sql)


def _statements() -> dict[str, str]:
    return dict(_parts(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.replace("{sold}", SOLD).split("\n-- ")[1:]:
        title, _, sql = part.partition("\n")
        _, colon, name = title.partition(": ")
        if colon:
            yield name, sql


if __name__ == "__main__":
    main()
