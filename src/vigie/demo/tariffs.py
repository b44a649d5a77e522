"""The rows of costs, price lists and what competitors ask."""

from typing import Final

import numpy as np

from vigie.demo.address_book import partner_ids
from vigie.demo.frame import Array
from vigie.demo.selling_tables import product_ids
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Words

_LISTS: Final = (("TARIF-PUBLIC", 100), ("TARIF-INSTALLATEUR", 86))
_WATCHED: Final = 36  # products whose price is compared every month


def write(world: World, sink: Sink) -> None:
    """Writes the three tables."""
    sink.write("product_cost", _costs(world))
    sink.write("price_list_item", _price_lists(world))
    sink.write("competitor_price", _competitors(world))


def _rises(world: World) -> Array:
    """The days on which prices changed: the span's first and every first of January."""
    years = np.arange(world.span.start.year + 1, world.span.until.year + 1) - 1970
    januaries = years.astype("datetime64[Y]").astype("datetime64[D]")
    return np.concatenate([world.span.days[:1], januaries])


def _costs(world: World) -> dict[str, ColumnData]:
    days = _rises(world)
    product, rise = (i.ravel() for i in np.indices((len(world.catalogue.products), len(days))))
    made = np.array([p.range == "PIE-RAC" for p in world.catalogue.products])[product]
    return {
        "product_id": Words(product_ids(world), product),
        "valid_from": days[rise],
        "cost_method": Words(["standard"], product * 0),
        "unit_cost": world.catalogue.costs(product, days[rise]),
        "includes": Words(["purchase", "production"], made.astype(np.int64)),
    }


def _price_lists(world: World) -> dict[str, ColumnData]:
    days = _rises(world)
    shape = (len(_LISTS), len(world.catalogue.products), len(days))
    name, product, rise = (index.ravel() for index in np.indices(shape))
    share = np.array([percent for _, percent in _LISTS])[name]
    following = np.append(days[1:] - 1, np.datetime64("NaT"))
    return {
        "price_list": Words([code for code, _ in _LISTS], name),
        "product_id": Words(product_ids(world), product),
        "valid_from": days[rise],
        "valid_to": following[rise],
        "min_quantity": product * 0,
        "unit_price": world.catalogue.prices(product, days[rise]) * share // 100,
        "currency_code": Words(["EUR"], product * 0),
    }


def _competitors(world: World) -> dict[str, ColumnData]:
    """Around our own public price; the discounter comes closer every year."""
    chance = world.seeds.stream("competitors")
    watched = np.argsort(-world.catalogue.weights * ~world.catalogue.is_service)[:_WATCHED]
    competitors = partner_ids("competitors")[:4]
    months = world.span.months[1:].astype("datetime64[D]")
    shape = (len(months), len(watched), len(competitors))
    month, rank, rival = (index.ravel() for index in np.indices(shape))
    day, product = world.span.working_day(months[month]), watched[rank]
    level = np.array([0.99, 0.96, 1.02, 0.91])[rival] - 0.0007 * month * (rival == 3)
    price = world.catalogue.prices(product, day) * level * chance.normal(1, 0.02, len(day))
    return {
        "product_id": Words(product_ids(world), product),
        "competitor_account_id": Words(competitors, rival),
        "observed_on": day,
        "unit_price": np.rint(price / 10).astype(np.int64) * 10,
        "source": Words(["Relevé en ligne"], month * 0),
    }
