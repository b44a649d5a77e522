"""The phone channel: its average basket stands still while the other channels' grow."""

from typing import Final

from vigie.demo.frame import Array

CHANNEL: Final = "phone"
_GROWTH: Final = 0.028  # of the volume in a basket each year, price rises come on top
_STALLED: Final = -0.034  # offsets the price rises


def volume(is_phone: Array, years: Array) -> Array:
    """The volume of a basket against the first year's."""
    growth = is_phone * _STALLED + (1 - is_phone) * _GROWTH
    return 1 + growth * years
