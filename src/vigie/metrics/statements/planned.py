"""The scan of targets: each one's part that falls to a period shown, as the parameters list it."""

from collections.abc import Iterator

from sqlglot import exp

from vigie.metrics.planning.plan import Goal, Scan
from vigie.metrics.rows.frame import Frame, parameter
from vigie.metrics.rows.naming import ROWS, key_name, value_name

_LISTED = "listed"
_COLUMNS = {
    "label": "DATE[]",
    "first": "DATE[]",
    "last": "DATE[]",
    "before": "VARCHAR[]",
    "until": "VARCHAR[]",
    "scope": "VARCHAR[]",
    "member": "VARCHAR[]",
}


def planned(scan: Scan, frame: Frame) -> exp.Select:
    """Targets of the periods listed, summed; one that is no sum stands alone or not at all."""
    goal = scan.goal
    assert goal is not None  # noqa: S101
    keys = [exp.alias_(frame.key(field), key_name(i)) for i, field in enumerate(scan.fields)]
    if goal.by_member:
        nobody = exp.Nullif(this=_of("member"), expression=exp.Literal.string(""))
        keys = [exp.alias_(nobody, key_name(0))]
    slot = exp.Literal.number(scan.bounds[0].slot)
    head = [slot.as_("slot"), _of("label"), *keys]
    value = frame.column((), "target_value")
    total = exp.Sum(this=_part(value)) if goal.additive else _only(value, frame)
    rows = exp.alias_(exp.Literal.number(1), ROWS)
    query = frame.select(
        [*head, exp.alias_(total, value_name(scan.metrics[0]), quoted=True), rows],
        [*frame.base(), *_chosen(scan, frame), *(frame.test(t, scan.time) for t in scan.tests)],
    )
    listed = _listed(scan.name, goal).subquery(_LISTED, copy=False)
    return query.join(listed, on=exp.and_(*_same(goal, frame)), copy=False).group_by(
        *(exp.Literal.number(index + 1) for index in range(len(head))), copy=False
    )


def _chosen(scan: Scan, frame: Frame) -> Iterator[exp.Expr]:
    for name in ("kpi_code", "target_kind", "scope_type"):
        yield frame.column((), name).eq(parameter(f"{scan.name}_{name}"))


def _same(goal: Goal, frame: Frame) -> Iterator[exp.Expr]:
    """Which listed rows speak of a target."""
    yield frame.column((), "period_start").eq(_of("first"))
    yield frame.column((), "period_end").eq(_of("last"))
    if goal.scoped:
        yield frame.column((), "scope_id").eq(_of("scope"))


def _listed(name: str, goal: Goal) -> exp.Select:
    """A row for each label and period of targets, from parallel lists of parameters."""
    absent = {"scope": not goal.scoped, "member": not goal.by_member}
    lists = [
        exp.Explode(this=exp.cast(parameter(f"{name}_{column}"), kind)).as_(column)
        for column, kind in _COLUMNS.items()
        if not absent.get(column)
    ]
    return exp.select(*lists)


def _part(value: exp.Expr) -> exp.Expr:
    """What is reached until the end of the days shown, less what was before them."""
    return exp.Sub(this=_reached(value, "until"), expression=_reached(value, "before"))


def _reached(value: exp.Expr, column: str) -> exp.Expr:
    """A part of a target to the cent; all of it as it is."""
    fraction = exp.cast(_of(column), "DECIMAL(19, 18)")
    cents = _decimal(exp.Mul(this=value.copy(), expression=fraction), 2)
    return (
        exp.Case()
        .when(fraction.copy().eq(exp.Literal.number(1)), _decimal(value.copy(), 6))
        .else_(_decimal(cents, 6))
    )


def _decimal(value: exp.Expr, digits: int) -> exp.Expr:
    # exp.cast leaves a decimal of other digits as it is.
    return exp.Cast(this=value, to=exp.DataType.build(f"DECIMAL(38, {digits})"))


def _only(value: exp.Expr, frame: Frame) -> exp.Expr:
    """The value of a single target; several that cannot be summed are no answer."""
    members = exp.Count(this=exp.Distinct(expressions=[frame.column((), "scope_id")]))
    return exp.Case().when(members.eq(exp.Literal.number(1)), exp.Max(this=value))


def _of(column: str) -> exp.Expr:
    return exp.column(column, table=_LISTED, quoted=True)
