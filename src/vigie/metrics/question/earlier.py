"""The days that answer, in an earlier time, for the days and the periods of a question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.comparison import Ago, Align, Comparison, Range
from vigie.metrics.question.alignment import Alignment, alignment, begun

_DAY = timedelta(days=1)
Ranges = tuple[tuple[Period, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: the days up to today, the periods shown, whether the last one runs."""

    span: Period
    whole: Period  # with the days to come
    grain: Grain | None
    periods: tuple[Period, ...]
    is_running: bool
    align: Align
    calendar: Calendar
    so_far: Grain | None = None  # what the days are the beginning of, where it was said

    @property
    def shown(self) -> list[Period | None]:
        """Each period cut to the days compared."""
        return [within(period, self.span) for period in self.periods]

    def listed(self, buckets: Iterable[Period | None]) -> Ranges:
        """Periods as runs of days, where no engine knows them."""
        is_listed = self.grain is not None and self.calendar.is_listed(self.grain)
        return listed(buckets) if is_listed else ()

    @property
    def begun(self) -> Grain | None:
        """What is asked, all of it or so far; None where the days are a part of it otherwise."""
        grain = begun(self.whole, self.calendar, self.so_far)
        if grain and self.whole in (self.span, self.calendar.period(self.whole.start, grain)):
            return grain
        return None

    def rounded(self, span: Period) -> Period:
        """The whole period of `span`, where what is asked is all of the running one so far."""
        grain = self.begun
        if not grain or self.calendar.start(span.end, grain) != span.start:
            return span
        is_unfinished = self.is_running or grain is self.so_far
        return self.calendar.period(span.start, grain) if is_unfinished else span

    @property
    def last(self) -> Period:
        """The days of the running period, or all of them."""
        shown = [period for period in self.shown if period]
        return shown[-1] if shown else self.span


@dataclass(frozen=True, slots=True)
class Earlier:
    """The days that answer, period by period.

    `ranges`: the runs of days of each period, where they are no period of the calendar.
    `working_days`: how many of them the running period has, where it is held against as many.
    """

    span: Period
    buckets: tuple[Period | None, ...] = ()
    ranges: Ranges = ()
    working_days: int | None = None


def earlier(comparison: Comparison | Ago | Range, asked: Asked) -> Earlier:
    """The days that `comparison` holds against those `asked`; raises Invalid where none can."""
    if isinstance(comparison, Range):
        return _in_range(comparison.period, asked)
    if comparison is Comparison.PREVIOUS_YEAR_FEAST:
        return _by_feast(asked)
    step = alignment(comparison, asked.span, asked.grain, asked.calendar, asked.begun)
    span, working_days = _to_date(step, asked)
    found = Earlier(span, working_days=working_days)
    if asked.grain is None:
        return found
    whole = [step.bucket(period, asked.grain) for period in asked.periods]
    buckets = tuple(bucket and within(bucket, span) for bucket in whole)
    ranges = listed(buckets) if step.cuts(asked.grain) else asked.listed(buckets)
    return replace(found, buckets=buckets, ranges=ranges)


def within(period: Period, span: Period) -> Period | None:
    """The days of `period` that are in `span`."""
    start, end = max(period.start, span.start), min(period.end, span.end)
    return Period(start, end) if start <= end else None


def listed(buckets: Iterable[Period | None]) -> Ranges:
    """Each bucket as a run of days."""
    return tuple((bucket,) if bucket else () for bucket in buckets)


def _to_date(step: Alignment, asked: Asked) -> tuple[Period, int | None]:
    """The earlier days, cut after as many (working) days as have elapsed."""
    span = step.period(asked.span)
    working = asked.calendar.working
    elapsed = working.count(asked.last)
    if asked.align is Align.DAYS or not asked.is_running or not elapsed:
        return span, None
    start = step.start(asked.last.start)
    unit = asked.grain or Grain.MONTH
    limit = step.end(asked.calendar.period(asked.last.end, unit).end)
    days = working.within(Period(start, max(start, limit)))[: elapsed + 1]
    # On a day of rest, the days of rest that follow the last working day count as well.
    if len(days) < elapsed:
        return Period(span.start, max(span.start, limit)), elapsed
    resting = asked.last.end not in working and len(days) > elapsed
    end = days[elapsed] - _DAY if resting else days[elapsed - 1]
    return Period(span.start, max(span.start, end)), elapsed


def _by_feast(asked: Asked) -> Earlier:
    """Day by day, whatever the period: an earlier day answers for one day only."""
    season = asked.calendar.season
    shown = asked.shown if asked.grain else [asked.span]
    ranges = tuple(tuple(_runs(season.earlier(day) for day in _each(days))) for days in shown)
    hulls = [Period(runs[0].start, runs[-1].end) if runs else None for runs in ranges]
    known = [hull for hull in hulls if hull]
    return Earlier(
        Period(min(one.start for one in known), max(one.end for one in known)),
        tuple(hulls) if asked.grain else (),
        ranges,
    )


def _in_range(chosen: Period, asked: Asked) -> Earlier:
    """The chosen days, cut like the running period; the first period answers for the first."""
    span = _elapsed(chosen, asked)
    if asked.grain is None:
        return Earlier(span)
    theirs = list(asked.calendar.periods(chosen, asked.grain))
    moved = (asked.whole.start - chosen.start).days
    aligned = theirs[0].start == chosen.start and asked.periods[0].start == asked.whole.start
    longer = len(theirs) > len(asked.periods) if aligned else chosen.days > asked.whole.days
    if longer:
        raise Invalid(
            "{range} is longer than the days asked for: compare with as many or fewer periods.",
            range=f"{chosen.start}..{chosen.end}",
        )
    if aligned:
        rest = [None] * (len(asked.periods) - len(theirs))
        buckets = (*(within(one, span) for one in theirs), *rest)
        return Earlier(span, buckets, asked.listed(buckets))
    back = Alignment(Grain.DAY, moved, asked.calendar)
    buckets = tuple(within(back.period(period), span) for period in asked.periods)
    return Earlier(span, buckets, listed(buckets))


def _elapsed(chosen: Period, asked: Asked) -> Period:
    """The part of the chosen days that answers for the elapsed ones."""
    if not asked.is_running:
        return chosen
    first, ours = chosen.start, asked.whole.start
    step = Alignment(Grain.DAY, (ours - first).days, asked.calendar)
    if first.day == ours.day:
        months = (ours.year - first.year) * 12 + ours.month - first.month
        step = Alignment(Grain.MONTH, months, asked.calendar)
    return chosen.until(step.end(asked.span.end))


def _runs(days: Iterable[date]) -> Iterator[Period]:
    """Days, in runs without a gap."""
    start = end = None
    for day in sorted(days):
        if start is None or end is None or day - end > _DAY:
            if start and end:
                yield Period(start, end)
            start = day
        end = day
    if start and end:
        yield Period(start, end)


def _each(period: Period | None) -> list[date]:
    return [period.start + _DAY * count for count in range(period.days)] if period else []
