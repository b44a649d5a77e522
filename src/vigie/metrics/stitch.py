"""From scans to an answer: stitched on their keys, recomputed from parts, compared, named, sorted.

Stitching is UNION ALL then GROUP BY, which is a FULL OUTER JOIN on all keys, null ones included: no
group of any scan is lost.
"""

from collections import Counter
from dataclasses import replace

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.metrics.definition import Catalog, Dataset, Metric, MetricType
from vigie.metrics.expression import substituted
from vigie.metrics.frame import CORE, day, parameter, undeleted
from vigie.metrics.goals import goals_of
from vigie.metrics.plan import Order, Output, Plan, Scan, ScanKind
from vigie.metrics.scans import ROWS, key_name, render_scan, value_name

FIGURES = "figures"
SPINE_COLUMNS = ("slot", "label", "bucket", "start", "day")


def render(plan: Plan, catalog: Catalog, fiscal_start: int) -> exp.Select:
    """The whole statement of a plan."""
    values = _Values(plan, catalog)
    query = _answer(plan, values)
    if has_spine(plan):
        query = query.with_("spine", as_=_spine(), copy=False)
    shared = _shared(plan, catalog)
    for name, dataset in shared.items():
        rows = undeleted(dataset.query or exp.null())
        query = query.with_(name, as_=rows, materialized=True, copy=False)
    for scan in plan.scans:
        of = shared.get(scan.dataset) or _dataset(scan, catalog)
        rows = render_scan(scan, of, catalog, fiscal_start)
        query = query.with_(scan.name, as_=rows, copy=False)
    query = query.with_("gathered", as_=_gathered(plan), copy=False)
    query = query.with_("stitched", as_=_stitched(plan), copy=False)
    return query.with_(FIGURES, as_=_figures(plan, values), copy=False)


def _dataset(scan: Scan, catalog: Catalog) -> Dataset:
    return goals_of(scan.goal.scope, catalog) if scan.goal else catalog.datasets[scan.dataset]


def _shared(plan: Plan, catalog: Catalog) -> dict[str, Dataset]:
    """The declared queries that several scans read: computed once."""
    counts = Counter(scan.dataset for scan in plan.scans if scan.goal is None)
    return {
        name: replace(catalog.datasets[name], is_shared=True)
        for name, count in counts.items()
        if count > 1 and catalog.datasets[name].query is not None
    }


def has_spine(plan: Plan) -> bool:
    """Whether the statement needs the list of periods."""
    return plan.grain or any(scan.kind is ScanKind.PLAN for scan in plan.scans)


def scan_values(scan: Scan) -> list[str]:
    """The value columns of a scan."""
    if scan.kind is ScanKind.SHARE:
        return [f"{value_name(scan.metrics[0])}_{part}" for part in ("top", "whole")]
    return [value_name(metric) for metric in scan.metrics]


def stitched_name(scan: Scan, value: str, slot: int) -> str:
    return f"{scan.name}_{value}_{slot}"


def _spine() -> exp.Select:
    """Every period shown, for each slot: a row each, from parallel lists of parameters."""
    lists = [
        exp.alias_(exp.Explode(this=_list(name)), name, quoted=True, copy=False)
        for name in SPINE_COLUMNS
    ]
    return exp.select(*lists)


def _list(name: str) -> exp.Expr:
    kind = "INT[]" if name == "slot" else "DATE[]"
    return exp.cast(parameter(f"spine_{name}"), kind)


def _gathered(plan: Plan) -> exp.Expr:
    """All scans under one another, each with its own value columns."""
    parts = [_part(scan, plan) for scan in plan.scans]
    if plan.grain and not plan.dimensions:
        parts.append(_empty_periods(plan))
    found: exp.Expr = parts[0]
    for part in parts[1:]:
        found = exp.union(found, part, distinct=False, copy=False)
    return found


def _part(scan: Scan, plan: Plan) -> exp.Select:
    here = [exp.column(key_name(i), table=scan.name) for i in range(len(plan.dimensions))]
    slot = exp.column("slot", table=scan.name)
    labelled = plan.grain and scan.kind in (ScanKind.FLOW, ScanKind.SHARE)
    if labelled:
        label: exp.Expr = exp.column("label", table="spine")
    elif scan.kind is ScanKind.PLAN or (plan.grain and scan.kind is ScanKind.BALANCE):
        label = exp.column("label", table=scan.name)
    else:
        label = exp.column("bucket", table=scan.name).as_("label")
    query = exp.select(slot, label, *here, *_all_values(plan, scan)).from_(exp.to_table(scan.name))
    if not labelled:
        return query
    same = exp.and_(
        exp.column("slot", table="spine").eq(exp.column("slot", table=scan.name)),
        exp.column("bucket", table="spine").eq(exp.column("bucket", table=scan.name)),
    )
    return query.join(exp.to_table("spine"), on=same, copy=False)


