"""A date may lie before 1970 and an instant has microseconds; ClickHouse has types for both."""

from sqlglot import exp

_TYPES = {
    exp.DataType.Type.DATE: "Date32",
    exp.DataType.Type.TIMESTAMP: "DateTime64(6, 'UTC')",
}


def wide_dates(node: exp.Expr) -> exp.Expr:
    if not (isinstance(node, exp.Cast) and node.to.this in (*_TYPES, exp.DataType.Type.ARRAY)):
        return node
    if node.to.this is exp.DataType.Type.ARRAY:
        item = node.to.expressions[0].this
        if item not in _TYPES:
            return node
        name = f"Array(Nullable({_TYPES[item]}))"
    else:
        name = f"Nullable({_TYPES[node.to.this]})"
    return exp.Anonymous(this="CAST", expressions=[node.this.copy(), exp.Literal.string(name)])
