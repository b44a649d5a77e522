"""Which products sell in which month: launches, fading models, the stories' products."""

from typing import Final

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.catalogue import Catalogue
from vigie.demo.frame import Array
from vigie.demo.settings import load
from vigie.demo.stories import fresh_air, idle_gas

_RAMP_MONTHS: Final = 6


def weights(catalogue: Catalogue, span: Span) -> Array:
    """The share of each product (columns) within its family, month by month (rows)."""
    months = np.arange(len(span.months))[:, None]
    launched = catalogue.launched_month[None, :]
    age = np.where(launched < 0, 99, months - launched + 1)
    ramp = np.clip(age / _RAMP_MONTHS, 0.0, 1.0)
    shares = catalogue.weights[None, :] * ramp
    before_end = span.months_before_end(span.months.astype("datetime64[D]") + 15)
    shares[:, catalogue.model(fresh_air.MODEL)] *= fresh_air.USUAL * fresh_air.demand(before_end)
    shares[:, catalogue.starting(idle_gas.GAS)] *= idle_gas.demand(before_end)[:, None]
    return shares


def theme_families() -> Array:
    """The weight of each family (columns) in each kind of order (rows)."""
    content = load("catalogue")
    families = [family["id"] for family in content["families"]]
    return np.array(
        [[theme["families"].get(name, 0) for name in families] for theme in content["themes"]],
        dtype=np.float64,
    )


class Shelf:
    """Draws products of given families in given months, all at once."""

    def __init__(self, catalogue: Catalogue, shares: Array) -> None:
        count = len(catalogue.products)
        self._cumulated = np.cumsum(shares.ravel())
        bounds = np.searchsorted(catalogue.family, np.arange(catalogue.family[-1] + 2))
        before = np.concatenate([[0.0], self._cumulated])
        rows = np.arange(len(shares))[:, None] * count
        self._first = before[rows + bounds[None, :-1]]
        self._last = before[rows + bounds[None, 1:]]
        self._count = count

    def draw(self, chance: np.random.Generator, months: Array, families: Array) -> Array:
        """One product per (month, family)."""
        first, last = self._first[months, families], self._last[months, families]
        points = first + chance.random(len(months)) * (last - first)
        cell: Array = np.searchsorted(self._cumulated, points, side="right")
        return np.minimum(cell, len(self._cumulated) - 1) % self._count