def _empty_periods(plan: Plan) -> exp.Select:
    return (
        exp.select(exp.column("slot"), exp.column("label"), *_all_values(plan, None))
        .from_(exp.to_table("spine"))
        .where(exp.column("slot").eq(exp.Literal.number(0)))
    )


def _all_values(plan: Plan, of: Scan | None) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    for scan in plan.scans:
        for name in (*scan_values(scan), ROWS):
            value: exp.Expr = (
                exp.column(name, table=scan.name, quoted=True) if scan is of else exp.null()
            )
            found.append(exp.alias_(value, f"{scan.name}_{name}", quoted=True, copy=False))
    return found


def _stitched(plan: Plan) -> exp.Select:
    keys = [exp.column("label"), *(exp.column(key_name(i)) for i in range(len(plan.dimensions)))]
    values: list[exp.Expr] = []
    for scan in plan.scans:
        for bounds in scan.bounds:
            of_slot = exp.Where(this=exp.column("slot").eq(exp.Literal.number(bounds.slot)))
            for name in (*scan_values(scan), ROWS):
                column = exp.column(f"{scan.name}_{name}", quoted=True)
                only = exp.Filter(this=exp.Max(this=column), expression=of_slot.copy())
                shown = stitched_name(scan, name, bounds.slot)
                values.append(exp.alias_(only, shown, quoted=True, copy=False))
    if not plan.grain and not plan.dimensions:
        return exp.select(*values).from_(exp.to_table("gathered"))
    return exp.select(*keys, *values).from_(exp.to_table("gathered")).group_by(*keys, copy=False)


def _answer(plan: Plan, values: "_Values") -> exp.Select:
    """The asked columns in their order, then the key of each dimension, then what is hidden."""
    named = {word: index for index, (word, _) in enumerate(plan.dimensions)}
    heads = [
        exp.alias_(
            exp.column("label", table=FIGURES)
            if word == plan.period
            else _member_name(plan, named[word]),
            word,
            quoted=True,
            copy=False,
        )
        for word in plan.by
    ]
    shown = [
        exp.alias_(values.output(output), output.name, quoted=True, copy=False)
        for output in plan.outputs
    ]
    keys = [
        exp.alias_(exp.column(key_name(i), table=FIGURES), f"{word}.key", quoted=True, copy=False)
        for word, i in named.items()
    ]
    query = exp.select(*heads, *shown, *keys, copy=False).from_(exp.to_table(FIGURES))
    for index, (_, dimension) in enumerate(plan.dimensions):
        if dimension.name != dimension.key:
            member = f"member_{index}"
            table = exp.table_(dimension.table, db=CORE, alias=member)
            same = exp.column(key_name(index), table=FIGURES).eq(
                exp.column(dimension.key, table=member, quoted=True)
            )
            query = query.join(table, on=same, join_type="LEFT", copy=False)
    if plan.order:
        query = query.order_by(*(_ordered(order) for order in plan.order), copy=False)
    return query.limit(parameter("limit"), copy=False) if plan.limited else query


def _figures(plan: Plan, values: "_Values") -> exp.Select:
    """Each part of the answer in each slot, nought told apart from unknown."""
    keys = [exp.column(key_name(i)) for i in range(len(plan.dimensions))]
    label = [exp.column("label")] if plan.grain else []
    parts = [exp.alias_(part, name, quoted=True, copy=False) for name, part in values.parts.items()]
    return exp.select(*label, *keys, *parts, copy=False).from_(exp.to_table("stitched"))


def _member_name(plan: Plan, index: int) -> exp.Expr:
    dimension = plan.dimensions[index][1]
    key = exp.column(key_name(index), table=FIGURES)
    if dimension.name == dimension.key:
        return key
    name = exp.column(dimension.name, table=f"member_{index}", quoted=True)
    return exp.func("COALESCE", name, key)


def _ordered(order: Order) -> exp.Expr:
    column = exp.column(order.column, quoted=True)
    return exp.Ordered(this=column, desc=order.descending, nulls_first=False)


