"""The rows of what is told of a core table, one for each of its rows at most."""

from sqlglot import exp

from vigie.metrics.language.definition import Dataset, is_day_asked
from vigie.metrics.planning.traits import DAY


def told_once(trait: Dataset, rows: exp.Expr) -> exp.Select:
    """The `rows` of a trait, without those that share a key."""
    key = exp.column(trait.primary_key[0], quoted=True)
    count = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[key])
    found = exp.select("*").from_(exp.Subquery(this=_dated(rows), alias=exp.to_identifier("told")))
    found.set("qualify", exp.Qualify(this=count.eq(exp.Literal.number(1))))
    return found


def _dated(rows: exp.Expr) -> exp.Expr:
    def put(node: exp.Expr) -> exp.Expr:
        return exp.cast(exp.Placeholder(this=DAY), "DATE") if is_day_asked(node) else node

    return rows.transform(put, copy=False)
