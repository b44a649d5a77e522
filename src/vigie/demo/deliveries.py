"""Shipments of orders: when each line leaves, when it arrives, and how late."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.counters import Counters
from vigie.demo.frame import Array, Frame, length, totals
from vigie.demo.orders import PRODUCT, SHIPPING, Batch
from vigie.demo.stories import tiny_base
from vigie.demo.world import World

LEAD: Final = np.array([3, 2, 1, 0])  # working days before a shipment leaves, per channel
_BACKORDERED: Final = 0.045
_LATE: Final = 0.13
_KILOMETRES: Final = (15, 320)


@dataclass(frozen=True)
class Shipments:
    """One row per delivery; `line_delivery` gives each order line's row, -1 for none."""

    deliveries: Frame
    line_delivery: Array


def ship(world: World, part: int, batch: Batch, counters: Counters) -> Shipments:
    """The deliveries of a batch of orders."""
    chance = world.seeds.stream("deliveries", part)
    orders, lines = batch.orders, batch.lines
    second = _backordered(world, chance, batch)
    alive = np.isnat(orders["cancelled"])[lines["order"]]
    cell = np.where(alive, lines["order"] * 2 + second, -1)
    cells, position = np.unique(cell, return_inverse=True)
    skipped = int(len(cells) > 0 and cells[0] == -1)
    order, late_part = np.divmod(cells[skipped:], 2)
    deliveries = _dated(world, chance, orders, order, late_part)
    shipments = Shipments(
        {**deliveries, "number": counters.next("delivery", len(order))},
        position.astype(np.int64) - skipped,
    )
    weight = _weights(world, lines, shipments)
    return Shipments({**shipments.deliveries, "weight": weight}, shipments.line_delivery)


def promised(world: World, orders: Frame) -> Array:
    """The day on which customers are told to expect their goods."""
    return _working(world, orders, LEAD[orders["channel"]] + 1)


def _working(world: World, orders: Frame, offset: Array) -> Array:
    """Working days later; goods bought over the counter leave on the spot."""
    counter = orders["channel"] == world.people.channel("store")
    return np.where(counter, orders["day"], world.span.working_day(orders["day"], offset))


def _backordered(world: World, chance: np.random.Generator, batch: Batch) -> Array:
    lines = batch.lines
    channel = batch.orders["channel"][lines["order"]]
    split = chance.random(length(lines)) < _BACKORDERED
    fee = np.zeros(length(batch.orders), dtype=bool)
    fee[lines["order"][lines["kind"] == SHIPPING]] = True
    counter = channel == world.people.channel("store")
    return split & (lines["kind"] == PRODUCT) & ~counter & ~fee[lines["order"]]


def _dated(
    world: World, chance: np.random.Generator, orders: Frame, order: Array, late_part: Array
) -> Frame:
    count = len(order)
    mine = {name: values[order] for name, values in orders.items()}
    counter = mine["channel"] == world.people.channel("store")
    waiting = late_part * chance.integers(6, 21, count)
    hindered = (chance.random(count) < _LATE) * (1 + chance.geometric(0.38, count))
    lead = LEAD[mine["channel"]] + waiting + hindered
    shipped = _working(world, mine, lead)
    island = world.accounts.region[mine["account"]] == world.geography.region(tiny_base.REGION)
    transit = 1 + island + (chance.random(count) < 0.05) * chance.integers(1, 4, count)
    arrived = np.where(counter, shipped, world.span.working_day(shipped, transit))
    return {
        "order": order,
        "shipped": shipped,
        "delivered": arrived,
        "promised": promised(world, mine),
        "counter": counter,
        "kilometres": np.where(counter, 0, chance.integers(*_KILOMETRES, count)),
    }


def _weights(world: World, lines: Frame, shipments: Shipments) -> Array:
    kilograms = np.array([p.kilograms for p in world.catalogue.products] + [0])
    weight = kilograms[lines["product"]] * lines["quantity"]
    moved = shipments.line_delivery >= 0
    count = len(shipments.deliveries["order"])
    return totals(shipments.line_delivery[moved], weight[moved], count)
