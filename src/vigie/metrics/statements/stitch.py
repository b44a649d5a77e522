"""From scans to an answer: stitched on their keys, recomputed from parts, compared, named, sorted.

Stitching is UNION ALL then GROUP BY, which is a FULL OUTER JOIN on all keys, null ones included: no
group of any scan is lost.
"""

from collections import Counter
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset
from vigie.metrics.planning.goals import goals_of
from vigie.metrics.planning.plan import Order, Plan, Scan, ScanKind
from vigie.metrics.planning.spine import COLUMNS, has_spine
from vigie.metrics.rows.frame import CORE, parameter, told, undeleted
from vigie.metrics.rows.guarding import guarded
from vigie.metrics.rows.naming import FIGURES, ROWS, key_name, stitched_name, value_name
from vigie.metrics.statements.figures import Figures
from vigie.metrics.statements.placing import joined
from vigie.metrics.statements.scans import read_from, render_scan


def render(plan: Plan, catalog: Catalog, fiscal_start: int) -> exp.Select:
    """The whole statement of a plan."""
    traits = _traits(plan, catalog)
    catalog = replace(catalog, datasets={**catalog.datasets, **traits}) if traits else catalog
    values = Figures(plan, catalog, fiscal_start)
    query = _answer(plan, values)
    if has_spine(plan):
        query = query.with_("spine", as_=_spine(), copy=False)
    for name, trait in traits.items():
        query = query.with_(name, as_=told(trait), materialized=True, copy=False)
    shared = _shared(plan, catalog)
    for name, dataset in shared.items():
        rows = undeleted(dataset.query or exp.null())
        query = query.with_(name, as_=rows, materialized=True, copy=False)
    for one, written in ((plan, values), *values.levels.values()):
        for scan in one.scans:
            of = shared.get(scan.dataset) if _reads_rows(scan) else None
            of = of or _dataset(scan, catalog)
            rows = render_scan(scan, of, catalog, fiscal_start)
            query = query.with_(scan.name, as_=rows, copy=False)
        query = query.with_(f"{one.name}gathered", as_=_gathered(one), copy=False)
        query = query.with_(f"{one.name}stitched", as_=_stitched(one), copy=False)
        query = query.with_(f"{one.name}{FIGURES}", as_=_figures(one, written), copy=False)
    return query


def _dataset(scan: Scan, catalog: Catalog) -> Dataset:
    if scan.goal:
        return goals_of(scan.goal.scope, catalog)
    return read_from(scan, catalog)


def _traits(plan: Plan, catalog: Catalog) -> dict[str, Dataset]:
    """What is told of rows, for all scans at once."""
    rights = {
        name: scan.rights for scan in _scans(plan) if not scan.found for name in sorted(scan.traits)
    }
    return {
        name: replace(guarded(catalog.traits[name], known, catalog), is_shared=True)
        for name, known in rights.items()
    }


def _scans(plan: Plan) -> list[Scan]:
    plans = (plan, *(level.plan for level in plan.levels if level.plan))
    return [scan for one in plans for scan in one.scans]


def _shared(plan: Plan, catalog: Catalog) -> dict[str, Dataset]:
    """The declared queries that several scans read: computed once."""
    scans = _scans(plan)
    reading = {scan.dataset: scan for scan in scans if _reads_rows(scan) and not scan.staged}
    counts = Counter(scan.dataset for scan in scans if _reads_rows(scan) and not scan.staged)
    return {
        name: replace(guarded(catalog.datasets[name], scan.rights, catalog), is_shared=True)
        for name, scan in reading.items()
        if counts[name] > 1 and catalog.datasets[name].query is not None
    }


def _reads_rows(scan: Scan) -> bool:
    return not (scan.goal or scan.rollup or scan.found)


def scan_values(scan: Scan) -> list[str]:
    """The value columns of a scan."""
    if scan.kind is ScanKind.SHARE:
        return [f"{value_name(scan.metrics[0])}_{part}" for part in ("top", "whole")]
    return [value_name(metric) for metric in scan.metrics]


def _spine() -> exp.Select:
    """Every period shown, for each slot: a row each, from parallel lists of parameters."""
    lists = [
        exp.alias_(exp.Explode(this=_list(name)), name, quoted=True, copy=False) for name in COLUMNS
    ]
    return exp.select(*lists)


def _list(name: str) -> exp.Expr:
    kind = "INT[]" if name in ("slot", "days") else "DATE[]"
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
    is_bucket = scan.kind in (ScanKind.FLOW, ScanKind.SHARE) and not scan.windowed
    labelled = plan.grain and is_bucket
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
        return exp.select(*values).from_(exp.to_table(f"{plan.name}gathered"))
    gathered = exp.to_table(f"{plan.name}gathered")
    return exp.select(*keys, *values).from_(gathered).group_by(*keys, copy=False)


def _answer(plan: Plan, values: Figures) -> exp.Select:
    """The asked columns in their order, then the key of each dimension, then what is hidden."""
    named = {word: index for index, (word, _) in enumerate(plan.dimensions)}
    heads = [
        exp.alias_(
            _member_name(plan, named[word])
            if word in named
            else exp.column("label", table=FIGURES),
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
    for level, _ in values.levels.values():
        query = joined(query, plan, level)
    for index, (_, dimension) in enumerate(plan.dimensions):
        if dimension.name != dimension.key:
            member = f"member_{index}"
            table = exp.table_(dimension.table, db=CORE, alias=member)
            same = exp.column(key_name(index), table=FIGURES).eq(
                exp.column(dimension.key, table=member, quoted=True)
            )
            query = query.join(table, on=same, join_type="LEFT", copy=False)
    if plan.order:
        query = query.order_by(*(_ordered(order, plan) for order in plan.order), copy=False)
    return query.limit(parameter("limit"), copy=False) if plan.limited else query


def _figures(plan: Plan, values: Figures) -> exp.Select:
    """Each part of the answer in each slot, nought told apart from unknown."""
    keys = [exp.column(key_name(i)) for i in range(len(plan.dimensions))]
    label = [exp.column("label")] if plan.grain else []
    parts = [exp.alias_(part, name, quoted=True, copy=False) for name, part in values.parts.items()]
    stitched = exp.to_table(f"{plan.name}stitched")
    return exp.select(*label, *keys, *parts, copy=False).from_(stitched)


def _member_name(plan: Plan, index: int) -> exp.Expr:
    dimension = plan.dimensions[index][1]
    key = exp.column(key_name(index), table=FIGURES)
    if dimension.name == dimension.key:
        return key
    name = exp.column(dimension.name, table=f"member_{index}", quoted=True)
    return exp.func("COALESCE", name, key)


def _ordered(order: Order, plan: Plan) -> exp.Expr:
    column: exp.Expr = exp.column(order.column, quoted=True)
    if order.keys:
        column = _place(order, plan)
    return exp.Ordered(this=column, desc=order.descending, nulls_first=False)


def _place(order: Order, plan: Plan) -> exp.Expr:
    """The place of a band among the others; after them one that nobody declared."""
    words = [f"{word}.key" for word, _ in plan.dimensions]
    key = exp.column(key_name(words.index(order.column)), table=FIGURES)
    found = exp.Case().when(key.is_(exp.null()), exp.null())
    for place, band in enumerate(order.keys):
        found = found.when(key.eq(exp.Literal.string(band)), exp.Literal.number(place))
    return found.else_(exp.Literal.number(len(order.keys)))
