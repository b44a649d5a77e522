"""The same by Superset's chart API; runs in its own environment.

    python superset_api.py FOLDER        FOLDER/sales.parquet holds the order lines with their day

One worker asked without a network in between, nothing remembered: what a chart's request costs.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

QUESTION = {
    "columns": [
        {
            "columnType": "BASE_AXIS",
            "expressionType": "SQL",
            "sqlExpression": "order_date",
            "label": "order_date",
            "timeGrain": "P1M",
        }
    ],
    "metrics": [{"expressionType": "SQL", "sqlExpression": "SUM(net_amount)", "label": "revenue"}],
    "filters": [{"col": "order_date", "op": "TEMPORAL_RANGE", "val": "2026-01-01 : 2026-11-01"}],
    "time_offsets": ["1 year ago"],
    "orderby": [],
    "row_limit": 1000,
    "post_processing": [
        {
            "operation": "pivot",
            "options": {
                "index": ["order_date"],
                "columns": [],
                "aggregates": {
                    "revenue": {"operator": "sum"},
                    "revenue__1 year ago": {"operator": "sum"},
                },
            },
        },
        {
            "operation": "cum",
            "options": {
                "operator": "sum",
                "columns": {
                    "revenue": "revenue",
                    "revenue__1 year ago": "revenue__1 year ago",
                },
            },
        },
        {"operation": "flatten"},
    ],
}


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME_OF_PEER": home, "LINES": str(folder / "sales.parquet")}
        os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        import superset_page

        superset_page.settle()
        print(json.dumps(ask(superset_page.data_set)))


def ask(data_set):
    """Asked twice: what a server does once it runs is not counted."""
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        table = data_set().id
    client = app.test_client()
    who = {"username": "admin", "password": "admin", "provider": "db"}
    token = client.post("/api/v1/security/login", json=who).json["access_token"]
    body = {
        "datasource": {"id": table, "type": "table"},
        "force": True,
        "result_format": "json",
        "result_type": "full",
        "queries": [QUESTION],
    }
    for _ in range(2):
        start, begun = time.process_time(), time.perf_counter()
        answer = client.post(
            "/api/v1/chart/data", json=body, headers={"Authorization": f"Bearer {token}"}
        )
        cpu, wall = time.process_time() - start, time.perf_counter() - begun
    assert answer.status_code == 200, answer.text
    # What it spends on planning cannot be told apart.
    return {
        "wall": wall,
        "cpu": cpu,
        "planned": None,
        "rows": rows(answer.json["result"][0]["data"]),
    }


def rows(found):
    """Month, to date, the year before to date."""
    return [
        [
            time.strftime("%Y-%m-%d", time.gmtime(row["order_date"] / 1000)),
            row["revenue"],
            row["revenue__1 year ago"],
        ]
        for row in found
    ]


if __name__ == "__main__":
    main()
