"""Orders and their lines, drawn for a run of days."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import assortment, currency, demand, promotions
from vigie.demo.catalogue import Catalogue
from vigie.demo.counters import Counters
from vigie.demo.frame import Array, Frame, draw, length, pick_each, spread, stack, take, totals
from vigie.demo.settings import load
from vigie.demo.stories import lost_account, stalled_basket, tiny_base
from vigie.demo.world import World

KINDS: Final = ("product", "service", "shipping", "free_good")
PRODUCT, SERVICE, SHIPPING, FREE_GOOD = range(4)
_MOST_LINES: Final = 15
_MOST_PIECES: Final = 80
_LINES: Final = np.array([2.9, 2.1, 1.7, 1.5])  # beyond the first, per channel
_CHANNEL_DISCOUNT: Final = np.array([150, 0, -250, -350])
_FREE_SHIPPING: Final = 25_000
_SHIPPING_FEE: Final = 1_290
_CANCELLED: Final = 0.013


@dataclass(frozen=True)
class Batch:
    """The orders of a run of days; a line's `order` is a position in `orders`."""

    orders: Frame
    lines: Frame


def draw_batch(world: World, part: int, days: slice, scripted: Batch, counters: Counters) -> Batch:
    """The orders of some days of the span, the scripted ones among them.

    A scripted line has the price agreed in its quote (`agreed`, 0 for the list price).
    """
    chance = world.seeds.stream("orders", part)
    orders = _draw_orders(world, chance, days)
    lines = _draw_lines(world, chance, orders)
    merged = _by_day(_merge(Batch(orders, lines), scripted))
    priced = _priced(world, chance, merged)
    priced["number"] = counters.next("sales_order_line", length(priced))
    return Batch(_headed(world, chance, merged.orders, priced, counters), priced)


def _draw_orders(world: World, chance: np.random.Generator, days: slice) -> Frame:
    expected = demand.orders_per_day(world.span, world.weather, world.scale)[days]
    counts = chance.poisson(expected)
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    day, theme = np.divmod(cell, counts.shape[1])
    day += days.start
    channel = pick_each(chance, demand.channel_weights(world.span), day)
    account = _draw_accounts(world, chance, day, channel, theme)
    nothing = np.full(len(day), -1)
    return {
        "day": world.span.days[day],
        "channel": channel,
        "account": account,
        "theme": theme,
        "quote": nothing,
        "opportunity": nothing,
    }


