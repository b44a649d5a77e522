"""A supplier that drifts: on time a year ago, two weeks late today."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array

SUPPLIER: Final = "Nivélia Froid"
MONTHS: Final = 9
_DAYS: Final = 15


def delay(months_before_end: Array) -> Array:
    """The extra days of a receipt promised at that time."""
    since = np.clip(MONTHS - months_before_end, 0, MONTHS)
    return np.rint(_DAYS * since / MONTHS).astype(np.int64)
