"""Readers at work while an import commits: how long they wait, and whether any is ever wrong."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import quantiles
from typing import Any

from measure import table

from vigie.metrics.question.query import Query
from vigie.workspace import Workspace

READERS = (1, 8, 32, 64)
SECONDS = 8.0
ORDERS = 300  # in the file that is imported meanwhile
MAPPING = """
source: star
files:
  - pattern: "orders*.csv"
    tables:
      - table: sales_order
        distinct_on: [order_id]
        columns: {order_id: order, order_date: day, account_id: customer, sales_rep_id: rep,
                  channel_id: channel, status: {value: confirmed}}
      - table: sales_order_line
        columns: {line_id: line, order_id: order, product_id: product, quantity: quantity,
                  net_amount: net}
"""
Answer = list[tuple[Any, ...]]


@dataclass
class Crowd:
    """Threads that ask the same questions again and again, and note what they are told."""

    ask: Callable[[Query], Answer]
    queries: Sequence[Query]
    seconds: list[float] = field(default_factory=list)
    told: dict[Query, set[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self, number: int) -> None:
        turn = number
        while not self.over.is_set():
            query = self.queries[turn % len(self.queries)]
            start = time.perf_counter()
            try:
                rows = self.ask(query)
            except Exception as error:
                self.failed.append(repr(error))
                return
            self.seconds.append(time.perf_counter() - start)
            self.told.setdefault(query, set()).add(repr(rows))
            turn += 1


def crowd(workspace: Workspace, tiles: Sequence[Query], folder: Path) -> None:
    """Prints how each number of readers fares, with an import running at the same time."""
    rows = []
    for readers in READERS:
        rows.append(_fares(workspace, tiles, readers, folder))
    print("\nReaders while an import commits\n")
    head = ["readers", "answers", "per s", "p50 ms", "p99 ms", "import s", "wrong", "failed"]
    print(table(head, rows))


def _fares(workspace: Workspace, tiles: Sequence[Query], readers: int, folder: Path) -> list[str]:
    def ask(query: Query) -> Answer:
        return workspace.metrics.query(query, cache=False).rows

    before = _right(workspace, tiles)
    crowd = Crowd(ask, tiles)
    threads = [threading.Thread(target=crowd.work, args=(n,)) for n in range(readers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    try:
        spent = _import(workspace, folder, readers)
        crowd.over.wait(max(0.0, SECONDS - spent))
    finally:
        crowd.over.set()
        for thread in threads:
            thread.join()
    lasted = time.perf_counter() - begun
    after = _right(workspace, tiles)
    wrong = sum(len(told - before[q] - after[q]) for q, told in crowd.told.items())
    assert before != after, "the import changed nothing"
    cuts = quantiles(crowd.seconds, n=100)
    return [
        str(readers),
        f"{len(crowd.seconds):,}",
        f"{len(crowd.seconds) / lasted:.0f}",
        f"{1000 * cuts[49]:.0f}",
        f"{1000 * cuts[98]:.0f}",
        f"{spent:.1f}",
        str(wrong),
        str(len(crowd.failed)),
    ]


def _right(workspace: Workspace, tiles: Sequence[Query]) -> dict[Query, set[str]]:
    """What the rows themselves say."""
    answers = workspace.metrics.query_many(tiles, cache=False, rollups=False)
    return {query: {repr(one.rows)} for query, one in zip(tiles, answers, strict=True)}


def _import(workspace: Workspace, folder: Path, number: int) -> float:
    """Imports new orders of the last month; the seconds that it took."""
    mapping = folder / "mapping.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    path = folder / f"orders-{number}-{time.time_ns()}.csv"
    lines = ["order;day;customer;rep;channel;line;product;quantity;net"]
    for order in range(ORDERS):
        key = f"N{time.time_ns()}-{order}"
        day = f"2026-10-{1 + order % 31:02d}"
        head = f"{key};{day};C{order % 100};R{order % 500};C{order % 6}"
        lines += [f"{head};{key}-{k};P{order % 5000};1;{Decimal(order + k) / 4}" for k in range(4)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    start = time.perf_counter()
    report = workspace.intake.commit(workspace.intake.plan([path], mapping=mapping))
    assert report.status == "committed", report
    return time.perf_counter() - start
