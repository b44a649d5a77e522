"""The rows of families and products."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.stories import fresh_air
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData

_KG_CO2_PER_KG: Final = 5.2


def write(world: World, sink: Sink) -> None:
    """Writes categories and products."""
    sink.write("product_category", _categories())
    sink.write("product", _products(world))


def _categories() -> dict[str, ColumnData]:
    families = load("catalogue")["families"]
    ranges = [(code, name, family["id"]) for family in families for code, name in family["ranges"]]
    return {
        "category_id": [*(f["id"] for f in families), *(code for code, _, _ in ranges)],
        "name": [*(f["name"] for f in families), *(name for _, name, _ in ranges)],
        "parent_category_id": [*(None for _ in families), *(parent for _, _, parent in ranges)],
    }


def launch_days(world: World) -> Array:
    """When each product came on the market."""
    months = world.catalogue.launched_month
    first = world.span.months[np.maximum(months, 0)].astype("datetime64[D]")
    old = world.span.days[0] - 400 - 37 * (np.arange(len(months)) % 60)
    return np.where(months < 0, old, first)


def _products(world: World) -> dict[str, ColumnData]:
    products = world.catalogue.products
    count = len(products)
    today = np.full(count, world.span.last)
    positions = np.arange(count)
    range_names = {code: name for f in load("catalogue")["families"] for code, name in f["ranges"]}
    kilograms = np.array([p.kilograms for p in products])
    perishable = np.array([p.shelf_days > 0 for p in products])
    story = world.catalogue.model(fresh_air.MODEL)
    return {
        "product_id": [p.code for p in products],
        "sku": [p.code.replace("-", "") for p in products],
        "name": [p.name for p in products],
        "category_id": [p.range for p in products],
        "brand": [p.brand for p in products],
        "range": [range_names[p.range] for p in products],
        "model": [p.model for p in products],
        "product_type": ["service" if p.is_service else "good" for p in products],
        "uom_id": ["PCE"] * count,
        "list_price": world.catalogue.prices(positions, today),
        "currency_code": ["EUR"] * count,
        "standard_cost": world.catalogue.costs(positions, today),
        "weight_kg": kilograms,
        "is_perishable": perishable,
        "shelf_life_days": np.ma.masked_array(
            np.array([p.shelf_days for p in products]), mask=~perishable
        ),
        "critical_turnover": np.where(perishable, 4.0, np.nan),
        "launched_on": launch_days(world),
        "is_active": np.ones(count, dtype=bool),
        "recall_status": ["watch" if i == story else "none" for i in range(count)],
        "main_supplier_id": [supplier_id(p.supplier) for p in products],
        "carbon_kgco2e_per_unit": kilograms * _KG_CO2_PER_KG,
        "eco_label": [p.eco_label for p in products],
    }


def supplier_id(position: int) -> str | None:
    """The account of a supplier; a service has none."""
    return f"FO{position + 1:02d}" if position >= 0 else None
