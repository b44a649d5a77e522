"""What the trade costs the climate: travel, freight, products, returns, paper."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.frame import Array, take
from vigie.demo.returns import Returns
from vigie.demo.selling import Part
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

# id, activity, unit, kg CO2e for one unit
_FACTORS: Final = (
    ("FE-VOITURE", "Déplacement en voiture", "km", 0.192),
    ("FE-TRAIN", "Déplacement en train", "km", 0.004),
    ("FE-FRET", "Transport routier de marchandises", "t·km", 0.102),
    ("FE-CARTON", "Emballage carton", "kg", 0.74),
)
_INDICATORS: Final = (
    ("travel_km", "km", 0),
    ("travel_kgco2e", "kgCO2e", 0),
    ("delivery_kgco2e", "kgCO2e", 2),
    ("product_kgco2e", "kgCO2e", -1),
    ("packaging_kg", "kg", 3),
    ("return_rate", "ratio", -1),
    ("paperless_invoice_share", "ratio", -1),
    ("eco_label_share", "ratio", -1),
)
_KM_PER_REP: Final = 2_300  # a month
_PACKAGING: Final = 0.04  # of the weight sent


@dataclass(frozen=True)
class Footprint:
    """Sums by month (rows): tonne-kilometres, kilograms sent, returns, orders, invoices …"""

    sums: Array

    @classmethod
    def empty(cls, world: World) -> "Footprint":
        return cls(np.zeros((len(world.span.months), 8)))

    def add(self, world: World, part: Part) -> None:
        """Adds the deliveries, returns and invoices of one part."""
        heads, documents = part.shipped.deliveries, part.documents
        rows = take(heads, heads["shipped"] <= world.span.last)
        month = world.span.month_of(rows["shipped"])
        self._add(month, 0, rows["weight"] / 1000 * rows["kilometres"])
        self._add(month, 1, rows["weight"])
        self._add(month, 2, np.ones(len(month)))
        self._add_returns(world, part.returns)
        issued = world.span.month_of(documents.heads["day"])
        self._add(issued, 4, np.ones(len(issued)))
        self._add(issued, 5, world.accounts.is_electronic[documents.heads["account"]])
        labelled = np.array([p.eco_label is not None for p in world.catalogue.products] + [False])
        lines = documents.lines
        month = issued[lines["document"]]
        self._add(month, 6, lines["net"])
        self._add(month, 7, lines["net"] * labelled[lines["product"]])

    def _add_returns(self, world: World, returns: Returns) -> None:
        self._add(world.span.month_of(returns.heads["day"]), 3, np.ones(len(returns.heads["day"])))

    def _add(self, month: Array, column: int, values: Array) -> None:
        self.sums[:, column] += np.bincount(month, values, minlength=len(self.sums))


def write(world: World, footprint: Footprint, sink: Sink) -> None:
    """Writes the emission factors and the monthly indicators."""
    sink.write("emission_factor", _factors(world))
    sink.write("sustainability_observation", _observations(world, footprint))


def _factors(world: World) -> dict[str, ColumnData]:
    return {
        "factor_id": [code for code, _, _, _ in _FACTORS],
        "activity": [name for _, name, _, _ in _FACTORS],
        "unit": [unit for _, _, unit, _ in _FACTORS],
        "kgco2e_per_unit": np.array([value for _, _, _, value in _FACTORS]),
        "source": ["Ordres de grandeur de démonstration"] * len(_FACTORS),
        "valid_from": np.full(len(_FACTORS), world.span.days[0]),
    }


def _observations(world: World, footprint: Footprint) -> dict[str, ColumnData]:
    chance = world.seeds.stream("sustainability")
    months = world.span.months
    freight, kilograms, sent, returned, issued, paperless, net, labelled = footprint.sums.T
    travel = _KM_PER_REP * len(world.people.reps) * chance.uniform(0.85, 1.12, len(months))
    carbon = 5.2 * kilograms
    values = np.stack(
        [
            travel,
            travel * _FACTORS[0][3],
            freight * _FACTORS[2][3],
            carbon,
            kilograms * _PACKAGING,
            returned / np.maximum(sent, 1),
            paperless / np.maximum(issued, 1),
            labelled / np.maximum(net, 1),
        ],
        axis=1,
    )
    month, indicator = (index.ravel() for index in np.indices(values.shape))
    first = months[month].astype("datetime64[D]")
    factors = np.array([factor for _, _, factor in _INDICATORS])
    return {
        "indicator": Words([name for name, _, _ in _INDICATORS], indicator),
        "scope_type": Words(["company"], month * 0),
        "scope_id": Words(["company"], month * 0),
        "period_start": first,
        "period_end": (months[month] + 1).astype("datetime64[D]") - 1,
        "value": values.ravel(),
        "unit": Words([unit for _, unit, _ in _INDICATORS], indicator),
        "method": Words(["estimated", "measured"], (indicator >= 5).astype(np.int64)),
        "factor_id": Words([code for code, _, _, _ in _FACTORS], factors[indicator]),
    }
