"""What is sold: families, ranges, products with prices, costs and suppliers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from vigie.demo.calendar import Span
from vigie.demo.frame import Array
from vigie.demo.randomness import Seeds
from vigie.demo.settings import load

PRICE_RISE = 0.03  # every first of January
_LEVEL = 0.84  # of the prices in catalogue.yaml
_COST = 0.975  # against the shares of catalogue.yaml


@dataclass(frozen=True, slots=True)
class Product:
    """One product; `price` and `cost` are cents of the first year."""

    code: str
    name: str
    family: int
    range: str
    brand: str
    model: str
    price: int
    cost: int
    weight: float
    supplier: int  # position among the suppliers, -1 for a service
    kilograms: int
    shelf_days: int
    launched_month: int  # counted from the first month, -1 when it was there before
    eco_label: str | None

    @property
    def is_service(self) -> bool:
        return self.supplier < 0


@dataclass(frozen=True)
class Catalogue:
    """The products, those of one family side by side, and how prices move."""

    products: tuple[Product, ...]
    span: Span

    @classmethod
    def build(cls, seeds: Seeds, span: Span) -> "Catalogue":
        chance = seeds.stream("catalogue")
        families = [family["id"] for family in load("catalogue")["families"]]
        months = len(span.months)
        products = []
        for position, model in enumerate(load("catalogue")["models"]):
            family = families.index(model["range"].split("-")[0])
            products.extend(_variants(model, position, family, months, chance))
        products.sort(key=lambda product: product.family)
        return cls(tuple(products), span)

    @cached_property
    def family(self) -> Array:
        return np.array([product.family for product in self.products])

    @cached_property
    def weights(self) -> Array:
        return np.array([product.weight for product in self.products])

    @cached_property
    def is_service(self) -> Array:
        return np.array([product.is_service for product in self.products])

    @cached_property
    def supplier(self) -> Array:
        return np.array([product.supplier for product in self.products])

    @cached_property
    def launched_month(self) -> Array:
        return np.array([product.launched_month for product in self.products])

    @cached_property
    def base_prices(self) -> Array:
        return np.array([product.price for product in self.products])

    @cached_property
    def base_costs(self) -> Array:
        return np.array([product.cost for product in self.products])

    def rises(self, days: Array) -> Array:
        """How many yearly price rises each day has seen since the first one."""
        years = days.astype("datetime64[Y]") - np.datetime64(self.span.start, "Y")
        return years.astype(np.int64)

    def prices(self, products: Array, days: Array) -> Array:
        """List prices in cents on each day."""
        factor = (1 + PRICE_RISE) ** self.rises(days)
        return np.rint(self.base_prices[products] * factor / 10).astype(np.int64) * 10

    def costs(self, products: Array, days: Array) -> Array:
        """Unit costs in cents on each day; they rise with the prices."""
        factor = (1 + PRICE_RISE) ** self.rises(days)
        return np.rint(self.base_costs[products] * factor).astype(np.int64)

    def model(self, name: str) -> int:
        """The position of the first product whose model or name starts so."""
        return next(
            position
            for position, product in enumerate(self.products)
            if product.model == name or product.name.startswith(name)
        )

    def starting(self, name: str) -> Array:
        """The positions of all products whose name starts so."""
        return np.array([i for i, p in enumerate(self.products) if p.name.startswith(name)])


def _variants(
    model: dict[str, Any], position: int, family: int, months: int, chance: np.random.Generator
) -> list[Product]:
    suppliers = load("names")["suppliers"]
    found = []
    for rank, brand in enumerate(model["brands"]):
        premium = 1 + 0.07 * (len(model["brands"]) / 2 - rank)
        supplier = suppliers.index(model["supplier"][rank]) if model["supplier"] else -1
        for step, size in enumerate(model["sizes"]):
            price = round((model["price"] + step * model["step"]) * premium * _LEVEL) * 100
            words = {"brand": brand, "size": size}
            middle = 1 / (1 + abs(step - (len(model["sizes"]) - 1) / 2.5))
            found.append(
                Product(
                    code=f"{model['range']}-{position:02d}{rank + 1}{step + 1}",
                    name=model["name"].format(**words),
                    family=family,
                    range=model["range"],
                    brand=brand or "Maison",
                    model=model.get("model", "{brand} {size}").format(**words).strip(),
                    price=price,
                    cost=round(price * model["cost"] * _COST * (1 + chance.normal(0, 0.025))),
                    weight=model["weight"] * middle / (1 + 0.6 * rank) * chance.lognormal(0, 0.35),
                    supplier=supplier,
                    kilograms=model.get("kg", 0) + 4 * step * (model.get("kg", 0) > 20),
                    shelf_days=model.get("shelf", 0),
                    launched_month=months + model["launched"] if "launched" in model else -1,
                    eco_label=model.get("eco"),
                )
            )
    return found
