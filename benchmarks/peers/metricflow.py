"""MetricFlow's statement for revenue to date and the year before; runs in its own environment.

python metricflow.py FOLDER        FOLDER/sales.parquet holds the order lines with their day
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb

PROJECT = {
    "dbt_project.yml": "name: star\nprofile: star\nmodel-paths: [models]\n",
    "profiles.yml": "star:\n  target: own\n  outputs:\n    own: {type: duckdb, path: FILE}\n",
    "models/sales.sql": "select * from lines\n",
    "models/days.sql": "select range::date as day from "
    "range(date '2022-01-01', date '2027-01-01', interval 1 day)\n",
    "models/star.yml": """
models:
  - name: days
    time_spine: {standard_granularity_column: day}
    columns: [{name: day, granularity: day}]
semantic_models:
  - name: sales
    model: ref('sales')
    defaults: {agg_time_dimension: order_date}
    entities: [{name: line, type: primary, expr: line_id}]
    dimensions: [{name: order_date, type: time, type_params: {time_granularity: day}}]
    measures: [{name: revenue, agg: sum, expr: net_amount}]
metrics:
  - {name: revenue, label: Revenue, type: simple, type_params: {measure: revenue}}
  - name: revenue_to_date
    label: Revenue to date
    type: cumulative
    type_params: {measure: revenue, cumulative_type_params: {grain_to_date: year, period_agg: last}}
  - name: revenue_to_date_before
    label: Revenue to date, the year before
    type: derived
    type_params:
      expr: before
      metrics: [{name: revenue_to_date, alias: before, offset_window: 1 year}]
""",
}
YEAR = "2026"
ASKED = ("revenue", "revenue_to_date", "revenue_to_date_before")


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    file = folder / "metricflow.duckdb"
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"CREATE TABLE lines AS FROM '{folder / 'sales.parquet'}'")
    project = folder / "metricflow"
    for name, text in PROJECT.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("FILE", str(file)), encoding="utf-8")
    _run("dbt", "build", project=project)
    before = _children()
    asked = _run(
        "mf", "query", "--metrics", ",".join(ASKED), "--group-by", "metric_time__month",
        "--order", "metric_time__month", "--explain", project=project,
    )  # fmt: skip
    planned = _children() - before
    sql = asked[re.search(r"^(SELECT|WITH)\b", asked, re.MULTILINE).start() :]
    with duckdb.connect(str(file), read_only=True) as connection:
        wall, cpu = time.perf_counter(), time.process_time()
        rows = connection.execute(sql).fetchall()
        spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    # A constraint on time would cut the year before off: it is set before the offset.
    told = [[str(cell) for cell in row] for row in _sold(rows)]
    print(json.dumps({**spent, "planned": planned, "rows": told}))


def _sold(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The months that have lines: an offset also answers for months to come."""
    return [row for row in rows if str(row[0]).startswith(YEAR) and row[1] is not None]


def _run(program: str, *words: str, project: Path) -> str:
    here = os.environ | {"DBT_PROFILES_DIR": str(project), "DBT_SEND_ANONYMOUS_USAGE_STATS": "0"}
    command = [str(Path(sys.executable).parent / program), *words]
    done = subprocess.run(command, cwd=project, env=here, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
