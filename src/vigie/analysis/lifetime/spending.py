"""Gamma-Gamma: what a purchase of each customer is worth.

Fader, Hardie and Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", Journal of
Marketing Research 42(4), 2005. Purchases vary around a mean of the customer's own (gamma `p`); the
means vary between customers (gamma `q`, `gamma`). A customer of few purchases is drawn to the mean.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.special import gammaln

from vigie.analysis.lifetime.likelihood import Floats, most_likely


@dataclass(frozen=True, slots=True)
class Spending:
    """The three parameters; `gamma` is in money."""

    p: float
    q: float
    gamma: float

    @classmethod
    def fitted(cls, purchases: Floats, mean: Floats) -> Self:
        """The most likely parameters of customers with so many purchases worth `mean` each.

        Both are above nought. Raises Refused where the likelihood has no maximum.
        """
        unit = float(mean.mean())

        def loss(values: Floats) -> float:
            return -float(cls(*values).log_likelihood(purchases, mean / unit).sum())

        p, q, gamma = most_likely(loss, 3)
        return cls(p, q, gamma * unit)

    def log_likelihood(self, purchases: Floats, mean: Floats) -> Floats:
        """Of each customer."""
        px = self.p * purchases
        found: Floats = (
            gammaln(px + self.q)
            - gammaln(px)
            - gammaln(self.q)
            + self.q * np.log(self.gamma)
            + (px - 1) * np.log(mean)
            + px * np.log(purchases)
            - (px + self.q) * np.log(self.gamma + mean * purchases)
        )
        return found

    @property
    def has_mean(self) -> bool:
        """Whether customers are enough alike for their mean to exist."""
        return self.q > 1

    def expected(self, purchases: Floats, mean: Floats) -> Floats:
        """What the next purchase of each customer is worth; none known: the mean."""
        px = self.p * purchases
        return self.p * (self.gamma + mean * purchases) / (px + self.q - 1)
