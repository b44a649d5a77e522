"""Adds to a timeline the slots that are read over other days than those of their periods."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import Period
from vigie.metrics.language.comparison import Align, Comparison
from vigie.metrics.language.definition import Metric
from vigie.metrics.language.windows import Reach, Window
from vigie.metrics.question.earlier import Asked, earlier, listed
from vigie.metrics.question.timeline import Slot, Timeline, elapsed


def earlier_days(metric: Metric) -> Window:
    """The window in which the members that `metric` pairs are looked up."""
    return Window(Reach.EARLIER, against=metric.against or Comparison.PREVIOUS_PERIOD)


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
        if window.against:
            return self._earlier(index, base, window)
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

    def _earlier(self, index: int, base: Slot, window: Window) -> Slot:
        """The slot `base` as it was in an earlier time, its running period cut alike."""
        assert window.against is not None  # noqa: S101
        grain, shown = self.lines.grain, [bucket for bucket in base.buckets if bucket]
        if base.span is None or (grain and not shown):
            nothing = tuple(() for _ in self.lines.labels or (None,))
            buckets = tuple(None for _ in base.buckets)
            return replace(
                base,
                index=index,
                span=None,
                buckets=buckets,
                window=window,
                of=base.index,
                ranges=nothing,
            )
        periods = tuple(self.calendar.period(one.start, grain) for one in shown) if grain else ()
        found = earlier(window.against, self._asked(base, base.span, periods))
        answers = iter(found.ranges or listed(found.buckets) if grain else ((found.span,),))
        ranges = tuple(next(answers) if one else () for one in base.buckets or (found.span,))
        return replace(
            base,
            index=index,
            span=found.span,
            until=found.span.end,
            buckets=tuple(map(_hull, ranges)) if grain else (),
            window=window,
            of=base.index,
            ranges=ranges,
        )

    def _asked(self, base: Slot, span: Period, periods: tuple[Period, ...]) -> Asked:
        is_actual = base.index == 0
        return Asked(
            span=elapsed(span, self.today) if is_actual else span,
            whole=span,
            grain=self.lines.grain,
            periods=periods,
            is_running=is_actual and span.end > self.today,
            align=Align.DAYS,
            calendar=self.calendar,
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