def _draw_accounts(
    world: World, chance: np.random.Generator, day: Array, channel: Array, theme: Array
) -> Array:
    """Who orders: by weight, channel habits and trade, among those who are customers then."""
    month = world.span.month_of(world.span.days[day])
    themes = load("catalogue")["themes"]
    cell = (month * 4 + channel) * len(themes) + theme
    order = np.argsort(cell, kind="stable")
    cells, starts = np.unique(cell[order], return_index=True)
    bounds = [*starts.tolist(), len(order)]
    account = np.empty(len(day), dtype=np.int64)
    for position, name in enumerate(cells.tolist()):
        rows = order[bounds[position] : bounds[position + 1]]
        where, kind = divmod(name, len(themes))
        weights = _presence(world, where // 4) * world.accounts.habits[:, where % 4]
        weights = weights * (1.05 - np.abs(world.accounts.trade - themes[kind]["trade"]))
        account[rows] = draw(chance, np.cumsum(weights), len(rows))
    return account


def _presence(world: World, month: int) -> Array:
    """Each customer's weight in a month: 0 before it came and once it has left."""
    first = world.span.months[month].astype("datetime64[D]")
    accounts = world.accounts
    here = (accounts.since <= first + 27) & (accounts.gone > first)
    weights = np.where(here, accounts.weight, 0.0)
    left = lost_account.demand(world.span.months_before_end(np.array([first + 15])))
    weights[accounts.key_account] *= left[0]
    return weights


def _draw_lines(world: World, chance: np.random.Generator, orders: Frame) -> Frame:
    years = world.span.years_since_start(orders["day"])
    phone = orders["channel"] == world.people.channel(stalled_basket.CHANNEL)
    size = world.accounts.size[orders["account"]]
    wanted = (1 + _LINES[orders["channel"]] * size**0.25) * stalled_basket.volume(phone, years)
    counts = np.minimum(1 + chance.poisson(np.maximum(wanted - 1, 0.05)), _MOST_LINES)
    order, rank = spread(counts)
    family = pick_each(chance, assortment.theme_families(), orders["theme"][order])
    family = island_families(world, orders["account"][order], family)
    month = world.span.month_of(orders["day"])[order]
    pieces = np.array(list(load("catalogue")["quantities"].values()))
    extra = chance.exponential(pieces[family] * size[order] ** 0.5)
    return {
        "order": order,
        "rank": rank,
        "product": world.shelf.draw(chance, month, family),
        "quantity": np.minimum(1 + np.floor(extra), _MOST_PIECES).astype(np.int64),
        "discount": _discounts(world, chance, take(orders, order)),
        "agreed": np.zeros(len(order), dtype=np.int64),
    }


def island_families(world: World, account: Array, family: Array) -> Array:
    """Families as drawn, but for the island: it buys no heat pump except those of its story."""
    names = [entry["id"] for entry in load("catalogue")["families"]]
    island = world.accounts.region[account] == world.geography.region(tiny_base.REGION)
    concerned = island & (family == names.index(tiny_base.FAMILY))
    return np.where(concerned & (account >= 0), names.index(tiny_base.INSTEAD), family)


def _discounts(world: World, chance: np.random.Generator, orders: Frame) -> Array:
    owner = world.accounts.owner[orders["account"]]
    generosity = np.where(owner < 0, 0.0, world.people.generosity[owner]) * 100
    points = world.accounts.discount[orders["account"]] + generosity
    points = points + _CHANNEL_DISCOUNT[orders["channel"]] + chance.normal(0, 250, len(owner))
    return (np.clip(points, 0, 4200) // 50).astype(np.int64) * 50


def _merge(drawn: Batch, scripted: Batch) -> Batch:
    shifted = {**scripted.lines, "order": scripted.lines["order"] + length(drawn.orders)}
    return Batch(stack([drawn.orders, scripted.orders]), stack([drawn.lines, shifted]))


def _by_day(batch: Batch) -> Batch:
    sequence = np.argsort(batch.orders["day"], kind="stable")
    place = np.empty_like(sequence)
    place[sequence] = np.arange(len(sequence))
    lines = {**batch.lines, "order": place[batch.lines["order"]]}
    return Batch(
        take(batch.orders, sequence), take(lines, np.lexsort((lines["rank"], lines["order"])))
    )


def _priced(world: World, chance: np.random.Generator, batch: Batch) -> Frame:
    """Lines with prices, promotions, free goods and shipping fees, in order of their orders."""
    lines, orders = batch.lines, batch.orders
    day, quoted = orders["day"][lines["order"]], lines["agreed"] > 0
    listed = world.catalogue.prices(lines["product"], day)
    promotion = promotions.of(world.catalogue, world.span, lines["product"], day)
    lines = {
        **lines,
        "kind": np.where(world.catalogue.is_service[lines["product"]], SERVICE, PRODUCT),
        "list_price": listed,
        "price": np.where(quoted, lines["agreed"], listed),
        "cost": _costs(world.catalogue, chance, lines["product"], day),
        "promotion": np.where(quoted, -1, promotion),
    }
    lines = promotions.apply(world.span, lines, FREE_GOOD)
    rate = _rates(world, orders)[lines["order"]]
    for name in ("price", "list_price"):
        lines[name] = currency.convert(lines[name], rate)
    lines = _with_fees(world, orders, _amounts(lines))
    lines = take(lines, np.argsort(lines["order"], kind="stable"))
    firsts = np.searchsorted(lines["order"], np.arange(length(orders)))
    lines["rank"] = np.arange(length(lines)) - firsts[lines["order"]]
    return lines


def _costs(catalogue: Catalogue, chance: np.random.Generator, product: Array, day: Array) -> Array:
    """Average cost at the time of the sale: the standard, give or take 2 %."""
    drift = chance.normal(1.0, 0.02, len(product))
    return np.rint(catalogue.costs(product, day) * drift).astype(np.int64)


def _rates(world: World, orders: Frame) -> Array:
    foreign = world.accounts.is_foreign[orders["account"]]
    return np.where(foreign, world.franc_rate(orders["day"]), 10_000)


def _amounts(lines: Frame) -> Frame:
    gross = lines["price"] * lines["quantity"]
    reduction = (gross * lines["discount"] + 5_000) // 10_000
    return {**lines, "gross": gross, "reduction": reduction, "net": gross - reduction}


def _with_fees(world: World, orders: Frame, lines: Frame) -> Frame:
    """Small orders from the online shop pay for their shipping."""
    net = totals(lines["order"], lines["net"], length(orders))
    online = orders["channel"] == world.people.channel("online")
    paying = np.flatnonzero(online & (net < _FREE_SHIPPING))
    fee = np.full(len(paying), _SHIPPING_FEE)
    fixed = {
        "order": paying,
        "product": np.full(len(paying), -1),
        "quantity": np.ones(len(paying), dtype=np.int64),
        "kind": np.full(len(paying), SHIPPING),
        "price": fee,
        "list_price": fee,
        "cost": np.full(len(paying), 980),
        "promotion": np.full(len(paying), -1),
        "gross": fee,
        "net": fee,
    }
    zero = np.zeros(len(paying), dtype=np.int64)
    return stack([lines, {name: fixed.get(name, zero) for name in lines}])


def _headed(
    world: World, chance: np.random.Generator, orders: Frame, lines: Frame, counters: Counters
) -> Frame:
    """Orders with their number, totals, people and whether they get cancelled."""
    count = length(orders)
    accounts = world.accounts
    account = orders["account"]
    shipping = np.where(lines["kind"] == SHIPPING, lines["net"], 0)
    dropped = (chance.random(count) < _CANCELLED) & (orders["quote"] < 0)
    cancelled = orders["day"] + chance.integers(1, 4, count)
    in_store = orders["channel"] == world.people.channel("store")
    return {
        **orders,
        "number": counters.next("sales_order", count),
        "net": totals(lines["order"], lines["net"], count),
        "reduction": totals(lines["order"], lines["reduction"], count),
        "shipping": totals(lines["order"], shipping, count),
        "cost": totals(lines["order"], lines["cost"] * lines["quantity"], count),
        "rep": accounts.owner[account],
        "team": accounts.team[account],
        "store": np.where(in_store, accounts.store[account], -1),
        "foreign": accounts.is_foreign[account],
        "cancelled": np.where(
            dropped & (cancelled <= world.span.last) & ~in_store, cancelled, np.datetime64("NaT")
        ),
    }
