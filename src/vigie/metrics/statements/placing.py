"""How a figure stands among the others of its answer: its rank, the whole that it is part of."""

from collections.abc import Sequence

from sqlglot import exp

from vigie.metrics.planning.plan import Plan
from vigie.metrics.rows.frame import bucket
from vigie.metrics.rows.naming import FIGURES, key_name


def partition(within: Sequence[str], plan: Plan, table: str, fiscal_start: int) -> list[exp.Expr]:
    """What tells apart the rows of `table` that stand together; nothing: all of them do."""
    longer = dict(plan.coarser)
    return [
        bucket(exp.column("label", table=table), longer[word], fiscal_start)
        if word in longer
        else exp.column(_column(word, plan), table=table)
        for word in within
    ]


def ranked(value: exp.Expr, rows: list[exp.Expr]) -> exp.Expr:
    """The place of `value` from the largest; equal ones share it, an unknown one has none."""
    largest = exp.Ordered(this=value.copy(), desc=True, nulls_first=False)
    order = exp.Order(expressions=[largest])
    place = exp.Window(this=exp.func("RANK"), partition_by=rows, order=order)
    return exp.Case().when(exp.not_(value.is_(exp.null())), place, copy=False)


def joined(query: exp.Select, plan: Plan, level: Plan) -> exp.Select:
    """`query` with the figures of the whole that each row is a part of."""
    name = f"{level.name}{FIGURES}"
    words = [word for word, _ in level.dimensions] + ([level.period] if level.period else [])
    same = [
        exp.NullSafeEQ(
            this=exp.column(_column(word, plan), table=FIGURES),
            expression=exp.column(_column(word, level), table=name),
        )
        for word in words
    ]
    if not same:
        return query.join(exp.to_table(name), join_type="CROSS", copy=False)
    return query.join(exp.to_table(name), on=exp.and_(*same), join_type="LEFT", copy=False)


def _column(word: str, plan: Plan) -> str:
    if word == plan.period:
        return "label"
    return key_name([name for name, _ in plan.dimensions].index(word))
