"""Adds to a timeline the slots that are read over other days than those of their periods."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import Period
from vigie.metrics.comparison import Comparison
from vigie.metrics.timeline import Slot, Timeline
from vigie.metrics.windows import Window


def windowed(
    lines: Timeline, windows: Iterable[Window], calendar: Calendar, today: date
) -> Timeline:
    """`lines` with each slot read over each of `windows` too."""
    windows = list(windows)
    if windows and any(slot.is_scattered for slot in lines.slots):
        raise Invalid(
            "'{comparison}' answers day by day: it is not shown to date or over other days.",
            comparison=Comparison.PREVIOUS_YEAR_FEAST,
        )
    writer = _Writer(lines, calendar, today)
    pairs = [(slot, window) for window in windows for slot in lines.slots]
    return replace(
        lines,
        windows=tuple(
            writer.slot(len(lines.slots) + place, slot, window)
            for place, (slot, window) in enumerate(pairs)
        ),
        settled=frozenset(slot.index for slot in lines.slots if writer.is_settled(slot)),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    lines: Timeline
    calendar: Calendar
    today: date

    def is_settled(self, slot: Slot) -> bool:
        """Whether the days of its periods can be read up to their end."""
        return slot.span is not None and (slot.index > 0 or slot.span.end <= self.today)

    def slot(self, index: int, base: Slot, window: Window) -> Slot:
        """The slot `base` read over `window`."""
        first = base.span.start if base.span else date.min
        ranges = tuple(
            window.ranges(period, first, self.calendar) if period else ()
            for period in self._periods(base)
        )
        read = [one for some in ranges for one in some]
        return replace(
            base,
            index=index,
            span=_hull(read),
            buckets=tuple(map(_hull, ranges)) if self.lines.grain else (),
            window=window,
            of=base.index,
            ranges=ranges,
        )

    def _periods(self, slot: Slot) -> Iterable[Period | None]:
        """The days of each period; those of the running one so far, none of one to come."""
        whole = slot.span or Period(slot.until, slot.until)
        for period in slot.buckets if self.lines.grain else (whole,):
            if period is None or (slot.index == 0 and period.start > self.today):
                yield None
            else:
                yield period.until(self.today) if slot.index == 0 else period


def runs(slots: Iterable[Slot]) -> list[Period]:
    """The days of `slots`: runs that neither meet nor overlap; never none."""
    found: list[Period] = []
    for span in sorted(slot.span for slot in slots if slot.span):
        if found and span.start <= found[-1].end + timedelta(days=1):
            found[-1] = Period(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found or [Period(date.max, date.max)]


def _hull(ranges: Iterable[Period]) -> Period | None:
    """The days from the first to the last."""
    ranges = list(ranges)
    if not ranges:
        return None
    return Period(min(one.start for one in ranges), max(one.end for one in ranges))
