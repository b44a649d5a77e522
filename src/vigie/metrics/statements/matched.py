"""Members that stand in a period and in an earlier one, each held against itself."""

from collections.abc import Sequence

from sqlglot import exp

from vigie.metrics.language.definition import Metric
from vigie.metrics.language.expression import place
from vigie.metrics.rows.aggregates import aggregate, filtered
from vigie.metrics.rows.naming import ROWS, key_name, value_name
from vigie.metrics.statements.writer import ScanWriter

_PAIR = "pair"
_SIDES = ("now", "before")
# What a member adds is a decimal: quotients summed as floats would depend on the order of rows.
_ADDED = "DECIMAL(38, 10)"


def matched(writer: ScanWriter) -> exp.Select:
    """The figures of each period, from the members found in its days and in the earlier ones."""
    scan, metric = writer.scan, writer.metrics[0]
    assert scan.before is not None  # noqa: S101
    slots = (scan.bounds[0].slot, scan.before.slot)
    sides = [exp.column("slot", table="spine").eq(exp.Literal.number(slot)) for slot in slots]
    keys = [exp.column(key_name(i), table=_PAIR) for i in range(len(scan.fields))]
    label = exp.column("label", table="spine").as_("bucket")
    pairs = _pairs(writer, [label, *writer.keys()], sides)
    head = [
        exp.Literal.number(slots[0]).as_("slot"),
        exp.column("bucket", table=_PAIR),
        *keys,
    ]
    passing = None if metric.filter is None else _told(metric.filter)
    value = None if metric.expression is None else exp.cast(_told(metric.expression), _ADDED)
    total = filtered(aggregate(metric.aggregate, value, metric.percentile), passing)
    rows = exp.Sum(this=exp.column(f"now_{ROWS}", table=_PAIR))
    return (
        exp.select(*head, exp.alias_(total, value_name(metric.id), quoted=True), rows.as_(ROWS))
        .from_(pairs.subquery(_PAIR, copy=False))
        .group_by(*(exp.Literal.number(i + 1) for i in range(len(head))), copy=False)
    )


def members_behind(writer: ScanWriter, value: str) -> exp.Select:
    """Each member that counts in a figure, by its name, and what it adds, as `value`.

    For a scan whose days are parameters: one period and its earlier one.
    """
    scan, metric = writer.scan, writer.metrics[0]
    assert scan.before is not None  # noqa: S101
    sides = [exp.and_(*writer.within(bounds)) for bounds in (scan.bounds[0], scan.before)]
    names = [
        exp.alias_(exp.Max(this=writer.frame.name(field)), field.dimension.id, quoted=True)
        for field in scan.members
    ]
    pairs = _pairs(writer, [], sides, names)
    shown = [exp.column(field.dimension.id, table=_PAIR, quoted=True) for field in scan.members]
    own: exp.Expr = exp.Literal.number(1)
    if metric.expression is not None:
        own = exp.cast(_told(metric.expression), _ADDED)
    query = exp.select(*shown, own.as_(value)).from_(pairs.subquery(_PAIR, copy=False))
    return query if metric.filter is None else query.where(_told(metric.filter), copy=False)


def _pairs(
    writer: ScanWriter,
    heads: Sequence[exp.Expr],
    sides: Sequence[exp.Expr],
    names: Sequence[exp.Expr] = (),
) -> exp.Select:
    """A row for each member: what is summed of it on both sides."""
    metric: Metric = writer.metrics[0]
    assert metric.matching is not None  # noqa: S101
    members = [writer.frame.key(field) for field in writer.scan.members]
    found: list[exp.Expr] = []
    for side, condition in zip(_SIDES, sides, strict=True):
        for name, tree in metric.matching.values:
            total = filtered(exp.Sum(this=writer.frame.expression(tree)), condition)
            found.append(exp.alias_(total, f"{side}_{name}", quoted=True))
        count = filtered(exp.Count(this=exp.Star()), condition)
        found.append(exp.alias_(count, f"{side}_{ROWS}", quoted=True))
    told = [exp.alias_(member, f"member_{i}", quoted=True) for i, member in enumerate(members)]
    known = [exp.not_(member.copy().is_(exp.null())) for member in members]
    grouped = [*heads, *told]
    return writer.rows([*grouped, *names, *found], known).group_by(
        *(exp.Literal.number(i + 1) for i in range(len(grouped))), copy=False
    )


def _told(tree: exp.Expr) -> exp.Expr:
    """An expression over `now.x` and `before.x` as one over the columns of a pair."""

    def locate(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            path, name = place(node)
            return exp.column("_".join((*path, name)), table=_PAIR, quoted=True)
        return node

    return exp.paren(tree.transform(locate))
