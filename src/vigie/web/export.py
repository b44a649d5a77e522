"""Figures and rows as CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any, Final

from vigie.metrics.answers.result import Result

WITHHELD: Final = "withheld"
"""In the place of a figure that would tell a single colleague's."""
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def as_csv(result: Result) -> str:
    """The rows under their column names, decimals with a point."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([column.name for column in result.columns])
    names = [column.name for column in result.columns]
    for index, row in enumerate(result.rows):
        told = zip(names, row, strict=True)
        writer.writerow([WITHHELD if (index, n) in result.withheld else cell(v) for n, v in told])
    return written.getvalue()


def as_parquet(result: Result) -> bytes:
    """The rows as a file that data tools read; money stays decimal."""
    table = result.arrow()  # raises VigieError where the library is not installed
    import pyarrow.parquet as pq

    target = io.BytesIO()
    pq.write_table(table, target)
    return target.getvalue()


def cell(value: Any) -> str:
    """One value; a text that a spreadsheet would calculate is held back by an apostrophe.

    >>> cell("=1+1"), cell(Decimal("-3.50")), cell(None)
    ("'=1+1", '-3.50', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return str(value)
