"""The days that a query is about: the periods it shows and, for each comparison, their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, Period
from vigie.metrics.alignment import alignment, ends_month
from vigie.metrics.query import Comparison, Query


@dataclass(frozen=True, slots=True)
class Slot:
    """The actual figures (slot 0) or those of one comparison.

    `buckets` answers, label by label, with the days of this slot that the label stands for, cut
    to the slot's own range; None where nothing answers.
    """

    index: int
    comparison: Comparison | None
    span: Period | None  # None: all days
    until: date  # the day of which a balance is the value
    buckets: tuple[Period | None, ...] = ()
    to_date: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods shown, first day by first day, and the slots that fill them."""

    grain: Grain | None
    labels: tuple[date, ...]
    slots: tuple[Slot, ...]

    @property
    def actual(self) -> Slot:
        return self.slots[0]

    def slot(self, comparison: Comparison) -> Slot:
        return next(slot for slot in self.slots if slot.comparison is comparison)


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
    compared: Sequence[Comparison],
    calendar: Calendar,
    today: date,
) -> Timeline:
    """The slots of `span`; without one, all days (and then nothing to compare with)."""
    if span is None:
        if compared:
            raise Invalid(
                "A comparison needs a period: give two dates or a length such as '12 months'."
            )
        return Timeline(grain, (), (Slot(0, None, None, today),))
    periods = tuple(calendar.periods(span, grain)) if grain else ()
    shown = tuple(_within(period, span) for period in periods)
    actual = Slot(0, None, span, min(span.end, today) if span.start <= today else span.end, shown)
    slots = [actual]
    for comparison in compared:
        slots.append(_compared(len(slots), comparison, actual, periods, grain, calendar, today))
    return Timeline(grain, tuple(period.start for period in periods), tuple(slots))


def elapsed(span: Period, today: date) -> Period:
    """The part of `span` that can hold facts already."""
    return span.until(today) if today in span else span


def _compared(
    index: int,
    comparison: Comparison,
    actual: Slot,
    periods: Sequence[Period],
    grain: Grain | None,
    calendar: Calendar,
    today: date,
) -> Slot:
    assert actual.span is not None  # noqa: S101
    span = elapsed(actual.span, today)
    # A range that ends today, in the middle of a month, is as unfinished as one that ends later.
    running = span.end == today and not ends_month(today)
    cut = span != actual.span or running or (bool(periods) and span.end < periods[-1].end)
    if comparison.is_planned:
        shown = tuple(_within(period, span) for period in periods)
        return Slot(index, comparison, span, span.end, shown, cut)
    step = alignment(comparison, span, grain, calendar)
    earlier = step.period(span)
    buckets = tuple(
        _within(calendar.period(step.start(period.start), grain), earlier)
        for period in periods
        if grain is not None
    )
    return Slot(index, comparison, earlier, earlier.end, buckets, cut)


def _within(period: Period, span: Period) -> Period | None:
    start, end = max(period.start, span.start), min(period.end, span.end)
    return Period(start, end) if start <= end else None
