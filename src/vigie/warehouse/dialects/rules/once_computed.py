"""Rows that several parts of a statement read; Spark has no word to have them computed once."""

from sqlglot import exp


def once_computed(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.CTE) and node.args.get("materialized"):
        node.set("materialized", None)
    return node
