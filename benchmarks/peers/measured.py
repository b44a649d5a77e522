"""Year to date and the year before, by month: Vigie beside other metric layers on the same lines.

Each peer is installed in an environment of its own (never in the project's) and reads a flat copy
of the lines in a DuckDB file: it has nothing to join.
"""

import json
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from measure import table

from vigie.metrics.question.query import Query
from vigie.workspace import Workspace

HERE = Path(__file__).parent
UV = HERE.parent.parent / "scripts" / "uv"
ENGINE = "duckdb==1.5.6"
SUPERSET = [
    "apache-superset==6.1.0",
    "rich",
    "cachetools",
    "flask-caching==2.3.1",
    "cachelib<0.14",
    "duckdb<1.6",
    "duckdb-engine",
    "gunicorn",
]
PEERS = {
    "MetricFlow": ("metricflow.py", ["dbt-core<1.11", "dbt-metricflow", "dbt-duckdb", ENGINE]),
    "boring-semantic-layer": ("bsl.py", ["boring-semantic-layer", "ibis-framework", ENGINE]),
    "Superset's chart API": ("superset_api.py", SUPERSET),
}
TO_DATE = "revenue_year_to_date"
LINES = """SELECT line.line_id, sold.order_date, line.net_amount_company AS net_amount
FROM core.sales_order_line AS line JOIN core.sales_order AS sold USING (order_id)"""


def peers(workspace: Workspace, query: Query, folder: Path) -> None:
    """Prints what each takes in CPU, planning and answering apart; their figures must agree."""
    target = str(folder / "sales.parquet").replace("'", "''")
    with workspace.warehouse.read() as session:
        session.execute(f"COPY ({LINES}) TO '{target}'")
    answer = workspace.metrics.query(query)
    shown = [0, *(i for i, one in enumerate(answer.columns) if one.name.startswith(TO_DATE))]
    wanted = _figures([[row[i] for i in shown[:3]] for row in answer.rows])
    rows = [_own("Vigie, rows", workspace, query, rollups=False)]
    rows.append(_own("Vigie, rollups", workspace, query, rollups=True))
    least = float(rows[0][2])
    for name, (script, packages) in PEERS.items():
        told = _ask(_environment(folder, script, packages), script, folder)
        assert _figures(told["rows"]) == wanted, f"{name}: {told['rows'][:2]}"
        cpu = 1000 * told["cpu"]
        planned = "" if told["planned"] is None else f"{1000 * told['planned']:.0f}"
        rows.append([name, planned, f"{cpu:.1f}", f"{cpu / least:.1f}"])
    print("\nRevenue to date and the year before, by month\n")
    print(table(["by", "planning, CPU ms", "answer, CPU ms", "answer ×"], rows))


def _own(name: str, workspace: Workspace, query: Query, rollups: bool) -> list[str]:
    workspace.metrics.query(query, cache=False, rollups=rollups)
    start = time.process_time()
    workspace.metrics.query(query, cache=False, rollups=rollups)
    return [name, "", f"{1000 * (time.process_time() - start):.1f}", ""]


def _figures(rows: list[Any]) -> list[tuple[str, ...]]:
    """Month, figure to date and the year before; each peer gives them in this order, last."""
    return [(str(row[0])[:10], *(f"{Decimal(str(cell)):.4f}" for cell in row[-2:])) for row in rows]


def _environment(folder: Path, script: str, packages: list[str]) -> Path:
    place = folder / f"of-{Path(script).stem}"
    python = place / "bin" / "python"
    if not python.exists():
        _run([UV, "venv", "--quiet", "--python", sys.executable, place])
        _run([UV, "pip", "install", "--quiet", "--python", python, *packages])
    return python


def _ask(python: Path, script: str, folder: Path) -> dict[str, Any]:
    said = _run([python, HERE / script, folder])
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def _run(command: list[Any]) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[1]}: {done.stderr[-2000:]}")  # the rest is talk
    return done.stdout
