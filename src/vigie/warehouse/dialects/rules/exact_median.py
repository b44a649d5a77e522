"""The median lies halfway between the two middle values, in the type of the values.

Other percentiles lie between two values in the same way; they are floating point numbers.
"""

from sqlglot import exp

from vigie.warehouse.dialects.types import is_decimal

_HALF = exp.Literal.number("0.5e0")


def exact_median_clickhouse(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Median | exp.PercentileCont):
        return node
    found = exp.ParameterizedAgg(
        this="quantileExactInclusive",
        expressions=[_place(node)],
        params=[exp.cast(node.this.copy(), "DOUBLE")],
    )
    return _typed(found, node)


def exact_median_spark(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Median | exp.PercentileCont):
        return node
    return _typed(
        exp.Anonymous(this="percentile", expressions=[node.this.copy(), _place(node)]), node
    )


def _place(node: exp.Median | exp.PercentileCont) -> exp.Expr:
    return (_HALF if isinstance(node, exp.Median) else node.expression).copy()


def _typed(found: exp.Expr, node: exp.Median | exp.PercentileCont) -> exp.Expr:
    found.type = exp.DataType.build("DOUBLE")
    return exp.cast(found, node.this.type) if is_decimal(node.this) else found
