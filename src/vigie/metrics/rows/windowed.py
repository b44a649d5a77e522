"""Figures over the days that the spine lists for each period, which may overlap."""

from collections.abc import Sequence

from sqlglot import exp

from vigie.metrics.language.definition import Aggregate, Metric
from vigie.metrics.planning.plan import Scan
from vigie.metrics.rows.aggregates import aggregate, filtered
from vigie.metrics.rows.frame import Frame, bucket
from vigie.metrics.rows.naming import ROWS, key_name, value_name

_MOVED = "moved"


def within(scan: Scan, day: exp.Expr) -> exp.Expr:
    """Whether `day` is among those that the spine lists for a slot of `scan`."""
    every = (*scan.bounds, *scan.looked_up)
    slots = [exp.Literal.number(bounds.slot) for bounds in every]
    return exp.and_(
        exp.In(this=_spine("slot"), expressions=slots),
        day >= _spine("start"),
        day.copy() <= _spine("day"),
    )


def heads() -> list[exp.Expr]:
    """The slot and the period of a row that is joined to the spine."""
    return [_spine("slot").as_("slot"), _spine("label").as_("bucket")]


def partial_sums(metrics: Sequence[Metric], frame: Frame) -> list[exp.Expr]:
    """What the rows of a step add up to."""
    found: list[exp.Expr] = []
    for metric in metrics:
        passing = None if metric.filter is None else frame.expression(metric.filter)
        value = None if metric.expression is None else frame.expression(metric.expression)
        total = filtered(aggregate(metric.aggregate, value), passing)
        found.append(exp.alias_(total, value_name(metric.id), quoted=True))
        if may_be_none(metric):
            count = filtered(exp.Count(this=exp.Star()), passing)
            found.append(exp.alias_(count, count_name(metric), quoted=True))
    return [*found, exp.alias_(exp.Count(this=exp.Star()), ROWS)]


def step(scan: Scan, frame: Frame) -> exp.Expr:
    """The first day of the step that a row belongs to."""
    assert scan.step is not None  # noqa: S101
    return bucket(frame.date(scan.time or ""), scan.step, 1).as_("bucket")


def sums(scan: Scan, metrics: Sequence[Metric], moved: exp.Select) -> exp.Select:
    """Sums by step, added up over the days of each period."""
    keys = [exp.column(key_name(i), table=_MOVED) for i in range(len(scan.fields))]
    head = [*heads(), *keys]
    totals = [
        exp.alias_(_shared(scan, _total(metric)), value_name(metric.id), quoted=True)
        for metric in metrics
    ]
    rows = exp.alias_(exp.Sum(this=exp.column(ROWS, table=_MOVED)), ROWS)
    return (
        exp.select(*head, *totals, rows)
        .from_(moved.subquery(_MOVED, copy=False))
        .join(
            exp.to_table("spine"), on=within(scan, exp.column("bucket", table=_MOVED)), copy=False
        )
        .group_by(*_positions(len(head)), copy=False)
    )


def means(scan: Scan, metrics: Sequence[Metric], daily: exp.Select) -> exp.Select:
    """Figures by day of a period, and their mean; a day without rows counts for nought."""
    keys = [exp.column(key_name(i), table="daily") for i in range(len(scan.fields))]
    head = [exp.column("slot"), exp.column("bucket"), *keys]
    days = exp.Max(this=exp.column("days", table="daily"))
    values = [
        exp.alias_(
            exp.Div(this=exp.Sum(this=exp.column(value_name(m.id), quoted=True)), expression=days),
            value_name(m.id),
            quoted=True,
        )
        for m in metrics
    ]
    rows = exp.alias_(exp.Sum(this=exp.column(ROWS)), ROWS)
    return (
        exp.select(*head, *values, rows)
        .from_(daily.subquery("daily", copy=False))
        .group_by(*_positions(len(head)), copy=False)
    )


def mean_heads() -> list[exp.Expr]:
    """The slot and the period of a row, and which day of how many it is read for."""
    return [*heads(), _spine("day").as_("day"), _spine("days").as_("days")]


def _total(metric: Metric) -> exp.Expr:
    total = exp.Sum(this=exp.column(value_name(metric.id), table=_MOVED, quoted=True))
    if not may_be_none(metric):
        return total
    counted = exp.Sum(this=exp.column(count_name(metric), table=_MOVED, quoted=True))
    none = counted.eq(exp.Literal.number(0))
    return exp.func("COALESCE", total, exp.Case().when(none, exp.Literal.number(0)))


def _shared(scan: Scan, total: exp.Expr) -> exp.Expr:
    """The mean of a sum over days: all of them, by their number."""
    if not scan.mean:
        return total
    return exp.Div(this=total, expression=exp.Max(this=_spine("days")))


def may_be_none(metric: Metric) -> bool:
    """Whether rows may be there of which none passes: the sum is then nought, not unknown."""
    return metric.aggregate is Aggregate.SUM and metric.filter is not None


def count_name(metric: Metric) -> str:
    """How many rows pass its filter."""
    return f"{value_name(metric.id)}_counted"


def _spine(name: str) -> exp.Column:
    return exp.column(name, table="spine")


def _positions(count: int) -> list[exp.Expr]:
    return [exp.Literal.number(index + 1) for index in range(count)]
