"""A cast to a decimal rounds halves away from nought.

ClickHouse cuts the digits off, and its `round` brings halves of floating point numbers to the even
neighbour; Spark rounds the shortest text of a floating point number, where the reference rounds the
number times the power of ten.
"""

from sqlglot import exp

from vigie.warehouse.dialects.types import digits, is_decimal, is_float

_MOST = 38  # digits of a product in Spark, which has one more than its factors; or it drops some


def half_up_clickhouse(node: exp.Expr) -> exp.Expr:
    scale = _scale(node)
    if not isinstance(node, exp.Cast) or scale is None or isinstance(node.this, exp.Null):
        return node
    value = node.this.copy()
    if is_float(value):
        # Behind a null stands some number, infinity included: it must not stop the query.
        whole = _call("accurateCastOrNull", _halves_away(value, scale), _word("Int128"))
        return exp.Mul(this=whole, expression=_call("toDecimal128", _unit(scale), _number(scale)))
    if is_decimal(value):
        return exp.cast(_call("round", value, _number(scale)), node.to.copy())
    return node


def half_up_spark(node: exp.Expr) -> exp.Expr:
    scale = _scale(node)
    if not isinstance(node, exp.Cast) or scale is None or not is_float(node.this):
        return node
    room = _MOST - (scale + 1) - 1
    whole = exp.cast(_call("round", _shifted(node.this, scale)), f"DECIMAL({room}, 0)")
    unit = exp.cast(_unit(scale), f"DECIMAL({scale + 1}, {scale})")
    return exp.cast(exp.Mul(this=whole, expression=unit), node.to.copy())


def _scale(node: exp.Expr) -> int | None:
    """The digits after the point that a cast asks for; None for any other node."""
    return digits(node.to) if isinstance(node, exp.Cast) and is_decimal(node) else None


def _halves_away(value: exp.Expr, scale: int) -> exp.Expr:
    """A whole number of last digits: what is cut off, twice, is one or more from a half on."""
    shifted = _shifted(value, scale)
    cut = _call("trunc", shifted)
    rest = exp.paren(exp.Sub(this=shifted.copy(), expression=cut.copy()))
    return exp.Add(this=cut, expression=_call("trunc", exp.Mul(this=_number(2), expression=rest)))


def _shifted(value: exp.Expr, scale: int) -> exp.Expr:
    return exp.Mul(this=exp.paren(value.copy()), expression=exp.Literal.number(f"1e{scale}"))


def _unit(scale: int) -> exp.Expr:
    return _word(f"{10**-scale:.{scale}f}")


def _call(name: str, *values: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(values))


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _word(value: str) -> exp.Expr:
    return exp.Literal.string(value)
