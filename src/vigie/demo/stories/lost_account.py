"""A key account whose orders thin out while its rep neither calls nor visits."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array

MONTHS: Final = 7  # since the orders began to thin
SILENT_MONTHS: Final = 5  # since the rep's last sign of life
_LEFT: Final = 0.08


def demand(months_before_end: Array) -> Array:
    """What is left of the account's usual orders."""
    since = MONTHS - months_before_end
    return np.clip(1 - (1 - _LEFT) * since / 4.5, _LEFT, 1.0)


def is_silent(months_before_end: Array) -> Array:
    """When nothing at all is done for the account."""
    return months_before_end < SILENT_MONTHS
