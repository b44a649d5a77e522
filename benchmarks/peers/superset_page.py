"""The twelve charts in Superset, run by `benchmarks/beside.py` in an environment of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

HOME = Path(os.environ["HOME_OF_PEER"])
CONFIG = HOME / "superset_config.py"
CUTS = ("region", "channel", "category", "sales_rep", "team", "customer", "product")
MEASURES = {
    "amount": "SUM(amount)",
    "orders": "COUNT(DISTINCT order_id)",
    "basket": "SUM(amount) / COUNT(DISTINCT order_id)",
    "quantity": "SUM(quantity)",
}
COURSES = (
    ("amount", "P1M"),
    ("amount", "P1W"),
    ("orders", "P1M"),
    ("basket", "P1M"),
    ("quantity", "P1M"),
)


def settle() -> None:
    """Configuration, state database, somebody who may enter, and a copy of the lines."""
    CONFIG.write_text(
        "SECRET_KEY = 'only for a benchmark on this machine'\n"
        f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{HOME}/superset.db'\n"
        "TALISMAN_ENABLED = False\nWTF_CSRF_ENABLED = False\n"
    )
    os.environ |= {"SUPERSET_CONFIG_PATH": str(CONFIG), "FLASK_APP": "superset.app:create_app()"}
    superset = ["superset"]
    subprocess.run([*superset, "db", "upgrade"], check=True)
    who = ["--username", "admin", "--firstname", "A", "--lastname", "B"]
    create = [
        *superset,
        "fab",
        "create-admin",
        *who,
        "--email",
        "a@b.example",
        "--password",
        "admin",
    ]
    subprocess.run(create, check=True)
    subprocess.run([*superset, "init"], check=True)
    copy = f"CREATE TABLE lines AS SELECT * FROM '{os.environ['LINES']}'"
    script = f"import duckdb; duckdb.connect({str(HOME / 'lines.duckdb')!r}).execute({copy!r})"
    subprocess.run([sys.executable, "-c", script], check=True)


def data_set():
    """The lines as Superset knows them; inside an application's context."""
    from superset import db
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.core import Database

    # Two workers may read one file; to write it, only one.
    lines = f"duckdb:///{HOME}/lines.duckdb?access_mode=read_only"
    database = Database(database_name="lines", sqlalchemy_uri=lines)
    db.session.add(database)
    db.session.commit()
    lines = SqlaTable(table_name="lines", schema="main", database=database)
    lines.main_dttm_col = "order_date"
    db.session.add(lines)
    db.session.commit()
    lines.fetch_metadata()
    db.session.commit()
    return lines


def draw() -> None:
    """One dashboard of twelve charts over one data set."""
    from superset.app import create_app

    with create_app().app_context():
        from superset import db
        from superset.models.dashboard import Dashboard
        from superset.models.slice import Slice

        lines = data_set()
        slices = [
            Slice(
                slice_name=f"chart {number}",
                viz_type="echarts_timeseries_bar",
                datasource_id=lines.id,
                datasource_type="table",
                params=json.dumps({"datasource": f"{lines.id}__table", **form}),
            )
            for number, form in enumerate(forms())
        ]
        db.session.add_all(slices)
        db.session.commit()
        board = Dashboard(dashboard_title="Beside", slug="beside", slices=slices, published=True)
        board.position_json = json.dumps(layout(slices))
        db.session.add(board)
        db.session.commit()


def forms():
    """What each chart asks."""
    usual = {
        "viz_type": "echarts_timeseries_bar",
        "row_limit": 10,
        "adhoc_filters": [
            {
                "clause": "WHERE",
                "expressionType": "SIMPLE",
                "subject": "order_date",
                "operator": "TEMPORAL_RANGE",
                "comparator": "2026-01-01 : 2027-01-01",
            }
        ],
    }
    for measure, grain in COURSES:
        yield {
            **usual,
            "row_limit": 1000,
            "x_axis": "order_date",
            "time_grain_sqla": grain,
            "metrics": [metric(measure)],
        }
    for by in CUTS:
        yield {
            **usual,
            "x_axis": by,
            "metrics": [metric("amount")],
            "orientation": "horizontal",
            "x_axis_sort_asc": False,
        }


def metric(measure):
    return {
        "expressionType": "SQL",
        "sqlExpression": MEASURES[measure],
        "label": measure,
        "optionName": measure,
    }


def layout(slices):
    """Four rows of three."""
    rows = [slices[first : first + 3] for first in range(0, len(slices), 3)]
    held = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {
            "type": "GRID",
            "id": "GRID_ID",
            "children": [f"ROW-{i}" for i in range(len(rows))],
            "parents": ["ROOT_ID"],
        },
    }
    for i, row in enumerate(rows):
        names = [f"CHART-{one.id}" for one in row]
        held[f"ROW-{i}"] = {
            "type": "ROW",
            "id": f"ROW-{i}",
            "children": names,
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for name, one in zip(names, row, strict=True):
            held[name] = {
                "type": "CHART",
                "id": name,
                "children": [],
                "parents": ["ROOT_ID", "GRID_ID", f"ROW-{i}"],
                "meta": {"chartId": one.id, "width": 4, "height": 50, "sliceName": one.slice_name},
            }
    return held


if __name__ == "__main__":
    settle()
    draw()
    bind = f"127.0.0.1:{sys.argv[1]}"
    os.execvp(
        "gunicorn", ["gunicorn", "-w", "2", "-t", "120", "-b", bind, "superset.app:create_app()"]
    )
