"""The twelve charts in Vizro, run by `benchmarks/beside.py` in an environment of its own."""

import os
import sys
from pathlib import Path

import pandas as pd
import plotly.express as px
import vizro.models as vm
from vizro import Vizro
from vizro.models.types import capture

LINES = pd.read_parquet(os.environ["LINES"])
LINES["order_date"] = pd.to_datetime(LINES["order_date"])
YEAR = LINES[LINES["order_date"].dt.year == LINES["order_date"].dt.year.max()]
CUTS = ("region", "channel", "category", "sales_rep", "team", "customer", "product")


@capture("graph")
def course(data_frame, measure, every):
    grouped = data_frame.set_index("order_date").resample(every)
    orders = grouped["order_id"].nunique()
    found = {
        "amount": grouped["amount"].sum(),
        "orders": orders,
        "basket": grouped["amount"].sum() / orders,
        "quantity": grouped["quantity"].sum(),
    }[measure]
    return px.bar(found.rename("value").reset_index(), x="order_date", y="value")


@capture("graph")
def ranking(data_frame, by):
    found = data_frame.groupby(by)["amount"].sum().nlargest(10).sort_values().reset_index()
    return px.bar(found, x="amount", y=by, orientation="h")


COURSES = (
    ("amount", "MS"),
    ("amount", "W"),
    ("orders", "MS"),
    ("basket", "MS"),
    ("quantity", "MS"),
)
charts = [vm.Graph(figure=course(YEAR, measure, every)) for measure, every in COURSES]
charts += [vm.Graph(figure=ranking(YEAR, by)) for by in CUTS]
page = vm.Page(title="Beside", components=charts, controls=[vm.Filter(column="channel")])
app = Vizro().build(vm.Dashboard(pages=[page]))
server = app.dash.server

if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    bind = f"127.0.0.1:{sys.argv[1]}"
    os.execvp("gunicorn", ["gunicorn", "-w", "2", "-b", bind, "vizro_page:server"])
