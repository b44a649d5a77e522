"""A value of the question; ClickHouse wants its type beside it, which is known when it is asked."""

from sqlglot import exp

OPENING, CLOSING = "⟨", "⟩"


def named_parameter(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Placeholder) and node.name:
        return exp.var(f"{OPENING}{node.name}{CLOSING}")
    return node
