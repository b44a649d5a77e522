"""A rep who pushes close dates again and again and rings deals in just after the quarter's end."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array

REP: Final = "C02"
PUSHES: Final = (3, 5)  # fewest and most times that each close date is moved
_DAYS_AFTER: Final = 8


def quarter_end(days: Array) -> Array:
    """The last day of each day's quarter."""
    month = days.astype("datetime64[M]").astype(np.int64)
    following = (month // 3 * 3 + 3).astype("datetime64[M]")
    return following.astype("datetime64[D]") - 1


def closing(chance: np.random.Generator, natural: Array) -> Array:
    """The day on which a deal is rung in: within days of the end of its quarter."""
    return quarter_end(natural) + chance.integers(1, _DAYS_AFTER + 1, len(natural))
