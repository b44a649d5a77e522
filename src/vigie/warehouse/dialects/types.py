"""What a typed node holds."""

from typing import Final

from sqlglot import exp

_FLOATS: Final = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)


def is_decimal(node: exp.Expr) -> bool:
    return bool(node.is_type(exp.DataType.Type.DECIMAL))


def is_date(node: exp.Expr) -> bool:
    return bool(node.is_type(exp.DataType.Type.DATE))


def is_float(node: exp.Expr) -> bool:
    return bool(node.is_type(*_FLOATS))


def digits(of: exp.DataType) -> int:
    """The digits after the point of a decimal type."""
    parameters = of.expressions
    return int(parameters[1].name) if len(parameters) > 1 else 0
