"""The wholes that shares are of, and the same question without its periods."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vigie.metrics.language.additivity import SUMMED
from vigie.metrics.planning.needs import Needs, read
from vigie.metrics.planning.plan import Level, Plan, WindowSlot
from vigie.metrics.planning.scanning import scanning
from vigie.metrics.question.filters import Filters
from vigie.metrics.question.shows import Show, Showing
from vigie.metrics.question.timeline import Slot, Timeline
from vigie.metrics.question.words import Words


@dataclass(frozen=True, slots=True)
class Leveller:
    """Plans the wholes of one question."""

    plan: Plan
    lines: Timeline
    filters: Filters
    words: Words

    def levels(self, shown: tuple[Show, ...]) -> Iterator[tuple[Level, Timeline]]:
        """Each whole that some share is of, with its days."""
        shares = (show.within for show in shown if show.kind is Showing.SHARE)
        for place, within in enumerate(dict.fromkeys(shares)):
            needs = self._needs()
            keeps = self.plan.period in within
            lines = self.lines if keeps else undivided(self.lines)
            name = f"whole_{place}_"
            yield Level(within, self._plan(name, within, needs, lines) if needs else None), lines

    def _needs(self) -> Needs:
        """What does not add up, and is read anew for the whole."""
        catalog = self.words.catalog
        asked = dict.fromkeys(o.metric for o in self.plan.outputs if o.show)
        return {
            need: metric
            for metric in asked
            for need in read(metric, None, catalog)
            if catalog.metrics[need[0]].aggregate not in SUMMED
        }

    def _plan(self, name: str, within: tuple[str, ...], needs: Needs, lines: Timeline) -> Plan:
        kept = tuple((word, one) for word, one in self.plan.dimensions if word in within)
        dimensions = [one for _, one in kept]
        found = scanning(needs, dimensions, self.filters, lines, self.words, name)
        return Plan(
            scans=found.scans,
            reads=found.reads,
            goals=(),
            windows=window_slots(lines),
            dimensions=kept,
            period=self.plan.period if lines.grain else None,
            by=(),
            outputs=(),
            order=(),
            limited=False,
            name=name,
        )


def window_slots(lines: Timeline) -> tuple[WindowSlot, ...]:
    """Which slots of a timeline are read over a window."""
    return tuple(
        WindowSlot(slot.window, slot.of, slot.index) for slot in lines.windows if slot.window
    )


def undivided(lines: Timeline) -> Timeline:
    """The same days in one piece: a window is that of the last period."""
    return replace(
        lines,
        grain=None,
        labels=(),
        slots=tuple(_whole(slot) for slot in lines.slots),
        windows=tuple(_last(slot) for slot in lines.windows),
    )


def _whole(slot: Slot) -> Slot:
    together = tuple(run for runs in slot.ranges for run in runs)
    return replace(slot, buckets=(), ranges=(together,) if slot.is_scattered else ())


def _last(slot: Slot) -> Slot:
    answered = [(b, r) for b, r in zip(slot.buckets, slot.ranges, strict=False) if b]
    if not slot.buckets:
        return slot
    span, ranges = answered[-1] if answered else (None, ())
    return replace(slot, buckets=(), span=span, ranges=(ranges,))
