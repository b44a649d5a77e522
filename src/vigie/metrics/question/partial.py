"""Which periods are cut: by the dates of the question, by today, by where the data begin or end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Period
from vigie.metrics.question.timeline import Timeline

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Edges:
    """What can cut a period, beside the dates of the question."""

    calendar: Calendar
    today: date
    known: tuple[Period, ...]  # the days that the rows of each figure have

    def cuts(self, period: Period) -> bool:
        """Whether days of `period` are still to come, or working days of it lie outside the data.

        A week whose last sale was on Friday is whole.
        """
        if period.end > self.today:
            return True
        return any(
            self.calendar.working.count(gap) for one in self.known for gap in _gaps(period, one)
        )


def partial(lines: Timeline, edges: Edges) -> frozenset[date | None]:
    """The first days of the periods shown that are cut; None for the only figure."""
    span = lines.actual.span
    if span is None:
        return frozenset()
    if lines.grain is None:
        return frozenset({None} if edges.cuts(span) else ())
    periods = (edges.calendar.period(label, lines.grain) for label in lines.labels)
    return frozenset(_cut(zip(periods, lines.actual.buckets, strict=True), edges))


def _cut(shown: Iterable[tuple[Period, Period | None]], edges: Edges) -> Iterator[date]:
    for period, days in shown:
        if days != period or edges.cuts(period):
            yield period.start


def _gaps(period: Period, known: Period) -> Iterator[Period]:
    """The days of `period` before and after those known."""
    if known.start > period.start:
        yield Period(period.start, min(period.end, known.start - _DAY))
    if known.end < period.end:
        yield Period(max(period.start, known.end + _DAY), period.end)
