"""Rows cut in several ways in one pass: grouping sets, and which of them a group belongs to."""

from collections.abc import Collection, Sequence

from sqlglot import exp

CUT = "cut"


def which(parts: Sequence[exp.Expr], cuts: Sequence[Collection[int]]) -> exp.Expr:
    """The place of a row's cut: GROUPING has a bit for each part, set where it is left out."""
    if len(cuts) == 1:
        return exp.Literal.number(0)
    told = exp.Grouping(expressions=[part.copy() for part in parts])
    marks = exp.Case()
    for number, cut in enumerate(cuts):
        left_out = (place not in cut for place in range(len(parts)))
        bits = int("".join("01"[out] for out in left_out), 2)
        marks = marks.when(told.copy().eq(exp.Literal.number(bits)), exp.Literal.number(number))
    return marks


def grouping_sets(
    always: exp.Expr, parts: Sequence[exp.Expr], cuts: Sequence[Collection[int]]
) -> exp.Group:
    """GROUP BY each cut of `parts`, and what is `always` one of the keys."""
    sets = [
        exp.Tuple(expressions=[always.copy(), *(parts[place].copy() for place in sorted(cut))])
        for cut in cuts
    ]
    return exp.Group(expressions=[exp.GroupingSets(expressions=sets)])
