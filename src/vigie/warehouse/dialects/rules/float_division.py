"""`/` divides as floating point numbers do, and nothing by nought.

ClickHouse cuts a quotient of decimals at the numerator's scale; Spark rounds it, stops at nought.
"""

from sqlglot import exp


def float_division(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Div):
        return node
    below: exp.Expr = node.expression.copy()
    if not isinstance(below.unnest(), exp.Nullif):
        below = exp.Nullif(this=below, expression=exp.Literal.number(0))
    return exp.Div(
        this=exp.cast(node.this.copy(), "DOUBLE"),
        expression=exp.cast(below, "DOUBLE"),
        typed=True,
        safe=True,
    )