class _Values:
    """Figures written from the stitched parts."""

    def __init__(self, plan: Plan, catalog: Catalog) -> None:
        self._catalog = catalog
        self._scans = {scan.name: scan for scan in plan.scans}
        self._reads = {read.metric: read for read in plan.reads}
        self._goals = {(metric, slot): scan for metric, slot, scan in plan.goals}
        self._grain = plan.grain
        self.parts: dict[str, exp.Expr] = {}  # what the figures are written from

    def output(self, output: Output) -> exp.Expr:
        now = self.value(output.metric, 0)
        match output.measure:
            case "value":
                return self.value(output.metric, output.slot)
            case "difference":
                return exp.Sub(
                    this=now, expression=exp.paren(self.value(output.metric, output.slot))
                )
            case "relative_change":
                base = self.value(output.metric, output.slot)
                change = exp.Sub(this=now, expression=exp.paren(base))
                return _divided(change, exp.Abs(this=base.copy()))
            case "base_rows":
                return self._base_rows(output.metric, output.slot)

    def value(self, name: str, slot: int) -> exp.Expr:
        """The figure of `name` in `slot`, always recomputed from what the scans hold."""
        if (name, slot) in self._goals:
            goal = self._goals[name, slot]
            if not goal:
                return exp.null()
            scan = self._scans[goal]
            return self._part(
                f"{name}_{slot}",
                exp.column(stitched_name(scan, value_name(name), slot), quoted=True),
            )
        metric = self._catalog.metrics[name]
        if name in self._reads:
            return self._read(metric, slot)
        if metric.type is MetricType.RATIO:
            found = _divided(
                self.value(metric.numerator or "", slot), self.value(metric.denominator or "", slot)
            )
        else:
            parts = {part: self.value(part, slot) for part in self._catalog.parts(name)}
            found = _safe(substituted(metric.expression or exp.null(), parts))
        return exp.cast(found, "DECIMAL(38, 4)") if metric.unit is Unit.CURRENCY else found

    def _read(self, metric: Metric, slot: int) -> exp.Expr:
        scan = self._scan_of(metric.id, slot)
        if scan is None:
            return exp.null()
        used = value_name(self._reads[metric.id].used)
        if scan.kind is ScanKind.SHARE:
            top, whole = (
                exp.column(stitched_name(scan, f"{used}_{part}", slot), quoted=True)
                for part in ("top", "whole")
            )
            return self._part(f"{metric.id}_{slot}", _divided(top, whole))
        value = exp.column(stitched_name(scan, used, slot), quoted=True)
        if not metric.is_additive:
            return self._part(f"{metric.id}_{slot}", value)
        rows = exp.column(stitched_name(scan, ROWS, slot), quoted=True)
        none = exp.and_(rows.is_(exp.null()), self._is_known(scan, slot))
        filled = exp.Case().when(none, exp.Literal.number(0), copy=False).else_(value, copy=False)
        return self._part(f"{metric.id}_{slot}", filled)

    def _part(self, name: str, written: exp.Expr) -> exp.Expr:
        self.parts[name] = written
        return exp.column(name, table=FIGURES, quoted=True)

    def _is_known(self, scan: Scan, slot: int) -> exp.Expr:
        """Whether the data of the scan spans the period: then no row means nought."""
        if not self._grain:
            return exp.cast(parameter(f"{scan.name}_known_{slot}"), "BOOLEAN")
        label = exp.column("label")
        return exp.Between(
            this=label,
            low=day(f"{scan.name}_known_from_{slot}"),
            high=day(f"{scan.name}_known_to_{slot}"),
        )

    def _base_rows(self, name: str, slot: int) -> exp.Expr:
        """The rows behind the smallest part of a figure."""
        counts: list[exp.Expr] = []
        for leaf in self._catalog.leaves(name):
            scan = self._scan_of(leaf, slot)
            if scan is not None:
                rows = exp.column(stitched_name(scan, ROWS, slot), quoted=True)
                counts.append(self._part(f"{ROWS}_{scan.name}_{slot}", rows))
        if not counts:
            return exp.null()
        return counts[0] if len(counts) == 1 else exp.func("LEAST", *counts)

    def _scan_of(self, leaf: str, slot: int) -> Scan | None:
        for name in self._reads[leaf].scans:
            scan = self._scans[name]
            if any(bounds.slot == slot for bounds in scan.bounds):
                return scan
        return None


def _divided(numerator: exp.Expr, denominator: exp.Expr) -> exp.Expr:
    """A ratio: null where there is nothing to divide by."""
    below = exp.Nullif(this=denominator, expression=exp.Literal.number(0))
    return exp.paren(exp.Div(this=exp.paren(numerator), expression=below))


def _safe(tree: exp.Expr) -> exp.Expr:
    """`tree` with every division null where there is nothing to divide by."""

    def guard(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Div) and not isinstance(node.expression, exp.Nullif):
            below = exp.Nullif(this=node.expression, expression=exp.Literal.number(0))
            return exp.Div(this=node.this, expression=below)
        return node

    return exp.paren(tree.transform(guard))
