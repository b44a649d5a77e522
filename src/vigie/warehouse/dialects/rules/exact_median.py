"""The median lies halfway between the two middle values, in the type of the values."""

from sqlglot import exp

from vigie.warehouse.dialects.types import is_decimal

_HALF = exp.Literal.number("0.5e0")


def exact_median_clickhouse(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Median):
        return node
    found = exp.ParameterizedAgg(
        this="quantileExactInclusive",
        expressions=[_HALF.copy()],
        params=[exp.cast(node.this.copy(), "DOUBLE")],
    )
    return _typed(found, node)


def exact_median_spark(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Median):
        return node
    return _typed(
        exp.Anonymous(this="percentile", expressions=[node.this.copy(), _HALF.copy()]), node
    )


def _typed(found: exp.Expr, node: exp.Median) -> exp.Expr:
    found.type = exp.DataType.build("DOUBLE")
    return exp.cast(found, node.this.type) if is_decimal(node.this) else found
