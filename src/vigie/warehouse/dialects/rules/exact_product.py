"""A product of decimals has room for all its digits.

ClickHouse keeps the wider of the two types: 18 digits overflow.
"""

from sqlglot import exp

from vigie.warehouse.dialects.types import is_decimal

_DIGITS = 76


def exact_product(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Mul):
        return node
    if not (is_decimal(node.this) or is_decimal(node.expression)):
        return node
    one = exp.Anonymous(this="toDecimal256", expressions=[exp.Literal.number(1), _number(0)])
    wide = exp.Mul(this=one, expression=exp.paren(node.this.copy()))
    return exp.Mul(this=wide, expression=exp.paren(node.expression.copy()))


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)
