"""From a question to a plan, the values of its parameters, and what the reader must be told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from vigie.kit.calendar.company import Calendar
from vigie.kit.i18n import Text
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.comparison import align, comparisons
from vigie.metrics.language.definition import Dimension, Metric, MetricType
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.language.windows import Window
from vigie.metrics.planning.aiming import Aiming, Aims
from vigie.metrics.planning.beginnings import Beginnings
from vigie.metrics.planning.levels import Leveller, undivided, window_slots
from vigie.metrics.planning.needs import needs
from vigie.metrics.planning.outputs import ordered, outputs
from vigie.metrics.planning.plan import Bounds, Plan, Scan, ScanKind
from vigie.metrics.planning.scanning import Scanning, scanning
from vigie.metrics.planning.spine import has_spine, spine
from vigie.metrics.question.filters import Filters
from vigie.metrics.question.grains import PERIOD_LABELS, finest
from vigie.metrics.question.partial import Edges, partial
from vigie.metrics.question.query import Query
from vigie.metrics.question.showing import Question, keep_days
from vigie.metrics.question.timeline import Slot, Timeline, asked_span, timeline
from vigie.metrics.question.windowing import earlier_days, runs, windowed
from vigie.metrics.question.words import Words

_NEVER: Final = Period(date.max, date.max)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a planner must know of the data itself."""

    span: Callable[[str, str], Period | None]  # dataset, time → first and last day
    aims: Aims
    rollup: Callable[[Scan], str | None] = lambda _: None  # what it is read from, if not rows


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan, ready to be run."""

    plan: Plan
    parameters: dict[str, Any]
    timeline: Timeline
    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...]
    warnings: tuple[Text, ...]
    calendar: Calendar
    partial: frozenset[date | None] = frozenset()  # the periods that are cut, by their first day


def prepare(
    query: Query,
    policy: RowPolicy | None,
    words: Words,
    facts: Facts,
    calendar: Calendar,
    today: date,
    *,
    total: bool = False,
) -> Prepared:
    """Plans `query`, or its total; raises NotFound, Invalid or Refused with what would be right."""
    planner = Planner(query, policy, words, facts, calendar, query.as_of or today)
    return planner.total() if total else planner.prepared()


class Planner:
    """The words of one question, looked up; then its plan."""

    def __init__(
        self,
        query: Query,
        policy: RowPolicy | None,
        words: Words,
        facts: Facts,
        calendar: Calendar,
        today: date,
    ) -> None:
        self.query = query
        self.words = words
        self.facts = facts
        self.calendar = calendar
        self.today = today
        self.metrics = tuple(words.metric(name) for name in dict.fromkeys(query.metrics))
        self.grains = {w: g for w in dict.fromkeys(query.by) if (g := words.grain(w))}
        self.period = finest(self.grains, calendar)
        self.grain = self.grains[self.period] if self.period else None
        self.asked = [w for w in dict.fromkeys(query.by) if w not in self.grains]
        self.dimensions = tuple(words.dimension(word) for word in self.asked)
        self.filters = Filters(words, calendar)
        for written in query.where:
            self.filters.add(written)
        for written in policy.filters if policy else ():
            self.filters.add(written, is_policy=True)
        self.compared = comparisons(query.compare)
        self.shown = self._question().shown(query.show)
        keep_days(self.filters, self.shown, self.metrics, words.catalog)
        self.needs = needs(self.metrics, self.shown, words.catalog)
        self.warnings: list[Text] = []

    def prepared(self) -> Prepared:
        lines = self.lines()
        read = scanning(self.needs, self.dimensions, self.filters, lines, self.words)
        plan = self._plan(read, lines)
        aiming = self._aiming(lines)
        plan = aiming.planned(plan, self.metrics, self._windows())
        plan = aiming.with_operands(plan, self._operands())
        self.warnings += aiming.warnings
        levels = tuple(Leveller(plan, lines, self.filters, self.words).levels(self.shown))
        order = ordered(self.query, plan, self.metrics)
        plan = replace(plan, levels=tuple(level for level, _ in levels), order=order)
        self.warnings += self._beginnings(lines).warnings(plan)
        held = self._parameters(plan, lines) | aiming.held
        for level, of in levels:
            if level.plan:
                held.update(self._scan_parameters(level.plan, of))
        return self._prepared(plan, lines, held, tuple(self.warnings))

    def total(self) -> Prepared:
        """The same figures over all the rows, computed anew."""
        lines = undivided(self.lines())
        shown = [show for show in self.shown if show.is_window]
        read = needs(self.metrics, shown, self.words.catalog)
        plan = self._plan(scanning(read, (), self.filters, lines, self.words), lines)
        outputs = tuple(o for o in plan.outputs if o.show is None or o.show.is_window)
        plan = replace(plan, dimensions=(), period=None, by=(), outputs=outputs, coarser=())
        aiming = self._aiming(lines)
        plan = aiming.planned(replace(plan, limited=False), self.metrics, self._windows())
        plan = aiming.with_operands(plan, self._operands())
        held = self._parameters(plan, lines) | aiming.held
        return self._prepared(plan, lines, held, ())

    def lines(self) -> Timeline:
        """The days that the question is about."""
        windows = dict.fromkeys(window for _, window in self.needs if window)
        paired = (self.words.catalog.metrics[leaf] for leaf, _ in self.needs)
        windows |= dict.fromkeys(earlier_days(m) for m in paired if m.matching)
        return windowed(self._periods(), windows, self.calendar, self.today)

    def _prepared(
        self, plan: Plan, lines: Timeline, held: dict[str, Any], warnings: tuple[Text, ...]
    ) -> Prepared:
        dimensions = tuple(one for _, one in plan.dimensions)
        plan = self._from_rollups(plan)
        cut = partial(lines, self._edges())
        return Prepared(plan, held, lines, self.metrics, dimensions, warnings, self.calendar, cut)

    def _edges(self) -> Edges:
        metrics = self.words.catalog.metrics
        spans = (self._known(leaf) for leaf, _ in self.needs if metrics[leaf].is_flow)
        return Edges(self.calendar, self.today, tuple(span for span in spans if span))

    def _from_rollups(self, plan: Plan) -> Plan:
        """`plan` with every scan that a rollup answers read from it."""
        levels = (
            replace(level, plan=self._from_rollups(level.plan)) if level.plan else level
            for level in plan.levels
        )
        scans = (replace(scan, rollup=self.facts.rollup(scan)) for scan in plan.scans)
        return replace(plan, scans=tuple(scans), levels=tuple(levels))

    def _question(self) -> Question:
        labels = {word: PERIOD_LABELS[grain] for word, grain in self.grains.items()}
        labels |= {w: one.label for w, one in zip(self.asked, self.dimensions, strict=True)}
        return Question(
            metrics=self.metrics,
            by=labels,
            period=self.period,
            grain=self.grain,
            coarser={w: g for w, g in self.grains.items() if w != self.period},
            compared=self.compared,
            catalog=self.words.catalog,
            calendar=self.calendar,
        )

    def _beginnings(self, lines: Timeline) -> Beginnings:
        return Beginnings(lines, self.words.catalog, self.calendar, self._known)

    def _aiming(self, lines: Timeline) -> Aiming:
        working = self.calendar.working
        return Aiming(
            lines, self.filters, self.words, self.facts.aims, working, self.calendar, self.today
        )

    def _operands(self) -> list[Metric]:
        """The goals that formulas are made of."""
        metrics = self.words.catalog.metrics
        asked = dict.fromkeys(leaf for leaf, _ in self.needs)
        return [metrics[leaf] for leaf in asked if metrics[leaf].type is MetricType.GOAL]

    def _windows(self) -> tuple[Window | None, ...]:
        return (None, *(show.window for show in self.shown))

    def _periods(self) -> Timeline:
        return timeline(
            self._span(),
            self.grain,
            self.compared,
            self.calendar,
            self.today,
            align(self.query.align),
            self.query.so_far,
        )

    def _plan(self, read: Scanning, lines: Timeline) -> Plan:
        return Plan(
            scans=read.scans,
            reads=read.reads,
            goals=(),
            dimensions=tuple(zip(self.asked, self.dimensions, strict=True)),
            period=self.period,
            by=tuple(dict.fromkeys(self.query.by)),
            windows=window_slots(lines),
            outputs=tuple(outputs(self.metrics, lines, self.words.catalog, self.shown)),
            order=(),
            limited=self.query.limit is not None,
            coarser=tuple((w, g) for w, g in self.grains.items() if w != self.period),
        )

    def _span(self) -> Period | None:
        asked = asked_span(self.query, self.calendar, self.today)
        if asked is not None:
            return asked
        query = self.query
        needed = self.grain or self.compared or query.date_to or query.as_of
        metrics = self.words.catalog.metrics
        flows = [
            leaf
            for leaf, window in self.needs
            if not (window or metrics[leaf].is_balance or metrics[leaf].type is MetricType.GOAL)
        ]
        if not (needed or self.looks_elsewhere) or not (flows or self.grain or self.compared):
            return None
        if not flows and self.grain is None:
            # A balance without days is that of today, compared with a month or a year ago.
            return Period(self.calendar.start(self.today, Grain.MONTH), self.today)
        known = self._spans(flows) or self._spans([leaf for leaf, _ in self.needs])
        return self._data_span(known)

    @property
    def looks_elsewhere(self) -> bool:
        """Whether some figure is held against another time or a goal, and so needs days."""
        metrics = self.words.catalog.metrics
        return any(
            (window and window.against) or metrics[leaf].matching or metrics[leaf].against
            for leaf, window in self.needs
        )

    def _spans(self, leaves: list[str]) -> list[Period]:
        return [span for leaf in leaves if (span := self._known(leaf)) is not None]

    def _data_span(self, spans: list[Period]) -> Period:
        """All the days that the data of `leaves` knows, up to the day asked for."""
        if not spans:
            return Period(self.today, self.today)
        end = self.query.date_to or max(span.end for span in spans)
        if self.query.as_of:
            end = min(end, self.query.as_of)
        return Period(min(end, *(span.start for span in spans)), end)

    def _known(self, leaf: str) -> Period | None:
        catalog = self.words.catalog
        metric = catalog.metrics[leaf]
        dataset = catalog.reading(leaf)
        rows = catalog.metrics[metric.whole] if metric.whole else metric
        # A balance is nought, not unknown, from the first movement of its dataset on.
        time = dataset.time if metric.is_balance else dataset.time_of(rows)
        return self.facts.span(dataset.name, time or "")

    def _parameters(self, plan: Plan, lines: Timeline) -> dict[str, Any]:
        held: dict[str, Any] = dict(self.filters.values)
        if plan.limited:
            held["limit"] = self.query.limit
        if has_spine(plan):
            held.update(spine(plan, lines, self.calendar, self.today))
        held.update(self._beginnings(lines).parameters(plan))
        return held | self._scan_parameters(plan, lines)

    def _scan_parameters(self, plan: Plan, lines: Timeline) -> dict[str, Any]:
        held: dict[str, Any] = {}
        for scan in plan.scans:
            for bounds in scan.bounds if scan.goal is None else ():
                slot = lines.every[bounds.slot]
                if not scan.runs:
                    held.update(days(scan, bounds, known(slot, self.query), self.today))
                held.update(self._knowledge(plan, scan, slot, lines))
            read = runs(lines.every[bounds.slot] for bounds in scan.bounds) if scan.runs else ()
            for bounds, run in zip(scan.runs, read, strict=True):
                held |= {bounds.start: run.start, bounds.after: _next(run.end)}
            held.update(self._other_days(scan, lines))
        return held

    def _other_days(self, scan: Scan, lines: Timeline) -> dict[str, date]:
        """The days that a scan needs beside those of its slots."""
        return {**self._own_days(scan, lines), **({scan.day: self.today} if scan.day else {})}

    def _own_days(self, scan: Scan, lines: Timeline) -> dict[str, date]:
        if scan.before:
            return days(scan, scan.before, lines.every[scan.before.slot], self.today)
        if scan.kind is ScanKind.DUE:
            return {f"{scan.name}_as_of": self.today}
        if scan.kind is ScanKind.MEAN:
            known = self.facts.span(scan.dataset, scan.time or "")
            return {f"{scan.name}_since": known.start if known else date.max}
        return {}

    def _knowledge(self, plan: Plan, scan: Scan, slot: Slot, lines: Timeline) -> dict[str, Any]:
        """In which periods no row means nought: those that the data spans."""
        used = next(read.metric for read in plan.reads if scan.name in read.scans)
        if not any(
            self.words.catalog.metrics[read.metric].is_additive
            for read in plan.reads
            if scan.name in read.scans
        ):
            return {}
        span = self._known(used)
        is_balance = scan.kind in (ScanKind.BALANCE, ScanKind.MEAN, ScanKind.DUE)
        if span is not None and is_balance:
            span = Period(span.start, date.max)
        if lines.grain is None:
            shown = Period(slot.until, slot.until) if is_balance else slot.span
            is_all = shown is None and slot.window is None
            is_known = span is not None and (is_all or (shown and _touch(shown, span)) or False)
            return {f"{scan.name}_known_{slot.index}": is_known}
        is_past = is_balance and scan.kind is not ScanKind.DUE
        is_past = slot.index == 0 and (is_past or self.query.as_of is not None)
        told = [
            label
            for label, bucket in zip(lines.labels, slot.buckets, strict=True)
            if bucket
            and span
            and _touch(bucket, span)
            and not (is_past and bucket.start > self.today)
        ]
        return {
            f"{scan.name}_known_from_{slot.index}": told[0] if told else date.max,
            f"{scan.name}_known_to_{slot.index}": told[-1] if told else date.min,
        }


def _touch(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def known(slot: Slot, query: Query) -> Slot:
    """The actual days as far as they are known on the day that a question pretends is today."""
    day, span = query.as_of, slot.span
    if day is None or slot.index or span is None or day not in span:
        return slot
    return replace(slot, span=span.until(day))


def days(scan: Scan, bounds: Bounds, slot: Slot, today: date) -> dict[str, date]:
    """The first day of a slot and the day after its last, as parameters."""
    if not bounds.is_bounded:
        return {}
    if scan.kind is not ScanKind.BALANCE:
        span = slot.span or _NEVER
        return {bounds.start: span.start, bounds.after: _next(span.end)}
    if scan.at_start and scan.grain is None:
        return {bounds.after: slot.span.start if slot.span else date.min}
    last = min(slot.until, today) if slot.index == 0 else slot.until
    return {bounds.after: _next(last)}


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day
