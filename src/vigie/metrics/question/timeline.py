"""The days that a query is about: the periods it shows and, for each comparison, their answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.comparison import Against, Align
from vigie.metrics.language.windows import Window
from vigie.metrics.question.earlier import Asked, Ranges, earlier, within
from vigie.metrics.question.query import Query


@dataclass(frozen=True, slots=True)
class Slot:
    """The actual figures (slot 0) or those of one comparison.

    `buckets` answers, label by label, with the days of this slot that the label stands for, cut
    to the slot's own range; None where nothing answers.
    """

    index: int
    comparison: Against | None
    span: Period | None  # None: all days
    until: date  # the day of which a balance is the value
    buckets: tuple[Period | None, ...] = ()
    to_date: bool = False
    working_days: int | None = None  # of the running period, held against as many
    window: Window | None = None  # the figures of slot `of`, read over other days
    of: int = 0
    # Those days, label by label; without a window, where they are no period of the calendar.
    ranges: Ranges = ()
    ends: date | None = None  # the last day of the period that `span` is a part of, so far

    @property
    def whole(self) -> Period | None:
        """The days of `span`, and those to come of the period that it is running in."""
        return self.span and Period(self.span.start, self.ends or self.span.end)

    @property
    def is_scattered(self) -> bool:
        """Whether the days of a label are not one run."""
        return self.window is None and any(len(runs) > 1 for runs in self.ranges)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods shown, first day by first day, and the slots that fill them."""

    grain: Grain | None
    labels: tuple[date, ...]
    slots: tuple[Slot, ...]
    windows: tuple[Slot, ...] = ()  # the slots that are read over other days
    settled: frozenset[int] = frozenset()  # the slots none of whose days are to come

    @property
    def actual(self) -> Slot:
        return self.slots[0]

    @property
    def every(self) -> tuple[Slot, ...]:
        """All slots, each at the place that its index says."""
        return (*self.slots, *self.windows)

    def over(self, window: Window | None, of: int) -> int:
        """The index of slot `of` read over `window`."""
        if window is None:
            return of
        return next(s.index for s in self.windows if (s.window, s.of) == (window, of))

    def slot(self, comparison: Against) -> Slot:
        return next(slot for slot in self.slots if slot.comparison == comparison)


def asked_span(query: Query, calendar: Calendar, today: date) -> Period | None:
    """The days that a query names itself, before anything is known of the data."""
    if query.last:
        return calendar.last(query.last, today)
    if query.date_from is None and query.date_to is None:
        return None
    if query.date_from and query.date_to:
        return Period(query.date_from, query.date_to)
    if query.date_from:
        return Period(query.date_from, max(today, query.date_from))
    return None


def timeline(
    span: Period | None,
    grain: Grain | None,
    compared: Sequence[Against],
    calendar: Calendar,
    today: date,
    align: Align = Align.DAYS,
    so_far: Grain | None = None,
) -> Timeline:
    """The slots of `span`; without one, all days (and then nothing to compare with)."""
    if span is None:
        if compared:
            raise Invalid(
                "A comparison needs a period: give two dates or a length such as '12 months'."
            )
        return Timeline(grain, (), (Slot(0, None, None, today),))
    periods = tuple(calendar.periods(span, grain)) if grain else ()
    asked = replace(_asked(span, grain, periods, align, calendar, today), so_far=so_far)
    until = min(span.end, today) if span.start <= today else span.end
    buckets = tuple(within(period, span) for period in periods)
    ends = asked.rounded(span).end
    actual = Slot(0, None, span, until, buckets, ranges=asked.listed(buckets), ends=ends)
    others = (_slot(index, one, asked) for index, one in enumerate(compared, 1))
    return Timeline(grain, tuple(period.start for period in periods), (actual, *others))


def elapsed(span: Period, today: date) -> Period:
    """The part of `span` that can hold facts already."""
    return span.until(today) if today in span else span


def _asked(
    whole: Period,
    grain: Grain | None,
    periods: tuple[Period, ...],
    align: Align,
    calendar: Calendar,
    today: date,
) -> Asked:
    span = elapsed(whole, today)
    # A range that ends today, in the middle of a month, is as unfinished as one that ends later.
    running = span != whole or (span.end == today and not calendar.ends_month(today))
    is_cut = running or (bool(periods) and span.end < periods[-1].end)
    return Asked(span, whole, grain, periods, is_cut, align, calendar)


def _slot(index: int, comparison: Against, asked: Asked) -> Slot:
    span = asked.span
    if comparison.is_planned:
        shown, ends = tuple(asked.shown), asked.rounded(span).end
        return Slot(index, comparison, span, span.end, shown, asked.is_running, ends=ends)
    found = earlier(comparison, asked)
    return Slot(
        index,
        comparison,
        found.span,
        found.span.end,
        found.buckets,
        asked.is_running,
        found.working_days,
        ranges=found.ranges,
        ends=asked.rounded(found.span).end,
    )
