"""A cast to a decimal rounds halves away from nought.

ClickHouse cuts the digits off; Spark rounds the shortest text of a floating point number, where the
reference rounds its value moved by a billionth.
"""

from sqlglot import exp

from vigie.warehouse.dialects.types import digits, is_decimal, is_float

_NUDGE = "1e-9"


def half_up_clickhouse(node: exp.Expr) -> exp.Expr:
    scale = _scale(node)
    if not isinstance(node, exp.Cast) or scale is None or isinstance(node.this, exp.Null):
        return node
    value = node.this.copy()
    if is_float(value):
        # Behind a null stands some number, infinity included: it must not stop the query.
        whole = exp.Anonymous(
            this="accurateCastOrNull",
            expressions=[_moved(value, scale), exp.Literal.string("Int128")],
        )
        unit = exp.Anonymous(
            this="toDecimal128",
            expressions=[exp.Literal.string(f"{10**-scale:.{scale}f}"), _number(scale)],
        )
        return exp.Mul(this=whole, expression=unit)
    if is_decimal(value):
        rounded = exp.Anonymous(this="round", expressions=[value, _number(scale)])
        return exp.cast(rounded, node.to.copy())
    return node


def half_up_spark(node: exp.Expr) -> exp.Expr:
    scale = _scale(node)
    if not isinstance(node, exp.Cast) or scale is None or not is_float(node.this):
        return node
    whole = exp.cast(_moved(node.this.copy(), scale), "DECIMAL(38, 0)")
    unit = exp.cast(exp.Literal.string(f"{10**-scale:.{scale}f}"), f"DECIMAL({scale + 1}, {scale})")
    return exp.cast(exp.Mul(this=whole, expression=unit), node.to.copy())


def _scale(node: exp.Expr) -> int | None:
    """The digits after the point that a cast asks for; None for any other node."""
    return digits(node.to) if isinstance(node, exp.Cast) and is_decimal(node) else None


def _moved(value: exp.Expr, scale: int) -> exp.Expr:
    """`value` in units of its last digit, as a whole number."""
    large = exp.Mul(this=exp.paren(value), expression=exp.Literal.number(f"1e{scale}"))
    nudge = exp.Mul(this=exp.Sign(this=value.copy()), expression=exp.Literal.number(_NUDGE))
    return exp.Anonymous(this="round", expressions=[exp.Add(this=large, expression=nudge)])


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)
