"""A column twice in a later part of a UNION: Spark's optimizer takes the two for one and gives up.

Spark writes the second as an alias of the first, then removes the alias because it has the column's
own name: "the plan was previously resolved and now became unresolved". Nothing reads the names of
the later parts, so that the second one may have another.
"""

from sqlglot import exp


def repeated_name(node: exp.Expr) -> exp.Expr:
    part = node.expression.unnest() if isinstance(node, exp.SetOperation) else None
    while isinstance(part, exp.SetOperation):
        part = part.this.unnest()
    if isinstance(part, exp.Select):
        _distinguish(part)
    return node


def _distinguish(part: exp.Select) -> None:
    seen: set[str] = set()
    for place, one in enumerate(part.expressions):
        if isinstance(one, exp.Alias) and one.alias in seen:
            one.set("alias", exp.to_identifier(f"{one.alias}_{place}", quoted=True))
        seen.add(one.alias_or_name)
