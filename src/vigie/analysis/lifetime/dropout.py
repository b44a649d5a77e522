"""BG/NBD: how often customers buy, and whether they still do.

Fader, Hardie and Lee, "Counting Your Customers the Easy Way", Marketing Science 24(2), 2005. While
alive, a customer buys at a rate drawn from a gamma (`r`, `alpha`); after each purchase it leaves
with a probability drawn from a beta (`a`, `b`).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.special import betaln, gammaln, hyp2f1

from vigie.analysis.lifetime.likelihood import Floats, most_likely


@dataclass(frozen=True, slots=True)
class Dropout:
    """The four parameters; times are in the unit that they were fitted in."""

    r: float
    alpha: float
    a: float
    b: float

    @classmethod
    def fitted(cls, repeats: Floats, recency: Floats, age: Floats) -> Self:
        """The most likely parameters of customers with so many `repeats` after the first purchase.

        `recency` is the time from the first to the last purchase, `age` from the first to today.
        Raises Refused where the likelihood has no maximum.
        """
        # Times of the order of one keep the search well conditioned.
        unit = float(age.max())
        rows, times = np.unique(
            np.stack([repeats, recency / unit, age / unit]), axis=1, return_counts=True
        )

        def loss(values: Floats) -> float:
            return -float(np.dot(times, cls(*values).log_likelihood(*rows)))

        r, alpha, a, b = most_likely(loss, 4)
        return cls(r, alpha * unit, a, b)

    def log_likelihood(self, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """Of each customer."""
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        bought = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha)
        stayed = betaln(a, b + repeats) - betaln(a, b)
        alive = -(r + repeats) * np.log(alpha + age)
        came_back = np.maximum(repeats, 1)
        gone = np.log(a / (b + came_back - 1)) - (r + repeats) * np.log(alpha + recency)
        found: Floats = bought + stayed
        found += np.where(repeats > 0, np.logaddexp(alive, gone), alive)
        return found

    def alive(self, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """The probability that each customer still buys."""
        return 1 / (1 + self._odds_of_leaving(repeats, recency, age))

    def purchases(self, ahead: float, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        """How many purchases to expect of each customer within a time `ahead`."""
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        share = ahead / (alpha + age + ahead)
        # Euler's transformation of the article's series: nothing grows with the purchases.
        series = hyp2f1(a + b - 1 - r, a - 1, a + b + repeats - 1, share)
        unconditional = (a + b + repeats - 1) / (a - 1) * (1 - (1 - share) ** (a - 1) * series)
        found: Floats = unconditional / (1 + self._odds_of_leaving(repeats, recency, age))
        return found

    def _odds_of_leaving(self, repeats: Floats, recency: Floats, age: Floats) -> Floats:
        came_back = np.maximum(repeats, 1)
        waited = ((self.alpha + age) / (self.alpha + recency)) ** (self.r + repeats)
        odds: Floats = np.where(repeats > 0, self.a / (self.b + came_back - 1) * waited, 0.0)
        return odds
