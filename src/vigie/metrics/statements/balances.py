"""Balances that are not the value of the last day: averaged over days, or of what falls due."""

from sqlglot import exp

from vigie.metrics.rows.frame import day
from vigie.metrics.rows.naming import ROWS, key_name, value_name
from vigie.metrics.statements.writer import ScanWriter

_MOVED = "moved"


def averaged(writer: ScanWriter) -> exp.Select:
    """The mean of the daily values: each movement by how many of the days it stands for.

    Days before the first movement known are left out.
    """
    scan = writer.scan
    date = writer.frame.date(scan.time or "").as_("bucket")
    heads = [date, *writer.keys()]
    values = [exp.alias_(writer.total(m), value_name(m.id), quoted=True) for m in writer.metrics]
    moved = writer.rows_unlisted([*heads, *values, writer.count()]).group_by(
        *_positions(len(heads)), copy=False
    )
    last = _spine("day")
    first = exp.func("GREATEST", _spine("start"), day(f"{scan.name}_since"))
    stands = _days(exp.func("GREATEST", exp.column("bucket", table=_MOVED), first), last)
    days = exp.Max(this=_days(first.copy(), last.copy()))
    keys = [exp.column(key_name(i), table=_MOVED) for i in range(len(scan.fields))]
    means = []
    for metric in writer.metrics:
        moves = exp.column(value_name(metric.id), table=_MOVED, quoted=True)
        weighed = exp.Sum(this=exp.Mul(this=moves, expression=stands.copy()))
        mean = exp.cast(exp.Div(this=weighed, expression=days.copy()), "DECIMAL(38, 4)")
        means.append(exp.alias_(mean, value_name(metric.id), quoted=True))
    head = [_spine("slot").as_("slot"), _spine("label").as_("bucket"), *keys]
    rows = exp.Sum(this=exp.column(ROWS, table=_MOVED)).as_(ROWS)
    reached = exp.and_(_of_slots(writer), exp.column("bucket", table=_MOVED) <= last.copy())
    return (
        exp.select(*head, *means, rows)
        .from_(moved.subquery(_MOVED, copy=False))
        .join(exp.to_table("spine"), on=reached, copy=False)
        .group_by(*_positions(len(head)), copy=False)
    )


def falling_due(writer: ScanWriter) -> exp.Select:
    """What stands on the last day of a period and falls due in it; for one to come, what stands
    today."""
    scan = writer.scan
    heads = [_spine("slot").as_("slot"), _spine("label").as_("bucket"), *writer.keys()]
    values = [exp.alias_(writer.total(m), value_name(m.id), quoted=True) for m in writer.metrics]
    to_come = _spine("day") < _spine("start")
    as_of = exp.Case().when(to_come, day(f"{scan.name}_as_of")).else_(_spine("day"))
    due = writer.frame.dotted(writer.metrics[0].due or "")
    on = exp.and_(
        _of_slots(writer),
        writer.frame.date(scan.time or "") <= as_of,
        due >= _spine("start"),
        due.copy() <= _spine("ends"),
    )
    return (
        writer.rows_unlisted([*heads, *values, writer.count()])
        .join(exp.to_table("spine"), on=on, copy=False)
        .group_by(*_positions(len(heads)), copy=False)
    )


def due_between(writer: ScanWriter) -> list[exp.Expr]:
    """The rows that stand and fall due in the days of one period, told by parameters."""
    name = writer.scan.name
    due = writer.frame.dotted(writer.metrics[0].due or "")
    return [
        writer.frame.date(writer.scan.time or "") <= day(f"{name}_as_of"),
        due >= day(f"{name}_due_from"),
        due.copy() <= day(f"{name}_due_to"),
    ]


def _of_slots(writer: ScanWriter) -> exp.Expr:
    slots = [exp.Literal.number(bounds.slot) for bounds in writer.scan.bounds]
    return exp.In(this=_spine("slot"), expressions=slots)


def _days(first: exp.Expr, last: exp.Expr) -> exp.Expr:
    between = exp.paren(exp.Sub(this=last.copy(), expression=first.copy()))
    return exp.paren(exp.Add(this=between, expression=exp.Literal.number(1)))


def _spine(name: str) -> exp.Column:
    return exp.column(name, table="spine")


def _positions(count: int) -> list[exp.Expr]:
    return [exp.Literal.number(index + 1) for index in range(count)]
