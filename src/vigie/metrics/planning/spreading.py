"""How much of each target falls to each period shown, in parts that sum to the target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from vigie.kit.allocation.rules import Spread
from vigie.kit.allocation.shares import FINE, day_weights, fractions
from vigie.kit.calendar.working import WorkingDays
from vigie.kit.periods import Period
from vigie.metrics.planning.goals import Fit, touches

Shown = tuple[date | None, Period]  # a label and the days that it stands for
Member = str | None
Days = Mapping[date, Decimal]
_ALL: Final = (Decimal(0), Decimal(1))


@dataclass(frozen=True, slots=True)
class Part:
    """What of the targets of a period a label takes: from `before` to `until`, in parts of one."""

    label: date | None
    period: Period
    before: Decimal
    until: Decimal
    scope: str | None = None  # None: whatever the targets are set for
    member: Member = None

    @property
    def is_whole(self) -> bool:
        return (self.before, self.until) == _ALL


@dataclass(frozen=True, slots=True)
class Profile:
    """The figures of the year before by day, of each scope and member, on this year's dates."""

    scopes: Sequence[str | None]
    days: Mapping[tuple[str | None, Member], Days]

    @property
    def is_empty(self) -> bool:
        """Whether nothing weighs: every day counts alike then."""
        return not any(value > 0 for days in self.days.values() for value in days.values())

    def members(self, scope: str | None) -> list[Member]:
        """Who has figures in a scope, in a fixed order."""
        found = {member for of, member in self.days if of == scope}
        return sorted(found, key=lambda member: (member is None, member or ""))


@dataclass(frozen=True, slots=True)
class Spreading:
    """Shares out the targets of a fit."""

    fit: Fit
    working: WorkingDays
    profile: Profile | None = None

    def parts(self, shown: Sequence[Shown]) -> list[Part]:
        """What each label takes of each period's targets."""
        if not self.fit.goal.additive:
            return [
                Part(label, period, *_ALL)
                for label, days in shown
                for period in self.fit.periods
                if days.end in period
            ]
        return [part for period in self.fit.periods for part in self._of(period, shown)]

    def _of(self, period: Period, shown: Sequence[Shown]) -> Iterator[Part]:
        touched = [
            (label, Period(max(days.start, period.start), min(days.end, period.end)))
            for label, days in shown
            if touches(days, period)
        ]
        if not touched:
            return
        if self.profile is None and all(days == period for _, days in touched):
            yield from (Part(label, period, *_ALL) for label, _ in touched)
            return
        for scope in self.profile.scopes if self.profile else (None,):
            for member, start, end in self._intervals(period, scope):
                edges = fractions(self._weights(period, scope, member))
                for label, days in touched:
                    first = (days.start - period.start).days
                    before, until = edges[first], edges[first + days.days]
                    yield Part(
                        label,
                        period,
                        _between(start, end, before),
                        _between(start, end, until),
                        scope,
                        member,
                    )

    def _intervals(
        self, period: Period, scope: str | None
    ) -> Iterator[tuple[Member, Decimal, Decimal]]:
        """The part of a target that each member takes; nobody's where nobody has figures."""
        members = self.profile.members(scope) if self.profile and self.fit.member else []
        weights = [sum(self._figures(period, scope, one), Decimal(0)) for one in members]
        if not any(weights):
            yield None, *_ALL
            return
        edges = fractions(weights)
        for one, (start, end) in zip(members, pairwise(edges), strict=True):
            yield one, start, end

    def _weights(self, period: Period, scope: str | None, member: Member) -> list[Decimal]:
        if self.fit.rule.spread is Spread.LAST_YEAR:
            return self._figures(period, scope, member)
        by_work = self.fit.rule.spread is Spread.WORKING_DAYS
        weights = day_weights(period, self.working if by_work else None)
        return [Decimal(weight) for weight in weights]

    def _figures(self, period: Period, scope: str | None, member: Member) -> list[Decimal]:
        """Those of the year before, day by day; a day below nought counts as nought."""
        held = self.profile.days.get((scope, member), {}) if self.profile else {}
        days = (period.start + timedelta(days=count) for count in range(period.days))
        return [max(held.get(day, Decimal(0)), Decimal(0)) for day in days]


def parameters(name: str, parts: Sequence[Part], fit: Fit) -> dict[str, list[Any]]:
    """The parts as parallel lists, a parameter each."""
    columns: dict[str, list[Any]] = {
        "label": [part.label for part in parts],
        "first": [part.period.start for part in parts],
        "last": [part.period.end for part in parts],
        # In words: Spark takes no list of decimals of several widths.
        "before": [f"{part.before.quantize(FINE):f}" for part in parts],
        "until": [f"{part.until.quantize(FINE):f}" for part in parts],
    }
    if fit.goal.scoped:
        columns["scope"] = [part.scope for part in parts]
    if fit.member:
        # As a word: Spark takes no list with nothing among its words.
        columns["member"] = [part.member or "" for part in parts]
    return {f"{name}_{column}": values for column, values in columns.items()}


def _between(start: Decimal, end: Decimal, fraction: Decimal) -> Decimal:
    """The point that lies at `fraction` of the way from `start` to `end`."""
    if fraction in _ALL:
        return end if fraction else start
    return (start + (end - start) * fraction).quantize(FINE)
