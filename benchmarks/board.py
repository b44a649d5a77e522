"""A board of twelve tiles through the metric layer, against the same twelve in SQL by hand.

Both run in one process on one warehouse, tile by tile in turn, and must give the same figures. The
larger company is the demo's documents copied under new keys by the engine (`--copies`, default 16),
because to generate and import five million lines takes longer than to measure them.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from measure import table

from vigie.demo.opening import open_demo
from vigie.metrics.answers.result import Result
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session
from vigie.workspace import Workspace

TODAY = date(2026, 10, 31)
NEW_YEAR = date(2026, 1, 1)
COPIES = 16
ALIKE = 1e-9  # for ratios; amounts are compared exactly
DOCUMENTS = {
    "invoice": ["invoice_id"],
    "invoice_line": ["line_id", "invoice_id"],
    "sales_order": ["order_id"],
    "sales_order_line": ["line_id", "order_id"],
    "payment_allocation": ["payment_id", "invoice_id"],
    "opportunity": ["opportunity_id"],
    "opportunity_stage_event": ["opportunity_id"],
    "survey_response": ["response_id"],
}


def _tile(*metrics: str, **words: Any) -> Query:
    return Query(metrics, date_from=NEW_YEAR, date_to=TODAY, as_of=TODAY, **words)


BOTH = ("previous_year", "target")
PAST = ("previous_year",)
TILES = {
    "revenue": _tile("revenue", compare=BOTH),
    "order_intake": _tile("order_intake", compare=BOTH),
    "gross_margin_rate": _tile("gross_margin_rate", compare=BOTH),
    "weighted_pipeline": _tile("weighted_pipeline", compare=BOTH),
    "win_rate": _tile("win_rate", compare=BOTH),
    "overdue": _tile("overdue", compare=BOTH),
    "nps": _tile("nps", compare=BOTH),
    "revenue_by_month": _tile("revenue", by=("month",), compare=BOTH, order=("month",)),
    "revenue_by_region": _tile("revenue", by=("region",), compare=PAST, limit=20),
    "top_customers": _tile("revenue", by=("customer",), compare=PAST, limit=10),
    "team": _tile("revenue", by=("sales_rep",), compare=BOTH, limit=10),
    "pipeline_by_stage": _tile("open_opportunities", "pipeline_amount", by=("stage",)),
}


@dataclass
class Times:
    """Seconds of wall clock and of CPU, one pair a run."""

    wall: list[float]
    cpu: list[float]

    def take(self, work: Callable[[], Any]) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        found = work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        return found

    @property
    def middle(self) -> tuple[float, float]:
        return median(self.wall), median(self.cpu)


class Watched(Session):
    """A session that adds up the time its statements take."""

    def __init__(self, session: Session) -> None:
        super().__init__(session._cursor)
        self.spent = 0.0

    def _run(self, sql: str, parameters: Any) -> Any:
        start = time.process_time()
        try:
            return super()._run(sql, parameters)
        finally:
            self.spent += time.process_time() - start


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=9)
    words.add_argument("--copies", type=int, default=COPIES, help="0: the small company only")
    words.add_argument("--workspace", type=Path, help="a demo company that ends on 2026-10-31")
    words.add_argument("--tiles", action="store_true", help="one line a tile")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.workspace or Path(folder) / "demo"
        workspace = open_demo(place, until=TODAY)
        try:
            _measure(workspace, given.runs, given.tiles)
            if given.copies:
                with workspace.warehouse.write() as session:
                    _grow(session, given.copies)
                _measure(workspace, max(3, given.runs // 2), given.tiles)
        finally:
            workspace.close()


def _measure(workspace: Workspace, runs: int, by_tile: bool) -> None:
    by_hand = _statements()
    assert by_hand.keys() == TILES.keys()
    for name, query in TILES.items():
        compared(name, workspace.metrics.query(query), _asked(workspace, by_hand[name]))
    hand = {name: Times([], []) for name in TILES}
    ours = {name: Times([], []) for name in TILES}
    board, rolled, warm = Times([], []), Times([], []), Times([], [])
    ask, ask_all = workspace.metrics.query, workspace.metrics.query_many
    for _ in range(runs):
        for name, query in TILES.items():
            hand[name].take(lambda sql=by_hand[name]: _asked(workspace, sql))
            ours[name].take(lambda query=query: ask(query, cache=False, rollups=False))
        board.take(lambda: ask_all([*TILES.values()], cache=False, rollups=False))
        rolled.take(lambda: ask_all([*TILES.values()], cache=False))
        warm.take(lambda: [workspace.metrics.query(query) for query in TILES.values()])
    lines = _lines(workspace)
    print(f"\n{lines:,} invoice and order lines, twelve tiles, median of {runs}\n")
    rows = [
        _row("hand-written SQL", _sum(hand), _sum(hand)),
        _row("Vigie, rows, tile by tile", _sum(ours), _sum(hand)),
        _row("Vigie, rows, as a board", board.middle, _sum(hand)),
        _row("Vigie, rollups, as a board", rolled.middle, _sum(hand)),
        _row("Vigie, cached", warm.middle, _sum(hand)),
    ]
    if by_tile:
        rows += [_row(name, ours[name].middle, hand[name].middle) for name in TILES]
    print(table(["board", "wall ms", "CPU ms", "wall ×", "CPU ×"], rows))
    print(f"\nplan, render and answer, a query: {_thinking(workspace, runs):.2f} ms of CPU")


def _asked(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    with workspace.warehouse.read() as session:
        return session.rows(sql)


def _thinking(workspace: Workspace, runs: int) -> float:
    """Milliseconds of CPU that a query takes outside the engine, its plan seen before."""
    spent = []
    for _ in range(runs):
        with workspace.warehouse.read() as session:
            watched = Watched(session)
            start = time.process_time()
            workspace.metrics.query_many([*TILES.values()], session=watched)
            spent.append(time.process_time() - start - watched.spent)
    return 1000 * median(spent) / len(TILES)


def compared(name: str, ours: Result, hand: list[tuple[Any, ...]]) -> None:
    shown = [
        index
        for index, column in enumerate(ours.columns)
        if column.unit is None or column.measure == "value"
    ]
    found = [tuple(row[index] for index in shown) for row in ours.rows]
    wanted = [row[: len(shown)] for row in hand]
    assert len(found) == len(wanted), f"{name}: {len(found)} rows, by hand {len(wanted)}"
    for one, other in zip(found, wanted, strict=True):
        assert all(map(_alike, one, other)), f"{name}: {one}, by hand {other}"


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and abs(float(one) - float(other)) <= ALIKE
    return bool(one == other) or (isinstance(one, Decimal) and one == Decimal(str(other)))


def _statements() -> dict[str, str]:
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    _, *parts = text.split("-- tile: ")
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def _grow(session: Session, copies: int) -> None:
    """Every document `copies` times more, under keys of its own, where it stands in time."""
    for name, keys in DOCUMENTS.items():
        renamed = ", ".join(f"{key} || '~' || copy AS {key}" for key in keys)
        session.execute(
            f"CREATE TEMP TABLE grown AS SELECT * EXCLUDE (copy) REPLACE ({renamed}) "
            f"FROM (SELECT *, unnest(range({copies})) AS copy FROM core.{name})"
        )
        kept = session.rows(f"SELECT column_name FROM (DESCRIBE core.{name})")
        names = ", ".join(f'"{row[0]}"' for row in kept)
        session.execute(f"DELETE FROM core.{name}")
        session.execute(f"INSERT INTO core.{name} SELECT {names} FROM grown")
        session.execute("DROP TABLE grown")


def _lines(workspace: Workspace) -> int:
    counts = "SELECT (SELECT count(*) FROM core.invoice_line) + count(*) FROM core.sales_order_line"
    return int(_asked(workspace, counts)[0][0])


def _sum(times: dict[str, Times]) -> tuple[float, float]:
    walls, cpus = zip(*(one.middle for one in times.values()), strict=True)
    return sum(walls), sum(cpus)


def _row(name: str, cost: tuple[float, float], limit: tuple[float, float]) -> list[str]:
    return [name, *_cells(cost, limit)]


def _cells(cost: tuple[float, float], limit: tuple[float, float]) -> Iterator[str]:
    yield from (f"{1000 * spent:.1f}" for spent in cost)
    yield from (f"{spent / most:.2f}" for spent, most in zip(cost, limit, strict=True))


if __name__ == "__main__":
    main()
