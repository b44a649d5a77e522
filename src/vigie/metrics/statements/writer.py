"""Writes the scan of one dataset, piece by piece: its rows, its heads, its values."""

from collections.abc import Sequence

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset, Metric
from vigie.metrics.planning.plan import Bounds, Scan, ScanKind
from vigie.metrics.planning.spine import FIRST_DAY
from vigie.metrics.rollups.frame import RollupFrame
from vigie.metrics.rollups.parts import counted, kept_sums, summed
from vigie.metrics.rows.aggregates import aggregated, filtered
from vigie.metrics.rows.frame import FACT, Frame, bucket, day
from vigie.metrics.rows.guarding import guarded, guarding
from vigie.metrics.rows.naming import ROWS, key_name, value_name
from vigie.metrics.rows.windowed import heads, mean_heads, means, partial_sums, step, sums
from vigie.metrics.rows.windowed import within as listed_days
from vigie.metrics.statements.credited import credited
from vigie.metrics.statements.firsts import firsts


class ScanWriter:
    """Writes one scan, piece by piece."""

    def __init__(self, scan: Scan, dataset: Dataset, catalog: Catalog, fiscal_start: int) -> None:
        self.scan = scan
        rollup = catalog.rollups[scan.rollup] if scan.rollup else None
        dataset, catalog = guarded(dataset, scan.rights, catalog), guarding(catalog, scan.rights)
        self.frame = RollupFrame(rollup, catalog) if rollup else Frame(dataset, catalog)
        self.metrics = [catalog.metrics[name] for name in scan.metrics if name in catalog.metrics]
        self.catalog = catalog
        self.dataset = dataset
        self.fiscal_start = fiscal_start

    def flow(self) -> exp.Select:
        if self.scan.step:
            return self._stepped()
        heads = self._heads()
        values = [exp.alias_(self.total(m), value_name(m.id), quoted=True) for m in self.metrics]
        found = self.rows([*heads, *values, self.count()])
        found = found.group_by(*_positions(len(heads)), copy=False)
        return means(self.scan, self.metrics, found) if self.scan.mean else found

    def _stepped(self) -> exp.Select:
        """Summed by day or month first: few rows meet the days of windows that overlap."""
        heads = [step(self.scan, self.frame), *self.keys()]
        by_rollup = self.scan.rollup is not None
        values = kept_sums(self.metrics) if by_rollup else partial_sums(self.metrics, self.frame)
        moved = self.rows([*heads, *values]).group_by(*_positions(len(heads)), copy=False)
        return sums(self.scan, self.metrics, moved)

    def share(self) -> exp.Select:
        metric = self.metrics[0]
        whole = self.catalog.metrics[metric.whole or ""]
        heads = [*self._heads(), self.frame.dotted(metric.entity or "").as_("entity")]
        amount = exp.alias_(self.total(whole), "amount")
        members = self.rows([*heads, amount, self.count()]).group_by(
            *_positions(len(heads)), copy=False
        )
        groups = [exp.column(head.alias, quoted=True) for head in heads[:-1]]
        known = exp.column("entity").is_(exp.null())
        place = exp.Window(
            this=exp.RowNumber(),
            partition_by=groups,
            order=exp.Order(
                expressions=[_ordered(known), _ordered(exp.column("amount"), descending=True)]
            ),
        )
        ranked = exp.select("*", place.as_("place")).from_(members.subquery("member", copy=False))
        largest = exp.and_(
            exp.column("place") <= exp.Literal.number(metric.top), exp.not_(known.copy())
        )
        amounts = exp.column("amount")
        top = filtered(exp.Sum(this=amounts), largest)
        name = value_name(metric.id)
        return (
            exp.select(
                *groups,
                exp.alias_(exp.func("COALESCE", top, _number(0)), f"{name}_top", quoted=True),
                exp.alias_(exp.Sum(this=amounts.copy()), f"{name}_whole", quoted=True),
                exp.alias_(exp.Sum(this=exp.column(ROWS)), ROWS),
            )
            .from_(ranked.subquery("ranked", copy=False))
            .group_by(*_positions(len(groups)), copy=False)
        )

    def balance(self) -> exp.Select:
        """Movements are summed by period first, then run up to each day that is shown."""
        heads = self._heads()
        values = [exp.alias_(self.total(m), value_name(m.id)) for m in self.metrics]
        moved = self.rows([*heads, *values, self.count()]).group_by(
            *_positions(len(heads)), copy=False
        )
        if self.scan.grain is None:
            return self._still_open(moved, [value.this for value in values])
        slot = exp.Literal.number(self.scan.bounds[0].slot)
        keys = [exp.column(key_name(i), table="moved") for i in range(len(self.scan.fields))]
        sums = [exp.Sum(this=exp.column(value_name(m.id), table="moved")) for m in self.metrics]
        named = [
            exp.alias_(total, value_name(m.id)) for m, total in zip(self.metrics, sums, strict=True)
        ]
        count = exp.alias_(exp.Sum(this=exp.column(ROWS, table="moved")), ROWS)
        head = [slot.copy().as_("slot"), exp.column("label", table="spine"), *keys]
        run = (
            exp.select(*head, *named, count)
            .from_(moved.subquery("moved", copy=False))
            .join(exp.to_table("spine"), on=exp.and_(*self._reached(slot)), copy=False)
            .group_by(*_positions(len(head)), copy=False)
        )
        return self._still_open(run, sums)

    def _reached(self, slot: exp.Expr) -> list[exp.Expr]:
        """Which movements count on the day of a label."""
        moved, day_shown = exp.column("bucket", table="moved"), exp.column("day", table="spine")
        of_slot = exp.column("slot", table="spine").eq(slot)
        if self.scan.at_start:
            return [of_slot, moved < exp.column("start", table="spine")]
        earliest = exp.cast(exp.Literal.string(FIRST_DAY.isoformat()), "DATE")
        last = exp.column("bucket", table="spine") > earliest
        begun = exp.column("start", table="spine") < day(self.scan.bounds[0].after)
        return [of_slot, last, begun, moved <= day_shown]

    def _still_open(self, query: exp.Select, sums: Sequence[exp.Expr]) -> exp.Select:
        """Members whose movements cancel out are not in the balance."""
        if not self.scan.fields:
            return query
        left = [exp.func("COALESCE", total.copy(), _number(0)).neq(_number(0)) for total in sums]
        return query.having(exp.or_(*left), copy=False)

    def total(self, metric: Metric) -> exp.Expr:
        return summed(metric) if self.scan.rollup else aggregated(metric, self.frame)

    def count(self) -> exp.Expr:
        return exp.alias_(counted(ROWS) if self.scan.rollup else exp.Count(this=exp.Star()), ROWS)

    def keys(self) -> list[exp.Expr]:
        return [
            exp.alias_(self.frame.key(field), key_name(i))
            for i, field in enumerate(self.scan.fields)
        ]

    def _heads(self) -> list[exp.Expr]:
        if self.scan.windowed:
            return [*(mean_heads() if self.scan.mean else heads()), *self.keys()]
        return [self._slot().as_("slot"), self._bucket().as_("bucket"), *self.keys()]

    def _slot(self) -> exp.Expr:
        """Which range of days a row belongs to; the ranges of one scan do not overlap."""
        *others, last = self.scan.bounds
        chosen: exp.Expr = exp.Literal.number(last.slot)
        for bounds in others:
            within = exp.and_(*self.within(bounds))
            chosen = exp.Case().when(within, exp.Literal.number(bounds.slot)).else_(chosen)
        return chosen

    def _bucket(self) -> exp.Expr:
        if self.scan.grain is None:
            return exp.cast(exp.null(), "DATE")
        date = self.frame.date(self.scan.time or "")
        if self.scan.at_start or self.scan.step:
            return date
        return bucket(date, self.scan.grain, self.fiscal_start)

    def rows(self, columns: list[exp.Expr], where: Sequence[exp.Expr] = ()) -> exp.Select:
        """The rows that the scan reads, further narrowed by `where`."""
        if not self.scan.windowed or self.scan.step:
            return self.rows_unlisted(columns, where)
        listed = listed_days(self.scan, self.frame.date(self.scan.time or ""))
        return self.rows_unlisted(columns, where).join(exp.to_table("spine"), on=listed, copy=False)

    def rows_unlisted(self, columns: list[exp.Expr], where: Sequence[exp.Expr] = ()) -> exp.Select:
        """The same, whatever days the spine lists."""
        narrowed = [*where, *self._tests(), *self._days()]
        if self.scan.credit:
            narrowed.append(credited(self.scan, self.dataset, self.catalog, self.frame))
        if self.scan.first_by is None:
            return self.frame.select(columns, [*self.frame.base(), *narrowed])
        query = self.frame.select(columns, narrowed)
        read = {one.name for one in query.find_all(exp.Column) if one.table == FACT}
        source = firsts(self.scan, self.dataset, self.catalog, read, self._days())
        return query.from_(source, copy=False)

    def _tests(self) -> list[exp.Expr]:
        return [self.frame.test(test, self.scan.time) for test in self.scan.tests]

    def _days(self) -> list[exp.Expr]:
        read = self.scan.runs or (*self.scan.bounds, *self.scan.looked_up)
        ranges = [exp.and_(*days) for bounds in read if (days := self.within(bounds))]
        return [exp.or_(*ranges)] if len(ranges) == len(read) else []

    def within(self, bounds: Bounds) -> list[exp.Expr]:
        """The conditions for a row to be in the days of a slot."""
        if not bounds.is_bounded:
            return []
        date = self.frame.dotted(self.scan.time or "")
        found: list[exp.Expr] = [date < day(bounds.after)]
        if self.scan.kind is not ScanKind.BALANCE:
            found.insert(0, date.copy() >= day(bounds.start))
        return found


def _positions(count: int) -> list[exp.Expr]:
    return [_number(index + 1) for index in range(count)]


def _ordered(what: exp.Expr, *, descending: bool = False) -> exp.Expr:
    return exp.Ordered(this=what, desc=descending, nulls_first=False)


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)
