"""Lists unnested side by side make one row per place, not one per combination."""

from sqlglot import exp

_ROW = "listed"
_PLACES = "places"


def parallel_lists_clickhouse(node: exp.Expr) -> exp.Expr:
    lists = _lists(node)
    if not lists:
        return node
    together = exp.Anonymous(this="arrayZip", expressions=[one.this.this.copy() for one in lists])
    row = exp.alias_(exp.Anonymous(this="arrayJoin", expressions=[together]), _ROW)
    values: list[exp.Expr] = [
        exp.Anonymous(
            this="tupleElement", expressions=[exp.column(_ROW), exp.Literal.number(place + 1)]
        )
        for place in range(len(lists))
    ]
    return _named(values, lists).from_(exp.select(row).subquery(_PLACES))


def parallel_lists_spark(node: exp.Expr) -> exp.Expr:
    lists = _lists(node)
    if not lists:
        return node
    together = exp.Anonymous(this="arrays_zip", expressions=[one.this.this.copy() for one in lists])
    row = exp.alias_(exp.Anonymous(this="explode", expressions=[together]), _ROW)
    values: list[exp.Expr] = [
        exp.Dot(this=exp.column(_ROW), expression=exp.to_identifier(str(place), quoted=True))
        for place in range(len(lists))
    ]
    return _named(values, lists).from_(exp.select(row).subquery(_PLACES))


def _lists(node: exp.Expr) -> list[exp.Expr]:
    """The columns of a SELECT of nothing but unnested lists."""
    if not isinstance(node, exp.Select) or len(node.expressions) < 2:
        return []
    listed = all(isinstance(one.unalias(), exp.Explode) for one in node.expressions)
    return list(node.expressions) if listed else []


def _named(values: list[exp.Expr], lists: list[exp.Expr]) -> exp.Select:
    return exp.select(
        *(
            exp.alias_(value, one.alias, quoted=True)
            for value, one in zip(values, lists, strict=True)
        )
    )
