"""How figures have moved before, asked of the metric layer: what tells a signal from noise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from vigie.analysis.contributions.effects import NOUGHT, Pair, Weighed, rate_and_mix
from vigie.analysis.contributions.exact import fraction
from vigie.analysis.contributions.result import Breakdown, Kind, Part
from vigie.analysis.contributions.shape import Shape, Sum, Values
from vigie.analysis.contributions.variability import LEAST, flags, habit
from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain, Period, shift
from vigie.metrics.answers.result import Result
from vigie.metrics.question.query import Query

YEARS: Final = 4  # of history, at most
_DAYS: Final = {Grain.MONTH: 365.25 / 12, Grain.WEEK: 7.0, Grain.DAY: 1.0}

Ask = Callable[[Sequence[Query]], list[Result]]
Series = Mapping[date, Values]  # first day of a bucket → leaf → figure


@dataclass(frozen=True, slots=True)
class Span:
    """A period and the one it is compared with, measured in buckets that fit them."""

    period: Period
    compared: Period

    @property
    def grain(self) -> Grain:
        """Months; weeks for less than one, days for less than a week."""
        if self.period.days >= 28:
            return Grain.MONTH
        return Grain.WEEK if self.period.days >= 7 else Grain.DAY

    @property
    def length(self) -> float:
        """Buckets in the period."""
        return self.period.days / _DAYS[self.grain]

    @property
    def lag(self) -> int:
        """Buckets from one to what it is compared with."""
        days = (self.period.start - self.compared.start).days
        return max(1, round(days / _DAYS[self.grain]))


@dataclass(frozen=True, slots=True)
class History:
    """The buckets before a period, and what all members were in them."""

    shape: Shape
    span: Span
    starts: tuple[date, ...]
    whole: Series
    is_stock: bool  # the value of a day does not grow with the length of the period

    def judged(self, part: Part, series: Series) -> Part:
        """The part with its score, and whether that is a signal."""
        score = self.score(float(part.change), series)
        return replace(part, score=score, flags=part.flags | flags(score))

    def score(self, change: float, series: Series) -> float | None:
        """How many usual deviations away from its usual change; None where none is usual."""
        usual = habit(self._moves(series))
        if usual is None:
            return None
        times, width = self._scale
        return usual.score(change, times=times, width=width)

    @property
    def _scale(self) -> tuple[float, float]:
        """By how much the period's change exceeds a bucket's, and how much more it varies.

        Independent changes of n buckets vary √n times as much when summed, and 1/√n when averaged.
        """
        if self.is_stock:
            return 1.0, 1.0
        root = self.span.length**0.5
        return (1.0, 1 / root) if self.shape.bottom else (self.span.length, root)

    def _moves(self, series: Series) -> list[float]:
        """What the member made of the whole's change, bucket by bucket."""
        pairs = zip(self.starts, self.starts[self.span.lag :], strict=False)
        moves = (self._move(series, then, now) for then, now in pairs)
        return [float(move) for move in moves if move is not None]

    def _move(self, series: Series, then: date, now: date) -> float | None:
        top, bottom = self.shape.top, self.shape.bottom
        if bottom is None:
            return float(_pair(top, series, then, now).change)
        rest = Weighed(_pair(top, self.whole, then, now), _pair(bottom, self.whole, then, now))
        if rest.rates is None:
            return None
        own = Weighed(_pair(top, series, then, now), _pair(bottom, series, then, now))
        return float(sum(rate_and_mix([own], rest)[0].values(), NOUGHT))


def _pair(terms: Sum, series: Series, then: date, now: date) -> Pair:
    return Pair(terms.of(series.get(then, {})), terms.of(series.get(now, {})))


def history(
    shape: Shape, span: Span, question: Query, calendar: Calendar, is_stock: bool, ask: Ask
) -> History | None:
    """What came before the period; None where the data know too little of it."""
    whole = _series(ask([_past(question, span, calendar)])[0], shape).get(None, {})
    if not whole:
        return None
    # A bucket without rows between two that have some is nought, not missing.
    buckets = calendar.periods(Period(min(whole), max(whole)), span.grain)
    starts = tuple(bucket.start for bucket in buckets if bucket.end < span.period.start)
    if len(starts) - span.lag < LEAST:
        return None
    return History(shape, span, starts, whole, is_stock)


def judged(
    breakdowns: Sequence[Breakdown],
    past: History,
    question: Query,
    calendar: Calendar,
    ask: Ask,
) -> list[Breakdown]:
    """The breakdowns, each named member held against how it has moved before."""
    queries = [_past(_narrowed(question, one), past.span, calendar) for one in breakdowns]
    return [
        _judged(one, past, _series(answer, past.shape))
        for one, answer in zip(breakdowns, ask(queries), strict=True)
    ]


def _judged(breakdown: Breakdown, past: History, known: Mapping[str | None, Series]) -> Breakdown:
    parts = (
        past.judged(part, known.get(part.key, {})) if part.kind is Kind.MEMBER else part
        for part in breakdown.parts
    )
    return replace(breakdown, parts=tuple(parts))


def _narrowed(question: Query, breakdown: Breakdown) -> Query:
    """The question about the named members only."""
    keys = [part.key for part in breakdown.parts if part.kind is Kind.MEMBER and part.key]
    word = breakdown.word
    quoted = ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
    where = (*question.where, f"{word} in ({quoted})") if keys else question.where
    return replace(question, by=(breakdown.dimension,), where=where)


def _past(question: Query, span: Span, calendar: Calendar) -> Query:
    """The same figures, bucket by bucket, before the period."""
    first = shift(calendar.start(span.period.start, span.grain), Grain.YEAR, -YEARS)
    return replace(
        question,
        by=(*question.by, span.grain.value),
        compare=(),
        last=None,
        date_from=calendar.start(first, span.grain),
        date_to=span.period.start - timedelta(days=1),
    )


def _series(result: Result, shape: Shape) -> dict[str | None, dict[date, Values]]:
    """Member by member and bucket by bucket, the figures of the leaves where all are known."""
    bucket = next(i for i, column in enumerate(result.columns) if column.role == "period")
    places = {leaf: result.column(leaf) for leaf in shape.leaves}
    found: dict[str | None, dict[date, Values]] = {}
    for row, key in zip(result.rows, result.keys, strict=True):
        values = {leaf: fraction(row[place]) for leaf, place in places.items()}
        known = {leaf: value for leaf, value in values.items() if value is not None}
        if len(known) == len(values):
            found.setdefault(str(key[0]) if key else None, {})[row[bucket]] = known
    return found
