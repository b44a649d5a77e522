"""A question to the metric layer, in the words that every face shares."""

from dataclasses import dataclass
from datetime import date

from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, Period, length
from vigie.metrics.language.comparison import Align, align, comparisons
from vigie.metrics.question.shows import shows


@dataclass(frozen=True, slots=True)
class Query:
    """Metrics × dimensions × filters × period × comparisons.

    `by` holds dimension names and lengths of time (`month` or `date:month`); `where`
    holds `field op value` words; both dates are included; `last` is a length such as
    '12 months'; `align` says how a running period is compared; `order` holds column names,
    `-name` for the largest first. `show` holds what else is shown of each metric, as in
    'year_to_date'; with `totals` the figures of all rows together come along. `so_far` says of
    which running period the days are the beginning: on 15 January they may be those of the month,
    of the quarter or of the year, and what looks ahead looks to its end (None: of the shortest).
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    last: str | None = None
    compare: tuple[str, ...] = ()
    align: str = Align.DAYS
    as_of: date | None = None
    order: tuple[str, ...] = ()
    limit: int | None = None
    show: tuple[str, ...] = ()
    totals: bool = False
    so_far: Grain | None = None

    def __post_init__(self) -> None:
        if not self.metrics:
            raise Invalid("A query names at least one metric, as in 'revenue'.")
        if self.limit is not None and self.limit < 1:
            raise Invalid("The limit is {limit}: ask for one row or more.", limit=self.limit)
        if self.last and (self.date_from or self.date_to):
            raise Invalid("Give either a length of time ('last') or two dates, not both.")
        if self.last:
            length(self.last)
        if self.date_from and self.date_to:
            Period(self.date_from, self.date_to)
        comparisons(self.compare)
        align(self.align)
        shows(self.show)
