"""The model 32 FreshAir: a faulty series whose sales drop while returns and complaints climb."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array

MODEL: Final = "32 FreshAir"
MONTHS: Final = 7  # since the faulty series arrived
_LEFT: Final = 0.22  # of its usual sales, once the word has spread
USUAL: Final = 1.6  # it was the best seller of its range
_DEFECTS: Final = 0.17  # of the pieces come back


def demand(months_before_end: Array) -> Array:
    """What is left of the usual sales, falling over three months."""
    since = MONTHS - months_before_end
    return np.clip(1 - (1 - _LEFT) * since / 3, _LEFT, 1.0)


def defects(months_before_end: Array) -> Array:
    """The extra share of delivered pieces that are faulty."""
    since = MONTHS - months_before_end
    return np.clip(_DEFECTS * since / 2, 0.0, _DEFECTS)
