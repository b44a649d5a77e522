"""0.5 is a decimal; ClickHouse reads it as a floating point number."""

from sqlglot import exp


def exact_literal(node: exp.Expr) -> exp.Expr:
    if not (isinstance(node, exp.Literal) and node.is_number and "." in node.name):
        return node
    if "e" in node.name.lower():
        return node
    scale = len(node.name.partition(".")[2])
    exact = exp.Anonymous(
        this="toDecimal128", expressions=[exp.Literal.string(node.name), exp.Literal.number(scale)]
    )
    exact.type = exp.DataType.build(f"DECIMAL(38, {scale})")
    return exact
