"""Last year's figures, day by day, as the weights of this year's targets."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import count

from vigie.kit.periods import Grain, Period, shift
from vigie.metrics.answers.result import Result
from vigie.metrics.language.definition import Catalog
from vigie.metrics.planning.goals import Fit, scope_dimension
from vigie.metrics.planning.spreading import Member, Profile
from vigie.metrics.question.query import Query


def profile(
    fit: Fit,
    scopes: Sequence[str],
    ask: Callable[[Query], Result],
    catalog: Catalog,
    today: date,
) -> Profile:
    """The figures of the year before in each scope and member, on this year's dates.

    It is the last year before that is over for all the days. 29 February counts with the 28th of
    a year that has none. Rows that are in no scope weigh nothing.
    """
    whole = Period(fit.periods[0].start, max(one.end for one in fit.periods))
    years = next(n for n in count(1) if shift(whole.end, Grain.YEAR, -n) <= today)
    scope = scope_dimension(fit.goal.scope, catalog)
    dimensions = [one for one in (scope, fit.member) if one]
    result = ask(_question(fit, [one.id for one in dimensions], whole, years))
    days: dict[tuple[str | None, Member], dict[date, Decimal]] = {}
    for row, keys in zip(result.rows, result.keys, strict=True):
        day, value = row[len(dimensions)], row[-1]
        member = keys[-1] if fit.member else None
        if value is not None and (scope is None or keys[0] is not None):
            held = days.setdefault((keys[0] if scope else None, member), {})
            later = shift(day, Grain.YEAR, years)
            held[later] = held.get(later, Decimal(0)) + Decimal(value)
    return Profile(scopes if scope else (None,), days)


def _question(fit: Fit, by: Sequence[str], whole: Period, years: int) -> Query:
    return Query(
        (fit.goal.metric,),
        by=(*by, Grain.DAY.value),
        date_from=shift(whole.start, Grain.YEAR, -years),
        date_to=shift(whole.end, Grain.YEAR, -years),
    )
