"""From a question to a plan, the values of its parameters, and what the reader must be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain, Period
from vigie.metrics.comparison import Against, align, comparisons
from vigie.metrics.definition import Dimension, Metric
from vigie.metrics.filters import Filters
from vigie.metrics.goals import GoalSet, fit, is_spread
from vigie.metrics.outputs import ordered, outputs
from vigie.metrics.plan import Bounds, Plan, Scan, ScanKind
from vigie.metrics.policy import RowPolicy
from vigie.metrics.query import Query
from vigie.metrics.scanning import Scanning, scanning, time_of
from vigie.metrics.stitch import has_spine
from vigie.metrics.timeline import Slot, Timeline, asked_span, timeline
from vigie.metrics.words import Words

_NEVER: Final = Period(date.max, date.max)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a planner must know of the data itself."""

    span: Callable[[str, str], Period | None]  # dataset, time → first and last day
    goals: Callable[[], Sequence[GoalSet]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan, ready to be run."""

    plan: Plan
    parameters: dict[str, Any]
    timeline: Timeline
    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...]
    warnings: tuple[Text, ...]


def prepare(
    query: Query,
    policy: RowPolicy | None,
    words: Words,
    facts: Facts,
    calendar: Calendar,
    today: date,
) -> Prepared:
    """Plans `query`; raises NotFound, Invalid or Refused with what would be right."""
    return Planner(query, policy, words, facts, calendar, query.as_of or today).prepared()


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
        self.period, self.grain = self._period()
        self.asked = [w for w in dict.fromkeys(query.by) if w != self.period]
        self.dimensions = tuple(words.dimension(word) for word in self.asked)
        self.filters = Filters(words, calendar)
        for written in query.where:
            self.filters.add(written)
        for written in policy.filters if policy else ():
            self.filters.add(written, is_policy=True)
        self.compared = comparisons(query.compare)
        self.leaves = self._leaves()
        self.warnings: list[Text] = []

    def prepared(self) -> Prepared:
        lines = self.lines()
        read = scanning(self.leaves, self.dimensions, self.filters, lines, self.words)
        plan = self._plan(read, lines)
        plan = self._with_goals(plan, lines)
        plan = replace(plan, order=ordered(self.query, plan, self.metrics))
        return Prepared(
            plan=plan,
            parameters=self._parameters(plan, lines),
            timeline=lines,
            metrics=self.metrics,
            dimensions=self.dimensions,
            warnings=tuple(self.warnings),
        )

    def lines(self) -> Timeline:
        """The days that the question is about."""
        return timeline(
            self._span(),
            self.grain,
            self.compared,
            self.calendar,
            self.today,
            align(self.query.align),
        )

    def _plan(self, read: Scanning, lines: Timeline) -> Plan:
        return Plan(
            scans=read.scans,
            reads=read.reads,
            goals=(),
            dimensions=tuple(zip(self.asked, self.dimensions, strict=True)),
            period=self.period,
            by=tuple(dict.fromkeys(self.query.by)),
            slots=len(lines.slots),
            outputs=tuple(outputs(self.metrics, lines, self.words.catalog)),
            order=(),
            limited=self.query.limit is not None,
        )

    def _period(self) -> tuple[str | None, Grain | None]:
        grains = [(w, g) for w in dict.fromkeys(self.query.by) if (g := self.words.grain(w))]
        if len(grains) > 1:
            raise Invalid(
                "Figures are cut by one length of time, not by {grains}: choose one.",
                grains=text("{first} and {second}", first=grains[0][0], second=grains[1][0]),
            )
        return grains[0] if grains else (None, None)

    def _leaves(self) -> dict[str, str]:
        """Every metric to read from rows, and who asks for it."""
        catalog = self.words.catalog
        found: dict[str, str] = {}
        for metric in self.metrics:
            wanted = [metric.id, *([metric.coverage] if metric.coverage else [])]
            for name in wanted:
                for leaf in catalog.leaves(name):
                    found.setdefault(leaf, metric.id)
        return found

    def _span(self) -> Period | None:
        asked = asked_span(self.query, self.calendar, self.today)
        if asked is not None:
            return asked
        needed = self.grain or self.compared or self.query.date_to or self.query.as_of
        flows = [name for name in self.leaves if not self.words.catalog.metrics[name].is_balance]
        if not needed or not (flows or self.grain or self.compared):
            return None
        if not flows and self.grain is None:
            # A balance without days is that of today, compared with a month or a year ago.
            return Period(self.calendar.start(self.today, Grain.MONTH), self.today)
        return self._data_span(flows or list(self.leaves))

    def _data_span(self, leaves: list[str]) -> Period:
        """All the days that the data of `leaves` knows, up to the day asked for."""
        spans = [span for leaf in leaves if (span := self._known(leaf)) is not None]
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
        time = dataset.time if metric.is_balance else time_of(rows, dataset)
        return self.facts.span(dataset.name, time or "")

    def _with_goals(self, plan: Plan, lines: Timeline) -> Plan:
        for slot in lines.slots:
            if slot.comparison is None or not slot.comparison.is_planned or slot.span is None:
                continue
            for metric in self.metrics:
                plan = self._with_goal(plan, lines, slot, slot.comparison, slot.span, metric)
        return plan

    def _with_goal(
        self,
        plan: Plan,
        lines: Timeline,
        slot: Slot,
        comparison: Against,
        span: Period,
        metric: Metric,
    ) -> Plan:
        asked = [*self.dimensions, *self.filters.dimensions]
        catalog = self.words.catalog
        found = fit(metric, comparison, asked, self.facts.goals(), span, catalog)
        name = f"goal_{slot.index}_{metric.id}"
        if found is None or any(one.dimension is None for one in self.filters.parsed):
            self.warnings.append(
                text(
                    "No {comparison} of '{metric}' fits this question.",
                    comparison=comparison.label,
                    metric=metric.label,
                )
            )
            return replace(plan, goals=(*plan.goals, (metric.id, slot.index, "")))
        self._explain_goal(metric, comparison, found.summed, found.partial)
        starts = [bucket.start for bucket in slot.buckets if bucket]
        if is_spread(found.goal, span, lines.grain, starts):
            self.warnings.append(
                text(
                    "The {comparison} of '{metric}' is spread evenly over its days.",
                    comparison=comparison.label,
                    metric=metric.label,
                )
            )
        scan = Scan(
            name=name,
            kind=ScanKind.PLAN,
            dataset=found.dataset.name,
            time=None,
            metrics=(metric.id,),
            fields=tuple(self.words.field(d, found.dataset, metric.id) for d in self.dimensions),
            tests=self.filters.tests(found.dataset, metric),
            bounds=(Bounds(name, slot.index),),
            grain=lines.grain,
            goal=found.goal,
        )
        return replace(
            plan,
            scans=(*plan.scans, scan),
            goals=(*plan.goals, (metric.id, slot.index, name)),
        )

    def _explain_goal(
        self, metric: Metric, comparison: Against, summed: bool, partial: bool
    ) -> None:
        if summed:
            self.warnings.append(
                text(
                    "The {comparison} of '{metric}' is the sum of those of its parts.",
                    comparison=comparison.label,
                    metric=metric.label,
                )
            )
        if partial:
            self.warnings.append(
                text(
                    "The {comparison} of '{metric}' covers only a part of the period.",
                    comparison=comparison.label,
                    metric=metric.label,
                )
            )

    def _parameters(self, plan: Plan, lines: Timeline) -> dict[str, Any]:
        held: dict[str, Any] = dict(self.filters.values)
        if plan.limited:
            held["limit"] = self.query.limit
        if has_spine(plan):
            held.update(_spine(lines, self.calendar, self.today))
        for scan in plan.scans:
            if scan.goal is not None:
                held[f"{scan.name}_kpi_code"] = scan.goal.metric
                held[f"{scan.name}_target_kind"] = scan.goal.kind
                held[f"{scan.name}_scope_type"] = scan.goal.scope
                continue
            for bounds in scan.bounds:
                slot = lines.slots[bounds.slot]
                held.update(days(scan, bounds, slot, self.today))
                held.update(self._knowledge(plan, scan, slot, lines))
        return held

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
        is_balance = scan.kind is ScanKind.BALANCE
        if span is not None and is_balance:
            span = Period(span.start, date.max)
        if lines.grain is None:
            shown = Period(slot.until, slot.until) if is_balance else slot.span
            is_known = span is not None and (shown is None or _touch(shown, span))
            return {f"{scan.name}_known_{slot.index}": is_known}
        known = [
            label
            for label, bucket in zip(lines.labels, slot.buckets, strict=True)
            if bucket
            and span
            and _touch(bucket, span)
            and not (is_balance and slot.index == 0 and bucket.start > self.today)
        ]
        return {
            f"{scan.name}_known_from_{slot.index}": known[0] if known else date.max,
            f"{scan.name}_known_to_{slot.index}": known[-1] if known else date.min,
        }


def _touch(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _spine(lines: Timeline, calendar: Calendar, today: date) -> dict[str, list[Any]]:
    """Parallel lists: each period shown, in each slot, with the days that answer for it."""
    rows: list[tuple[int, date | None, date | None, date, date]] = []
    for slot in lines.slots:
        if lines.grain is None:
            if slot.span is not None:
                rows.append((slot.index, None, None, slot.span.start, slot.span.end))
            continue
        for label, bucket in zip(lines.labels, slot.buckets, strict=True):
            if bucket is not None:
                end = min(bucket.end, today) if slot.index == 0 else bucket.end
                day = end if bucket.start <= end else date.min
                first = calendar.start(bucket.start, lines.grain)
                rows.append((slot.index, label, first, bucket.start, day))
    columns = list(zip(*rows, strict=True)) or [()] * 5
    names = ("slot", "label", "bucket", "start", "day")
    return {f"spine_{name}": list(column) for name, column in zip(names, columns, strict=True)}


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
    found = {bounds.after: _next(last)}
    if scan.window_days:
        shown = [bucket.end for bucket in slot.buckets if bucket]
        first = min([last, *shown])
        found[bounds.start] = first - timedelta(days=scan.window_days - 1)
    return found


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day
