"""The same by boring-semantic-layer, as far as it goes; runs in its own environment.

    python bsl.py FOLDER        FOLDER/sales.parquet holds the order lines with their day

It has no figure to date: the running sum and the year before are written over its monthly answer.
"""

import json
import sys
import time
from pathlib import Path

import ibis
from boring_semantic_layer import to_semantic_table


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    file = folder / "bsl.duckdb"
    file.unlink(missing_ok=True)
    ibis.options.interactive = False
    connection = ibis.duckdb.connect(str(file))
    connection.raw_sql(f"CREATE TABLE lines AS FROM '{folder / 'sales.parquet'}'")
    start, begun = time.process_time(), time.perf_counter()
    question = _question(connection)
    planned = time.process_time() - start
    rows = question.execute()
    cpu, wall = time.process_time() - start, time.perf_counter() - begun
    told = [[str(cell) for cell in row] for row in rows.itertuples(index=False)]
    print(json.dumps({"wall": wall, "cpu": cpu, "planned": planned, "rows": told}))


def _question(connection: ibis.BaseBackend) -> ibis.Table:
    lines = connection.table("lines")
    sales = (
        to_semantic_table(lines, name="sales")
        .with_dimensions(month=lambda t: t.order_date.truncate("M"))
        .with_measures(revenue=lambda t: t.net_amount.sum())
    )
    months = (
        sales.filter(lambda t: t.order_date >= ibis.date("2025-01-01"))
        .group_by("month")
        .aggregate("revenue")
        .to_untagged()
    )
    year = ibis.window(group_by=months.month.year(), order_by=months.month, following=0)
    reached = months.mutate(to_date=months.revenue.sum().over(year))
    before = reached.view()
    same = reached.month == before.month + ibis.interval(years=1)
    joined = reached.join(before, same, lname="", rname="{name}_before")
    return joined.select("month", "revenue", "to_date", "to_date_before").order_by("month")


if __name__ == "__main__":
    main()
