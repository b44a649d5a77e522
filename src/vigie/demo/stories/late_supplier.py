"""A supplier that drifts: on time a year ago, two weeks late today."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array

SUPPLIER: Final = "Nivélia Froid"
MONTHS: Final = 9
_DAYS: Final = 12  # late on average at the end


def delay(chance: np.random.Generator, months_before_end: Array) -> Array:
    """The extra days of a receipt promised at that time, from none to twice the drift."""
    since = np.clip(MONTHS - months_before_end, 0, MONTHS)
    luck = chance.uniform(0, 2, len(months_before_end))
    return np.rint(_DAYS * since / MONTHS * luck).astype(np.int64)
