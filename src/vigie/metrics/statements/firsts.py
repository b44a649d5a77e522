"""The first row ever of each member, found before any filter but the reader's rights."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset
from vigie.metrics.planning.plan import Scan
from vigie.metrics.rows.frame import FACT, Frame

_BEGUN: Final = "begun"  # the first day of each member
_MEMBER: Final = "member"
_FIRST: Final = "first_on"


def firsts(
    scan: Scan,
    dataset: Dataset,
    catalog: Catalog,
    read: Collection[str],
    days: Sequence[exp.Expr],
) -> exp.Expr:
    """The rows, in the place of the dataset's own; `read` names the columns that are wanted.

    Whoever wants no more than the member and the day needs no row: the earliest day tells both.
    Otherwise rows are numbered, but only those of a first day: few are to be put in order.
    """
    earliest = _earliest(scan, dataset, catalog)
    if set(read) <= {scan.first_by, scan.time}:
        named = ((_MEMBER, scan.first_by), (_FIRST, scan.time))
        columns = [exp.column(name).as_(own or "", quoted=True) for name, own in named]
        rows = exp.select(*columns).from_(earliest.subquery(_BEGUN, copy=False))
    else:
        rows = _numbered(scan, Frame(dataset, catalog), earliest, days)
    return exp.Subquery(this=rows, alias=exp.to_identifier(FACT))


def _earliest(scan: Scan, dataset: Dataset, catalog: Catalog) -> exp.Select:
    """The first day of each member."""
    frame = Frame(dataset, catalog)
    first = exp.Min(this=frame.dotted(scan.time or ""))
    columns = [frame.dotted(scan.first_by or "").as_(_MEMBER), first.as_(_FIRST)]
    return frame.select(columns, _where(scan, frame)).group_by(exp.Literal.number(1), copy=False)


def _numbered(
    scan: Scan, frame: Frame, earliest: exp.Select, days: Sequence[exp.Expr]
) -> exp.Select:
    """Of the rows on the first day of their member, the first by the key of the dataset."""
    member, date = frame.dotted(scan.first_by or ""), frame.dotted(scan.time or "")
    first = exp.column(_FIRST, table=_BEGUN)
    # Outside any days, whoever never had a date has begun as well.
    that_day = date.eq(first) if days else exp.NullSafeEQ(this=date, expression=first)
    same = exp.and_(member.eq(exp.column(_MEMBER, table=_BEGUN)), that_day)
    key = [frame.dotted(name) for name in frame.dataset.primary_key]
    order = exp.Order(expressions=[exp.Ordered(this=one, nulls_first=False) for one in key])
    number = exp.Window(this=exp.RowNumber(), partition_by=[member.copy()], order=order)
    star = exp.Column(this=exp.Star(), table=exp.to_identifier(FACT))
    rows = frame.select([star], [*_where(scan, frame), *(day.copy() for day in days)])
    begun = earliest.subquery(_BEGUN, copy=False)
    rows = rows.join(begun, on=same, copy=False)
    rows.set("qualify", exp.Qualify(this=number.eq(exp.Literal.number(1))))
    return rows


def _where(scan: Scan, frame: Frame) -> list[exp.Expr]:
    """Which rows count: those that stand, have a member and may be seen."""
    member = frame.dotted(scan.first_by or "")
    rights = [frame.test(test, scan.time) for test in scan.tests if test.is_policy]
    return [*frame.base(), exp.not_(member.is_(exp.null())), *rights]
