"""Exact shares of a whole: fractions inside, decimals outside, and the same sum in both."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from vigie.kit.figures import EXACT, Number
from vigie.kit.formats import Unit

PLACES: Final = {Unit.CURRENCY: 4, Unit.COUNT: 6, Unit.QUANTITY: 6, Unit.RATIO: 12}
"""Decimals that an effect is written with; money is kept as finely as it is stored."""
OTHER_PLACES: Final = 9


def places(unit: Unit) -> int:
    """How many decimals figures of `unit` are explained with."""
    return PLACES.get(unit, OTHER_PLACES)


def fraction(value: Number | None) -> Fraction | None:
    """A figure without any rounding; None where it is not known."""
    return None if value is None else Fraction(value)


def decimal(value: Fraction, digits: int) -> Decimal:
    """The nearest decimal of so many digits.

    >>> decimal(Fraction(2, 3), 4)
    Decimal('0.6667')
    """
    return _written(round(value * 10**digits), digits)


def apportioned(whole: Decimal, parts: Sequence[Fraction], digits: int) -> list[Decimal]:
    """`parts` as decimals that sum to `whole` exactly: the largest remainders are rounded up.

    Each part is off by less than one unit of its last digit where the parts sum to what `whole`
    was rounded from.

    >>> apportioned(Decimal("1.00"), [Fraction(1, 3)] * 3, 2)
    [Decimal('0.34'), Decimal('0.33'), Decimal('0.33')]
    """
    if not parts:
        return []
    scaled = [part * 10**digits for part in parts]
    floors = [part.numerator // part.denominator for part in scaled]
    missing = int(whole.scaleb(digits, EXACT)) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda i: floors[i] - scaled[i])
    # More units are missing than there are parts only where the parts do not make the whole.
    each, left = divmod(missing, len(parts))
    up = set(by_remainder[:left])
    return [_written(floor + each + (i in up), digits) for i, floor in enumerate(floors)]


def _written(units: int, digits: int) -> Decimal:
    return Decimal(units).scaleb(-digits, EXACT)
