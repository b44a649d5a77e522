"""Purchases and stock: a weekly review orders from suppliers what the coming weeks will sell."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.frame import Array, Frame
from vigie.demo.settings import load
from vigie.demo.stories import idle_gas, late_supplier
from vigie.demo.world import World

_LEAD_DAYS: Final = (12, 33)  # the shortest and longest that suppliers promise
_REVIEW_WEEKS: Final = 2  # of safety
_COVER_WEEKS: Final = 5  # beyond the lead time that an order brings
_ON_TIME: Final = 0.9
_PRODUCTION: Final = "PIE-RAC"  # ranges that are cut and packed in Lyon
_PRODUCTION_WAREHOUSE: Final = 1


@dataclass
class Consumption:
    """Pieces that leave (net of what comes back), by week, warehouse and product."""

    pieces: Array

    @classmethod
    def empty(cls, world: World) -> "Consumption":
        shape = (len(world.span.mondays), len(world.people.teams), len(world.catalogue.products))
        return cls(np.zeros(shape, dtype=np.int64))

    def add(self, world: World, moved: Frame) -> None:
        week = world.span.week_of(moved["day"])
        np.add.at(self.pieces, (week, moved["warehouse"], moved["product"]), -moved["quantity"])


@dataclass(frozen=True)
class Suppliers:
    """Promises and delays; one value per week and supplier."""

    lead: Array  # days, per supplier
    ordered: Array  # the day of each week's orders
    promised: Array
    received: Array

    @classmethod
    def draw(cls, world: World) -> "Suppliers":
        chance = world.seeds.stream("suppliers")
        names = load("names")["suppliers"]
        lead = chance.integers(*_LEAD_DAYS, len(names))
        ordered = world.span.working_day(world.span.mondays + 1)
        promised = world.span.working_day(ordered[:, None] + lead)
        late = chance.random(promised.shape) > _ON_TIME - chance.uniform(0, 0.1, len(names))
        delay = np.where(
            late, chance.geometric(0.3, promised.shape), -chance.integers(0, 2, promised.shape)
        )
        story = names.index(late_supplier.SUPPLIER)
        before_end = world.span.months_before_end(promised[:, story])
        delay[:, story] += late_supplier.delay(chance, before_end)
        return cls(lead, ordered, promised, world.span.working_day(promised + delay))


@dataclass(frozen=True)
class Plan:
    """What the weekly review decided; weeks × warehouses × products."""

    opening: Array
    bought: Array
    produced: Array
    corrected: Array  # pieces that a count found, where more had left than was there
    on_hand: Array  # at the end of each week
    on_order: Array


def plan(world: World, consumption: Array, suppliers: Suppliers) -> Plan:
    """Runs the weekly review over the whole span."""
    weeks = len(consumption)
    supplier = np.maximum(world.catalogue.supplier, 0)
    arrival = world.span.week_of(suppliers.received)
    arrival = np.where(suppliers.received > world.span.last, weeks + 59, arrival)[:, supplier]
    lead_weeks = np.ceil(suppliers.lead[supplier] / 7).astype(np.int64) + 1
    ahead = _ahead(world, consumption)
    produced = _production(world, consumption)
    opening = np.ceil(_window(ahead, 0, lead_weeks + _COVER_WEEKS)).astype(np.int64) + 2
    opening[:, world.catalogue.is_service] = 0
    stock, coming = opening.copy(), np.zeros((weeks + 60, *opening.shape), dtype=np.int64)
    bought, corrected, on_hand, on_order = (np.zeros_like(consumption) for _ in range(4))
    for week in range(weeks):
        stock = stock + coming[week] + produced[week] - consumption[week]
        corrected[week] = np.maximum(-stock, 0)
        stock = stock + corrected[week]
        on_hand[week] = stock
        waiting = coming[week + 1 :].sum(axis=0)
        needed = _window(ahead, week + 1, lead_weeks + _REVIEW_WEEKS)
        wanted = _window(ahead, week + 1, lead_weeks + _REVIEW_WEEKS + _COVER_WEEKS)
        order = np.where(stock + waiting < needed, np.ceil(wanted - stock - waiting), 0)
        order = _story(world, consumption, week, np.maximum(order, 0).astype(np.int64), stock)
        order[:, world.catalogue.is_service] = 0
        order *= suppliers.ordered[week] <= world.span.last
        bought[week] = order
        for product in np.flatnonzero(order.any(axis=0)):
            coming[min(arrival[week, product], weeks + 59), :, product] += order[:, product]
        on_order[week] = waiting + order
    return Plan(opening, bought, produced, corrected, on_hand, on_order)


def _ahead(world: World, consumption: Array) -> Array:
    """Cumulated demand as the buyers foresee it: right on the whole, wrong each week."""
    chance = world.seeds.stream("purchase forecasts")
    level = consumption.mean(axis=0) + 0.02
    error = chance.lognormal(0, 0.22, consumption.shape)
    beyond = np.broadcast_to(consumption[-26:].mean(axis=0), (40, *level.shape))
    foreseen = np.concatenate([(0.75 * consumption + 0.25 * level) * error, beyond])
    return np.concatenate([np.zeros((1, *level.shape)), np.cumsum(foreseen, axis=0)])


def _window(ahead: Array, first: int, weeks: Array) -> Array:
    """Foreseen demand of so many weeks, each product having its own number."""
    last = np.minimum(first + weeks, len(ahead) - 1)
    products = np.arange(ahead.shape[2])
    found: Array = ahead[last, :, products].T - ahead[min(first, len(ahead) - 1)]
    return found


def _production(world: World, consumption: Array) -> Array:
    """A batch of each packed product every fourth week."""
    made = np.zeros_like(consumption)
    mine = np.array([product.range == _PRODUCTION for product in world.catalogue.products])
    level = np.ceil(consumption[:, _PRODUCTION_WAREHOUSE].mean(axis=0) * 0.8)
    for week in range(3, len(made) - 1, 4):
        made[week, _PRODUCTION_WAREHOUSE] = np.where(mine, level, 0)
    return made


def _story(world: World, consumption: Array, week: int, order: Array, stock: Array) -> Array:
    """Buys far too much of the ageing gas once, then nothing."""
    gas = world.catalogue.starting(idle_gas.GAS)
    last = len(consumption) - 1
    great = last - round(idle_gas.MONTHS * 4.35)
    if week < great:
        return order
    order[:, gas] = 0
    if week == great:
        to_come = consumption[week + 1 :, :, gas].sum(axis=0)
        year = consumption[-52:, :, gas].sum(axis=0)
        wanted = to_come + np.ceil(year * idle_gas.COVER_DAYS / 364) - stock[:, gas]
        order[:, gas] = np.maximum(wanted, 0).astype(np.int64)
    return order
