"""Data larger than memory: the engine held to less than it reads, DuckDB beside ClickHouse.

A made-up company is copied to the embedded ClickHouse once; then each engine answers under each
limit in a process of its own, from rows, and the answers of both must be the same. Needs what
`scripts/test-engines` installs: `.venv-engines/bin/python benchmarks/larger.py`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from measure import measured, table
from star import open_star

from metrics import HEAVY, TILES
from vigie.kit.errors import VigieError
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.settings import EngineSettings
from vigie.warehouse.clickhouse.store import ClickHouseStore
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.stores import open_store
from vigie.workspace import Workspace

LIMITS: Final = (1024, 256)  # MB
ENGINES: Final = ("duckdb", "clickhouse")
CLICKHOUSE: Final = EngineSettings("clickhouse")
COPY: Final = "clickhouse"
ASKED: Final[dict[str, Query]] = {
    "revenue_by_month": TILES["revenue_by_month"],
    "revenue_by_region": TILES["revenue_by_region"],
    **HEAVY,
}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--lines", type=int, default=10_000_000)
    words.add_argument("--limits", type=int, nargs="*", default=LIMITS, help="MB")
    words.add_argument("--folder", type=Path, help="where the company and its copy are kept")
    words.add_argument("--one", nargs=2, metavar=("ENGINE", "MB"), help=argparse.SUPPRESS)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        if given.one:
            print(json.dumps(_answers(folder, given.lines, given.one[0], int(given.one[1]))))
            return
        _copied(folder, given.lines)
        told = {
            (engine, limit): _in_process(folder, given.lines, engine, limit)
            for limit in given.limits
            for engine in ENGINES
        }
        _print(told, given.lines, given.limits)


def _copied(folder: Path, lines: int) -> None:
    workspace = open_star(folder / f"star-{lines}", lines)
    try:
        mirror = _mirror(workspace)
        start = time.perf_counter()
        moved = mirror.carry(resumable=True)
        seconds = time.perf_counter() - start
        mirror.close()
    finally:
        workspace.close()
    size = sum(file.stat().st_size for file in (workspace.directory / "data").glob("*.duckdb"))
    print(
        f"{moved.rows:,} rows moved and verified in {seconds:,.0f} s; DuckDB: {size / 1e9:.1f} GB"
    )


def _mirror(workspace: Workspace) -> Mirror:
    opens = partial(open_store, CLICKHOUSE, workspace.directory, workspace.model)
    return Mirror(workspace.warehouse, opens, workspace.model)


def _in_process(folder: Path, lines: int, engine: str, limit: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--folder", folder, "--lines", lines]
    words = [str(word) for word in (*command, "--one", engine, limit)]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _answers(folder: Path, lines: int, engine: str, limit: int) -> dict[str, Any]:
    """What each question costs on one engine under one limit: [wall, CPU], or why it failed."""
    workspace = open_star(folder / f"star-{lines}", lines)
    found: dict[str, Any] = {"costs": {}, "rows": {}}
    if engine == "duckdb":
        with workspace.warehouse.read() as session:
            session.execute(f"SET memory_limit = '{limit}MB'")
        layer, held = workspace.metrics, None
    else:
        held = _mirror(workspace)
        _limit(held, limit)
        own = workspace.metrics
        layer = MetricLayer(own.catalog, held, own.settings)
    for name, query in ASKED.items():
        found["costs"][name] = _cost(layer, query, found["rows"].setdefault(name, []))
    if held:
        held.close()
    workspace.close()
    return found


def _limit(mirror: Mirror, limit: int) -> None:
    """Holds the embedded ClickHouse to `limit` MB; it goes on on the disk from half of it."""
    store = mirror._store
    assert isinstance(store, ClickHouseStore)
    most = limit * 1024 * 1024
    for name, value in (
        ("max_memory_usage", most),
        ("max_bytes_before_external_group_by", most // 2),
        ("max_bytes_before_external_sort", most // 2),
        ("join_algorithm", "'grace_hash,hash'"),
    ):
        store._channel.run(f"SET {name} = {value}")


def _cost(layer: MetricLayer, query: Query, rows: list[Any]) -> list[float] | str:
    def ask() -> None:
        answer = layer.query(query, cache=False, rollups=False)
        rows[:] = [[_said(cell) for cell in row] for row in answer.rows]

    try:
        cost = measured(ask)
    except VigieError as error:
        return str(error)[:200]
    return [cost.wall, cost.cpu, cost.peak_mb]


def _said(value: Any) -> str:
    """Amounts to the last digit, ratios to nine."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def _print(told: dict[tuple[str, int], dict[str, Any]], lines: int, limits: list[int]) -> None:
    for limit in limits:
        here, there = (told[engine, limit] for engine in ENGINES)
        rows = []
        for name in ASKED:
            one, other = here["costs"][name], there["costs"][name]
            if not isinstance(one, str) and not isinstance(other, str):
                assert here["rows"][name] == there["rows"][name], name
            rows.append([name, *_cells(one), *_cells(other)])
        print(f"\n{lines:,} order lines, each engine held to {limit} MB\n")
        head = ["question", "DuckDB s", "CPU s", "ClickHouse s", "CPU s"]
        print(table(head, rows))
        for name in ASKED:
            for engine in ENGINES:
                if isinstance(said := told[engine, limit]["costs"][name], str):
                    print(f"{engine}, {name}: {said}")


def _cells(cost: list[float] | str) -> list[str]:
    return ["failed", ""] if isinstance(cost, str) else [f"{cost[0]:.1f}", f"{cost[1]:.1f}"]


if __name__ == "__main__":
    main()
