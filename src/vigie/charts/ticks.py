"""Round figures for an axis that is not cut into periods."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from vigie.charts.scale import numbers
from vigie.kit.formats import Number

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def ticks(values: Iterable[Number | None], most: int = 6) -> list[Decimal]:
    """Two to `most` + 1 round figures, evenly apart, that hold `values`.

    Nought is among them unless the figures lie far from it.

    >>> ticks([3, 18])
    [Decimal('0'), Decimal('5'), Decimal('10'), Decimal('15'), Decimal('20')]
    >>> ticks([970, 1010])
    [Decimal('970'), Decimal('980'), Decimal('990'), Decimal('1000'), Decimal('1010')]
    """
    found = [Decimal(repr(value)) for value in numbers(values)] or [Decimal(0)]
    low, high = min(found), max(found)
    if (low >= 0 and low * 2 < high) or low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    elif high <= 0 and high * 2 > low:
        high = Decimal(0)
    if low == high:
        high = low + 1
    step = _step((high - low) / most)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    count = int((high / step).to_integral_value(ROUND_CEILING) - first)
    return [(first + index) * step for index in range(count + 1)]


def _step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10 … that is not below `least`."""
    unit = Decimal(1).scaleb(least.adjusted())
    return next(unit * step for step in _STEPS if unit * step >= least)
