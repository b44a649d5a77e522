"""Adds to a plan the targets, budgets and forecasts that figures are held against."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from vigie.kit.allocation.rules import Allocation, Spread
from vigie.kit.calendar.company import Calendar
from vigie.kit.calendar.working import WorkingDays
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Period
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Dimension, Metric
from vigie.metrics.language.windows import Window
from vigie.metrics.planning.goals import Fit, Goals, GoalSet, covers
from vigie.metrics.planning.nearest import nearest
from vigie.metrics.planning.plan import Bounds, Plan, Scan, ScanKind
from vigie.metrics.planning.spreading import Part, Profile, Shown, Spreading, parameters
from vigie.metrics.question.filters import Filters
from vigie.metrics.question.timeline import Slot, Timeline, elapsed
from vigie.metrics.question.words import Words


@dataclass(frozen=True, slots=True)
class Aims:
    """What must be known of targets: those there are, the company's rules, last year's figures."""

    sets: Callable[[], Sequence[GoalSet]] = tuple
    allocation: Allocation = field(default_factory=Allocation)
    profile: Callable[[Fit], Profile] | None = None


@dataclass(slots=True)
class Aiming:
    """Plans the targets of one question; `held` and `warnings` grow while it does."""

    lines: Timeline
    filters: Filters
    words: Words
    aims: Aims
    working: WorkingDays
    calendar: Calendar
    today: date
    held: dict[str, Any] = field(default_factory=dict)
    warnings: list[Text] = field(default_factory=list)

    def planned(
        self, plan: Plan, metrics: Sequence[Metric], windows: Sequence[Window | None]
    ) -> Plan:
        """`plan` with a scan for each metric and slot that has targets."""
        for slot in self.lines.every:
            if slot.comparison is None or not slot.comparison.is_planned or slot.span is None:
                continue
            if slot.window in windows:
                for metric in metrics:
                    plan = self._with(plan, slot, slot.comparison, slot.span, metric)
        return plan

    def with_operands(self, plan: Plan, goals: Sequence[Metric]) -> Plan:
        """`plan` with a scan for each goal that a formula is made of, in each slot of facts."""
        for goal in goals:
            metric = self.words.catalog.metrics[goal.input or ""]
            for slot in self.lines.slots:
                is_planned = slot.comparison is not None and slot.comparison.is_planned
                if goal.against and slot.span and not is_planned:
                    so_far = elapsed(slot.span, self.today)
                    span = (slot.whole or slot.span) if goal.is_whole else so_far
                    plan = self._with(plan, slot, goal.against, span, metric, goal)
        return plan

    def _with(
        self,
        plan: Plan,
        slot: Slot,
        comparison: Against,
        span: Period,
        metric: Metric,
        operand: Metric | None = None,
    ) -> Plan:
        name = (operand or metric).id
        dimensions = [one for _, one in plan.dimensions]
        fit = self._fit(metric, comparison, dimensions, span)
        profile = self._profile(fit) if fit else None
        shown = list(_shown(slot, self.lines))
        if operand and fit:
            shown = list(self._covered(shown, operand, fit, slot))
        parts = Spreading(fit, self.working, profile).parts(shown) if fit else []
        if fit is None or not parts:
            self._say(nearest(metric, comparison, self.filters.dimensions, span, self._goals))
            return replace(plan, goals=(*plan.goals, (name, slot.index, "")))
        scan_name = f"goal_{slot.index}_{len(plan.goals)}"
        scan = self._scan(scan_name, name, slot, metric, dimensions, fit)
        self.held.update(parameters(scan.name, parts, fit))
        self.held |= {
            f"{scan.name}_kpi_code": fit.goal.metric,
            f"{scan.name}_target_kind": fit.goal.kind,
            f"{scan.name}_scope_type": fit.goal.scope,
        }
        spread = Spread.DAYS if profile and profile.is_empty else fit.rule.spread
        self._explain(fit, spread, parts, metric, comparison)
        goals = (*plan.goals, (name, slot.index, scan.name))
        return replace(plan, scans=(*plan.scans, scan), goals=goals)

    def _fit(
        self,
        metric: Metric,
        comparison: Against,
        dimensions: Sequence[Dimension],
        span: Period,
    ) -> Fit | None:
        if any(one.dimension is None for one in self.filters.parsed):
            return None
        goals, asked = self._goals, [*dimensions, *self.filters.dimensions]
        found = goals.fit(metric, comparison, asked, span)
        if found is None and len(dimensions) == 1 and not self.filters.parsed:
            return goals.shared(metric, comparison, dimensions[0], span)
        return found

    @property
    def _goals(self) -> Goals:
        return Goals(self.aims.sets(), self.aims.allocation, self.words.catalog)

    def _profile(self, fit: Fit) -> Profile | None:
        return self.aims.profile(fit) if fit.profiled and self.aims.profile else None

    def _covered(
        self, shown: Sequence[Shown], goal: Metric, fit: Fit, slot: Slot
    ) -> Iterator[Shown]:
        """The periods of which every day, so far or to come, has a target; cut to those days."""
        for label, days in shown:
            whole = days
            if goal.is_whole and self.lines.grain:
                end = self.calendar.period(days.start, self.lines.grain).end
                whole = Period(days.start, max(days.end, end))
            elif goal.is_whole:
                whole = days if slot.window else slot.whole or days
            elif days.start > self.today:
                continue
            else:
                whole = days.until(self.today)
            if not fit.goal.additive or covers(fit.periods, whole):
                yield label, whole

    def _scan(
        self,
        name: str,
        read_as: str,
        slot: Slot,
        metric: Metric,
        dimensions: Sequence[Dimension],
        fit: Fit,
    ) -> Scan:
        carried = () if fit.member else dimensions
        return Scan(
            name=name,
            kind=ScanKind.PLAN,
            dataset=fit.dataset.name,
            time=None,
            metrics=(read_as,),
            fields=tuple(self.words.field(one, fit.dataset, metric.id) for one in carried),
            tests=self.filters.tests(fit.dataset, metric),
            bounds=(Bounds(name, slot.index),),
            grain=self.lines.grain,
            goal=fit.goal,
        )

    def _explain(
        self,
        fit: Fit,
        spread: Spread,
        parts: Sequence[Part],
        metric: Metric,
        comparison: Against,
    ) -> None:
        if fit.summed:
            self._warn(_SUMMED, metric, comparison)
        if fit.partial:
            self._warn(_PARTIAL, metric, comparison)
        if fit.member:
            self._warn(_SHARED, metric, comparison, dimension=fit.member.label)
        elif not all(part.is_whole for part in parts):
            self._warn(_SPREADS[spread], metric, comparison)

    def _warn(self, sentence: Text, metric: Metric, comparison: Against, **values: object) -> None:
        values |= {"metric": metric.label, "comparison": comparison.label}
        self._say(text(sentence.template, **values))

    def _say(self, warning: Text) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)


def _shown(slot: Slot, lines: Timeline) -> Iterator[Shown]:
    """The days of each label of a slot."""
    labels = lines.labels if lines.grain else (None,)
    if slot.window:
        for label, ranges in zip(labels, slot.ranges, strict=True):
            yield from ((label, one) for one in ranges)
    elif lines.grain:
        yield from ((one, days) for one, days in zip(labels, slot.buckets, strict=True) if days)
    elif slot.span:
        yield None, slot.span


_SUMMED: Final = text("The {comparison} of '{metric}' is the sum of those of its parts.")
_PARTIAL: Final = text("The {comparison} of '{metric}' covers only a part of the period.")
_SHARED: Final = text(
    "The {comparison} of '{metric}' is shared out by '{dimension}' like the figures of a year "
    "before."
)
_SPREADS: Final = {
    Spread.DAYS: text("The {comparison} of '{metric}' is spread evenly over its days."),
    Spread.WORKING_DAYS: text(
        "The {comparison} of '{metric}' is spread evenly over its working days."
    ),
    Spread.LAST_YEAR: text(
        "The {comparison} of '{metric}' is spread like the figures of a year before."
    ),
}
