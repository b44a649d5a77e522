"""The board of twelve tiles on DuckDB, ClickHouse (embedded) and a Spark cluster, in one run.

The same metric layer asks the same rows everywhere, and the answers must be the same, cell by cell.
Needs what `scripts/test-engines` installs: `.venv-engines/bin/python benchmarks/engines.py`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import board
from measure import table

from vigie.demo.opening import open_demo
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.settings import EngineSettings
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.reading import Source
from vigie.warehouse.stores import open_store
from vigie.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.engines.cluster import cluster
from tests.engines.likeness import differences


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--copies", type=int, default=0, help="grow the demo by so many copies")
    words.add_argument("--workspace", type=Path, help="a demo company that ends on 2026-10-31")
    words.add_argument("--engines", nargs="*", default=["clickhouse", "spark"])
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_demo(given.workspace or Path(folder) / "demo", until=board.TODAY)
        try:
            if given.copies:
                with workspace.warehouse.write() as session:
                    board._grow(session, given.copies)
            _measure(workspace, given.engines, Path(folder), given.runs)
        finally:
            workspace.close()


def _measure(workspace: Workspace, engines: list[str], folder: Path, runs: int) -> None:
    reference = _layer(workspace, workspace.warehouse)
    base = _seconds(reference, runs)
    rows = [["DuckDB", "–", f"{1000 * base:,.0f} ms", "1.0 ×"]]
    for name in engines:
        with _copied(name, workspace, folder / name) as (mirror, moved):
            other = _layer(workspace, mirror)
            for query in board.TILES.values():
                wrong = differences(reference.query(query), other.query(query))
                assert not wrong, wrong
            wall = _seconds(other, runs)
        cells = [f"{moved:,.0f} s", f"{1000 * wall:,.0f} ms", f"{wall / base:.1f} ×"]
        rows.append([name.title(), *cells])
    print(
        f"\n{board._lines(workspace):,} invoice and order lines, twelve tiles, median of {runs}\n"
    )
    print(table(["engine", "moved and verified in", "board", "against DuckDB"], rows))


def _layer(workspace: Workspace, source: Source) -> MetricLayer:
    own = workspace.metrics
    settings = MetricSettings(
        own.settings.currency, own.settings.calendar, today=lambda: board.TODAY
    )
    return MetricLayer(own.catalog, source, settings)


def _seconds(layer: MetricLayer, runs: int) -> float:
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        layer.query_many([*board.TILES.values()], cache=False)
        taken.append(time.perf_counter() - start)
    return median(taken[1:])  # the first one warms up


@contextmanager
def _copied(name: str, workspace: Workspace, folder: Path) -> Iterator[tuple[Mirror, float]]:
    """The company in another engine, and the seconds that the move took."""
    if name == "spark":
        with cluster(folder / "cluster") as url:
            yield from _moved(EngineSettings("spark", url), workspace, folder)
    else:
        yield from _moved(EngineSettings("clickhouse"), workspace, folder)


def _moved(
    engine: EngineSettings, workspace: Workspace, folder: Path
) -> Iterator[tuple[Mirror, float]]:
    opens = partial(open_store, engine, folder, workspace.model)
    mirror = Mirror(workspace.warehouse, opens, workspace.model)
    start = time.perf_counter()
    mirror.carry(resumable=True)
    yield mirror, time.perf_counter() - start
    mirror.close()


if __name__ == "__main__":
    main()
