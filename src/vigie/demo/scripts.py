"""Orders that are not left to chance: those of won deals and of some stories."""

import numpy as np

from vigie.demo.frame import Array, Frame, stack
from vigie.demo.orders import Batch
from vigie.demo.stories import tiny_base
from vigie.demo.world import World


def nothing() -> Batch:
    """No order at all."""
    none = np.zeros(0, dtype=np.int64)
    return order_batch(none.astype("datetime64[D]"), none, none, {}, none, none)


def order_batch(
    day: Array, channel: Array, account: Array, lines: Frame, quote: Array, opportunity: Array
) -> Batch:
    """Orders with their lines (order, product, quantity, discount, agreed)."""
    none = np.zeros(0, dtype=np.int64)
    order = lines.get("order", none)
    whole = {name: lines.get(name, none) for name in ("product", "quantity", "discount", "agreed")}
    return Batch(
        {
            "day": day,
            "channel": channel,
            "account": account,
            "theme": np.zeros(len(day), dtype=np.int64),
            "quote": quote,
            "opportunity": opportunity,
        },
        {"order": order, "rank": np.arange(len(order)), **whole},
    )


def join(batches: list[Batch]) -> Batch:
    """All orders of several scripts, by day."""
    starts = np.cumsum([0, *(len(batch.orders["day"]) for batch in batches[:-1])])
    lines = [
        {**batch.lines, "order": batch.lines["order"] + start}
        for batch, start in zip(batches, starts, strict=True)
    ]
    return Batch(stack([batch.orders for batch in batches]), stack(lines))


def island(world: World) -> Batch:
    """The heat pumps of the story of the tiny base, one an order."""
    days = tiny_base.order_days(world.span)
    region = world.geography.region(tiny_base.REGION)
    trade = np.flatnonzero((world.accounts.region == region) & ~world.accounts.is_consumer)
    if len(trade) == 0:
        return nothing()
    heaviest = trade[np.argsort(-world.accounts.weight[trade], kind="stable")][:3]
    rank = np.arange(len(days))
    nobody = np.full(len(days), -1)
    pump = world.catalogue.model(tiny_base.MODEL)
    lines = {
        "order": rank,
        "product": np.full(len(days), pump),
        "quantity": np.ones(len(days), dtype=np.int64),
        "discount": np.full(len(days), 1500),
        "agreed": np.zeros(len(days), dtype=np.int64),
    }
    field = np.full(len(days), world.people.channel("field_sales"))
    return order_batch(days, field, heaviest[rank % len(heaviest)], lines, nobody, nobody)
