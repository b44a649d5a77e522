"""An average is a floating point number; Spark rounds that of decimals to four digits more."""

from sqlglot import exp


def float_average(node: exp.Expr) -> exp.Expr:
    return exp.Avg(this=exp.cast(node.this.copy(), "DOUBLE")) if isinstance(node, exp.Avg) else node
