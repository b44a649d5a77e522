"""Events to which one of another kind is credited: the latest of its entity, within a window."""

from collections.abc import Sequence

from sqlglot import exp

from vigie.kit.periods import MONTHS, Grain
from vigie.metrics.language.definition import Catalog, Dataset, Metric
from vigie.metrics.planning.plan import Scan
from vigie.metrics.question.field import Test
from vigie.metrics.rows.frame import Frame
from vigie.metrics.rows.guarding import guarded

_TURN = "turn"


def credited(scan: Scan, dataset: Dataset, catalog: Catalog, frame: Frame) -> exp.Expr:
    """Whether a row of `frame` is an event that converted."""
    metric = catalog.metrics[scan.metrics[0]]
    conversion, credit = metric.conversion, scan.credit
    assert conversion is not None and credit is not None  # noqa: S101, PT018
    rights = [test for test in scan.tests if test.is_policy]
    bases = [conversion.entity, *(base for base, _ in conversion.constant)]
    made = [conversion.entity, *(made for _, made in conversion.constant)]
    other = guarded(catalog.datasets[credit.dataset], credit.rights, catalog)
    converting = catalog.metrics[credit.metric]
    events = _events(Frame(dataset, catalog), metric, scan.time or "", rights, bases)
    conversions = _events(Frame(other, catalog), converting, credit.time, credit.tests, made)
    keys = [_column("base", f"key_{i}") for i in range(len(dataset.primary_key))]
    turn = exp.Window(
        this=exp.RowNumber(),
        partition_by=[_column("made", f"key_{i}") for i in range(len(other.primary_key))],
        order=exp.Order(expressions=[_latest(one) for one in (_column("base", "day"), *keys)]),
    )
    same = [
        _column("base", f"common_{i}").eq(_column("made", f"common_{i}")) for i in range(len(bases))
    ]
    pairs = (
        exp.select(*keys, turn.as_(_TURN))
        .from_(events.subquery("base", copy=False))
        .join(conversions.subquery("made", copy=False), on=exp.and_(*same), copy=False)
        .where(_within(conversion.window), copy=False)
    )
    chosen = [exp.column(key.name, table="credit", quoted=True) for key in keys]
    latest = (
        exp.select(*chosen)
        .from_(pairs.subquery("credit", copy=False))
        .where(exp.column(_TURN, table="credit").eq(exp.Literal.number(1)), copy=False)
    )
    own: list[exp.Expr] = [frame.dotted(key) for key in dataset.primary_key]
    what = own[0] if len(own) == 1 else exp.Tuple(expressions=own)
    return exp.In(this=what, query=latest.subquery(copy=False))


def _events(
    frame: Frame, metric: Metric, time: str, tests: Sequence[Test], common: Sequence[str]
) -> exp.Select:
    columns: list[exp.Expr] = [
        exp.alias_(frame.dotted(key), f"key_{i}", quoted=True)
        for i, key in enumerate(frame.dataset.primary_key)
    ]
    columns += [
        exp.alias_(frame.dotted(path), f"common_{i}", quoted=True) for i, path in enumerate(common)
    ]
    columns.append(exp.alias_(frame.date(time), "day", quoted=True))
    where = [*frame.base(), *(frame.test(test, time) for test in tests)]
    if metric.filter is not None:
        where.append(frame.expression(metric.filter))
    return frame.select(columns, where)


def _within(window: tuple[int, Grain] | None) -> exp.Expr:
    """A conversion of which nobody wrote the day down counts where there is no window."""
    base, made = _column("base", "day"), _column("made", "day")
    if window is None:
        return exp.paren(exp.or_(made.is_(exp.null()), base <= made.copy()))
    return exp.and_(base <= made, base.copy() > _before(made.copy(), *window))


def _before(day: exp.Expr, count: int, grain: Grain) -> exp.Expr:
    if grain.civil in (Grain.DAY, Grain.WEEK):
        days = count * (7 if grain.civil is Grain.WEEK else 1)
        return exp.Sub(this=day, expression=exp.Literal.number(days))
    months = exp.Literal.string(str(count * MONTHS[grain.civil]))
    length = exp.Interval(this=months, unit=exp.var("MONTH"))
    return exp.cast(exp.Sub(this=day, expression=length), "DATE")


def _column(table: str, name: str) -> exp.Column:
    return exp.column(name, table=table, quoted=True)


def _latest(column: exp.Expr) -> exp.Expr:
    return exp.Ordered(this=column.copy(), desc=True, nulls_first=False)
