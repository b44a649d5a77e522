"""A day minus a day is a number of days.

ClickHouse refuses it, Spark makes an interval of it.
"""

from sqlglot import exp

from vigie.warehouse.dialects.types import is_date


def day_count(node: exp.Expr) -> exp.Expr:
    if not (isinstance(node, exp.Sub) and is_date(node.this) and is_date(node.expression)):
        return node
    days = exp.DateDiff(
        this=node.this.copy(), expression=node.expression.copy(), unit=exp.var("DAY")
    )
    days.type = exp.DataType.build("BIGINT")
    return days
