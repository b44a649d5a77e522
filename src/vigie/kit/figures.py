"""Figures before they are written: units, exact values, rounding, how many digits to show."""

from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final

Number = Decimal | int | float

EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Where halves are rounded away from nought, and no figure is too long."""

_FINEST: Final = 6  # decimals at most


class Unit(StrEnum):
    """What a figure counts."""

    CURRENCY = "currency"
    COUNT = "count"
    RATIO = "ratio"  # a fraction, shown in per cent
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"
    POINTS = "points"  # a score such as the NPS
    QUANTITY = "quantity"
    NUMBER = "number"  # any other measure

    @property
    def is_additive_scale(self) -> bool:
        """Whether a change in per cent makes sense; a rate or a score changes by points."""
        return self not in (Unit.RATIO, Unit.POINTS)


_DECIMALS: Final = {
    Unit.CURRENCY: 2,
    Unit.COUNT: 0,
    Unit.RATIO: 1,
    Unit.DAYS: 1,
    Unit.HOURS: 1,
    Unit.MONTHS: 1,
    Unit.POINTS: 1,
    Unit.QUANTITY: 0,
    Unit.NUMBER: 2,
}


def exact(number: Number) -> Decimal:
    """`number` as the decimal that it prints as."""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def known(number: Number | None) -> Decimal | None:
    """`number` as a decimal; None for a missing or impossible one (NaN, infinity)."""
    if number is None:
        return None
    decimal = exact(number)
    return decimal if decimal.is_finite() else None


def rounded(number: Number, digits: int) -> Decimal:
    """`number` with `digits` decimals, halves away from nought, never a negative nought.

    >>> rounded(Decimal("-3.45"), 1)
    Decimal('-3.5')
    """
    result = exact(number).quantize(Decimal(1).scaleb(-digits), context=EXACT)
    return result if result else abs(result)


def decimals(number: Decimal, unit: Unit) -> int:
    """How many decimals a figure has when it is shown in full."""
    if unit is Unit.QUANTITY and number != number.to_integral_value():
        return 2
    if unit is Unit.NUMBER:
        written = -int(rounded(number, _FINEST).normalize().as_tuple().exponent)
        return max(2, min(written, significant(abs(number))))
    return _DECIMALS[unit]


def significant(size: Decimal, digits: int = 3) -> int:
    """How many decimals show `digits` digits of `size`."""
    if size == 0:
        return 0
    places = max(0, digits - 1 - size.adjusted())
    carried = rounded(size, places)
    return min(places, max(0, digits - 1 - carried.adjusted()))


def plain_decimals(size: Decimal, unit: Unit, digits: int = 3) -> int:
    """Decimals of a figure that no letter shortens; money has cents at most, counts none."""
    if unit in (Unit.COUNT, Unit.QUANTITY):
        return 0
    return min(significant(size, digits), 2 if unit is Unit.CURRENCY else _FINEST)
