"""Money of other countries: a smooth daily rate of the Swiss franc and the dollar."""

from typing import Final

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.frame import Array
from vigie.demo.randomness import Seeds

COMPANY: Final = "EUR"
FOREIGN: Final = ("CHF", "USD")
_LEVEL: Final = np.array([1.052, 0.921])


def rates(seeds: Seeds, span: Span) -> Array:
    """Euros for one unit, in ten-thousandths: one row per day, one column per currency."""
    steps = seeds.stream("currency").normal(0, 0.0012, (len(span.days), len(FOREIGN)))
    # Pulled back to their level, so that three years never run away.
    path = np.zeros_like(steps)
    for day in range(1, len(steps)):
        path[day] = 0.995 * path[day - 1] + steps[day]
    return np.rint(_LEVEL * np.exp(path) * 10_000).astype(np.int64)


def convert(cents: Array, rate: Array) -> Array:
    """Euro cents in the document's currency; `rate` in ten-thousandths."""
    return (cents * 20_000 + rate) // (2 * rate)
