"""The figures of an answer, written from the stitched parts that they are made of."""

from typing import Final

from sqlglot import exp

from vigie.kit.formats import Unit
from vigie.metrics.language.additivity import SUMMED
from vigie.metrics.language.definition import Catalog, Metric, MetricType
from vigie.metrics.language.expression import substituted
from vigie.metrics.planning.plan import Output, Plan, Scan, ScanKind
from vigie.metrics.question.shows import Showing
from vigie.metrics.rows.frame import day, parameter
from vigie.metrics.rows.naming import FIGURES, ROWS, stitched_name, value_name
from vigie.metrics.statements.placing import partition, ranked

Whole = tuple[tuple[str, ...], list[exp.Expr]]  # the words that are kept, and their columns
_EXACT: Final = (Unit.CURRENCY, Unit.QUANTITY, Unit.COUNT)


class Figures:
    """Figures written from the stitched parts."""

    def __init__(self, plan: Plan, catalog: Catalog, fiscal_start: int) -> None:
        self._plan = plan
        self._fiscal_start = fiscal_start
        self._catalog = catalog
        self._windows = {(one.window, one.of): one.slot for one in plan.windows}
        self._scans = {scan.name: scan for scan in plan.scans}
        self._reads = {read.metric: read for read in plan.reads}
        self._goals = {(metric, slot): scan for metric, slot, scan in plan.goals}
        self._grain = plan.grain
        self.parts: dict[str, exp.Expr] = {}  # what the figures are written from
        self.levels = {
            level.within: (level.plan, Figures(level.plan, catalog, fiscal_start))
            for level in plan.levels
            if level.plan
        }

    def output(self, output: Output) -> exp.Expr:
        now = self._shown(output, output.actual)
        match output.measure:
            case "value":
                return self._shown(output, output.slot)
            case "difference":
                return exp.Sub(this=now, expression=exp.paren(self._shown(output, output.slot)))
            case "relative_change":
                base = self._shown(output, output.slot)
                change = exp.Sub(this=now, expression=exp.paren(base))
                return _divided(change, exp.Abs(this=base.copy()))
            case "base_rows":
                return self._base_rows(output.metric, output.slot)

    def _shown(self, output: Output, slot: int) -> exp.Expr:
        """The figure, or what is shown of it."""
        value = self.value(output.metric, slot)
        show = output.show
        if show is None or show.kind is Showing.WINDOW:
            return value
        if show.kind is Showing.MEAN and show.window:
            return self._mean(output.metric, value, slot, show.window.count)
        rows = partition(show.within, self._plan, self._table, self._fiscal_start)
        if show.kind is Showing.RANK:
            return ranked(value, rows)
        whole = self._worked_out(output.metric, slot, (show.within, rows))
        return _divided(self._worked_out(output.metric, slot), whole)

    def _mean(self, name: str, total: exp.Expr, slot: int, count: int) -> exp.Expr:
        """A sum over periods by their number; unknown before there are so many."""
        mean = exp.Div(this=exp.paren(total), expression=exp.Literal.number(count))
        first = day(f"whole_{name}_{slot}")
        reached = exp.column("label", table=self._table) >= first
        known = exp.Case().when(reached, mean, copy=False)
        is_exact = self._catalog.metrics[name].unit in _EXACT
        return exp.cast(known, "DECIMAL(38, 4)") if is_exact else known

    def value(self, name: str, slot: int) -> exp.Expr:
        """The figure of `name` in `slot`; money that was divided is rounded once, here."""
        found = self._worked_out(name, slot)
        metric = self._catalog.metrics[name]
        is_read = name in self._reads or (name, slot) in self._goals
        if is_read or metric.unit is not Unit.CURRENCY or metric.type is MetricType.GOAL:
            return found
        return exp.cast(found, "DECIMAL(38, 4)")

    def _worked_out(self, name: str, slot: int, whole: Whole | None = None) -> exp.Expr:
        """The figure, always recomputed from what the scans hold, unrounded.

        With `whole`, that of all the rows of the answer that stand together in it.
        """
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
            return self._together(metric, slot, whole) if whole else self._read(metric, slot)
        if metric.type is MetricType.GOAL:
            return exp.null()
        if metric.window:
            of = self._windows[metric.window, slot]
            return self._worked_out(metric.input or "", of, whole)
        if metric.type is MetricType.RATIO:
            return _divided(
                self._worked_out(metric.numerator or "", slot, whole),
                self._worked_out(metric.denominator or "", slot, whole),
            )
        parts = {part: self._worked_out(part, slot, whole) for part in self._catalog.parts(name)}
        return _safe(substituted(metric.expression or exp.null(), parts))

    def _together(self, metric: Metric, slot: int, whole: Whole) -> exp.Expr:
        """The figure of a whole: the sum of those shown, or its own where they do not add up."""
        within, rows = whole
        if metric.aggregate in SUMMED:
            return exp.Window(this=exp.Sum(this=self._read(metric, slot)), partition_by=rows)
        return self.levels[within][1]._worked_out(metric.id, slot)

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
        known = self._is_known(scan, slot)
        if scan.kind is ScanKind.MATCHED:
            # Members of the earlier days say nothing of a period without data.
            paired = exp.func("COALESCE", value, exp.Literal.number(0))
            told = exp.Case().when(known, paired, copy=False)
            return self._part(f"{metric.id}_{slot}", told)
        none = exp.and_(rows.is_(exp.null()), known)
        filled = exp.Case().when(none, exp.Literal.number(0), copy=False).else_(value, copy=False)
        return self._part(f"{metric.id}_{slot}", filled)

    def _part(self, name: str, written: exp.Expr) -> exp.Expr:
        self.parts[name] = written
        return exp.column(name, table=self._table, quoted=True)

    @property
    def _table(self) -> str:
        return f"{self._plan.name}{FIGURES}"

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
        for name in self._reads[leaf].scans if leaf in self._reads else ():
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
