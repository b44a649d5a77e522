"""Nothing is outside a list that holds an unknown: NOT IN is null there, not true."""

from sqlglot import exp


def unknown_member(node: exp.Expr) -> exp.Expr:
    """ClickHouse leaves nulls out of the list."""
    inside = node.this if isinstance(node, exp.Not) else None
    if not (isinstance(inside, exp.In) and inside.args.get("query")):
        return node
    rows = inside.args["query"].this.copy()
    value = exp.column(rows.selects[0].alias_or_name, table="listed", quoted=True)
    unknown = exp.select(exp.Count(this=exp.Star())).from_(rows.subquery("listed"))
    unknown = unknown.where(value.is_(exp.null()))
    none = exp.EQ(this=exp.Subquery(this=unknown), expression=exp.Literal.number(0))
    return exp.and_(node.copy(), none)
