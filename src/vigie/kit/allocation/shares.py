"""A whole shared out to the cent: how a target is spread over days and over members."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import accumulate, pairwise
from typing import Final

from vigie.kit.calendar.working import WorkingDays
from vigie.kit.figures import EXACT
from vigie.kit.periods import Period

CENT: Final = Decimal("0.01")
FINE: Final = Decimal(1).scaleb(-18)  # to which a part of a whole is known
_FRACTIONS: Final = Context(prec=60, rounding=ROUND_HALF_UP)


def fractions(weights: Iterable[Decimal | int]) -> list[Decimal]:
    """Which part of the whole is reached after each weight, from 0 to 1; evenly without any.

    Negative weights count as nought: no day takes a target back.

    >>> fractions([1, 3])
    [Decimal('0'), Decimal('0.250000000000000000'), Decimal('1')]
    """
    counted = [max(Decimal(weight), Decimal(0)) for weight in weights]
    if not any(counted):
        counted = [Decimal(1)] * len(counted)
    with localcontext(_FRACTIONS):
        whole = sum(counted, Decimal(0))
        reached = [(part / whole).quantize(FINE) for part in accumulate(counted[:-1])]
    return [Decimal(0), *reached, Decimal(1)]


def reached(whole: Decimal, fraction: Decimal) -> Decimal:
    """The part of `whole` that a fraction stands for, to the cent; all of it for 1.

    Parts are differences between two such values, so that they sum to the whole whatever it is
    cut into: the days of a month to the month, the months to the year.
    """
    if fraction == 1:
        return whole
    with localcontext(EXACT):
        return (whole * fraction).quantize(CENT, ROUND_HALF_UP)


def shared(whole: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """`whole` shared out by weight, to the cent; the parts sum to it exactly.

    >>> shared(Decimal(100), [1, 1, 1])
    [Decimal('33.33'), Decimal('33.34'), Decimal('33.33')]
    """
    values = [reached(whole, fraction) for fraction in fractions(weights)]
    return [after - before for before, after in pairwise(values)]


def pace(target: Decimal, period: Period, day: date, working: WorkingDays) -> Decimal:
    """The value expected at the end of `day`, were the target reached by equal working days.

    Nought before the period, the target itself from its last day on; a period without a working
    day advances day by day.
    """
    if day < period.start:
        return Decimal(0)
    weights = day_weights(period, working)
    return reached(target, fractions(weights)[min((day - period.start).days + 1, len(weights))])


def day_weights(period: Period, working: WorkingDays | None) -> list[int]:
    """The weight of each day of a period: that of a working day, or of any day where None."""
    if working is None:
        return [1] * period.days
    days = (period.start + timedelta(days=count) for count in range(period.days))
    return [int(day in working) for day in days]
