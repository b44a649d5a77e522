"""R410A, a gas that ages in the stock: bought for a summer whose demand had gone elsewhere."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array

GAS: Final = "Fluide R410A"
MONTHS: Final = 8  # since the last great purchase
COVER_DAYS: Final = 430  # what the warehouses hold, against 270 days of shelf life
_LEFT: Final = 0.4


def demand(months_before_end: Array) -> Array:
    """What is left of the usual sales: fitters turn to R32 and R454B."""
    since = 14 - months_before_end
    return np.clip(1 - (1 - _LEFT) * since / 8, _LEFT, 1.0)
