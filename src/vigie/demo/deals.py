"""Opportunities: who, what, how far, and how long each stage takes."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import demand, scripts
from vigie.demo.frame import Array, Frame, pick, spread, stack, take, totals
from vigie.demo.orders import Batch, island_families
from vigie.demo.settings import load
from vigie.demo.stories import pushed_dates
from vigie.demo.world import World

DEALS_AT_SCALE_1: Final = 3_300
OPEN, WON, LOST, ABANDONED = range(4)
_WIN_RATE: Final = 0.37
_FAMILIES: Final = ("PAC", "CLI", "CHA", "ECS", "RAD")
_NEWCOMERS: Final = 0.75  # of the new customers came through a deal


@dataclass(frozen=True)
class Deals:
    """One row per opportunity; lines and stage entries point to their row by `deal`."""

    heads: Frame
    lines: Frame
    entries: Frame

    @property
    def is_open(self) -> Array:
        return self.heads["status"] == OPEN


def draw(world: World) -> Deals:
    """All opportunities of the span, as they stand at `until`."""
    chance = world.seeds.stream("deals")
    heads = stack([_newcomers(world, chance), _developments(world, chance)])
    heads = take(heads, np.argsort(heads["created"], kind="stable"))
    lines = _lines(world, chance, heads)
    heads["amount"] = totals(lines["deal"], lines["net"], len(heads["created"]))
    heads["family"] = world.catalogue.family[_first_products(lines, len(heads["created"]))]
    heads, entries = _stages(world, chance, heads)
    return Deals(heads, lines, entries)


def _newcomers(world: World, chance: np.random.Generator) -> Frame:
    """Deals won with new customers: they close on the customer's first day."""
    accounts, span = world.accounts, world.span
    new = (accounts.since > span.days[75]) & ~accounts.is_consumer & ~accounts.is_foreign
    account = np.flatnonzero(new & (chance.random(len(accounts)) < _NEWCOMERS))
    account = account[accounts.since[account] <= span.last]
    closed = span.working_day(accounts.since[account])
    created = span.working_day(closed - chance.integers(25, 75, len(account)))
    return {
        "account": account,
        "owner": accounts.owner[account],
        "created": created,
        "natural": closed,
        "won": np.ones(len(account), dtype=bool),
        "new": np.ones(len(account), dtype=bool),
    }


def _developments(world: World, chance: np.random.Generator) -> Frame:
    """Deals with customers of the house, and with prospects who may never become one."""
    count = round(DEALS_AT_SCALE_1 * world.scale) + 24
    pace = demand.orders_per_day(world.span, world.weather, 1.0).sum(axis=1)
    pace = np.where(world.span.is_open(world.span.days), pace, 0.0)
    created = world.span.days[pick(chance, pace, count)]
    owner = pick(chance, np.array([0.6 if rep.inside else 1.0 for rep in world.people.reps]), count)
    account = _existing(world, chance, owner, created)
    prospect = (chance.random(count) < 0.22) | (account < 0)
    skill = np.random.default_rng(len(world.people.reps)).normal(0, 0.04, len(world.people.reps))
    won = (chance.random(count) < _WIN_RATE + skill[owner]) & ~prospect
    length = chance.gamma(3.2, 19, count).astype(np.int64) + 3
    return {
        "account": np.where(prospect, -1, account),
        "owner": owner,
        "created": created,
        "natural": world.span.working_day(created + length),
        "won": won,
        "new": prospect,
    }


def _existing(world: World, chance: np.random.Generator, owner: Array, created: Array) -> Array:
    """One of the owner's customers, who is one on that day; -1 when the owner has none."""
    accounts = world.accounts
    found = np.full(len(owner), -1)
    for rep in range(len(world.people.reps)):
        mine = np.flatnonzero((accounts.owner == rep) & ~accounts.is_foreign)
        rows = np.flatnonzero(owner == rep)
        if len(mine) and len(rows):
            found[rows] = mine[pick(chance, accounts.weight[mine] ** 0.6, len(rows))]
    here = (accounts.since[found] <= created) & (accounts.gone[found] > created)
    return np.where(here & (found != accounts.key_account), found, -1)


def _lines(world: World, chance: np.random.Generator, heads: Frame) -> Frame:
    families = [family["id"] for family in load("catalogue")["families"]]
    count = len(heads["created"])
    main = np.array([families.index(name) for name in _FAMILIES])[
        pick(chance, np.array([30, 30, 14, 14, 12]), count)
    ]
    deal, rank = spread(1 + chance.poisson(2.2, count))
    extra = np.array([families.index(name) for name in ("REG", "PIE", "FLU", "SER")])
    other = extra[pick(chance, np.array([3, 5, 1.5, 1.5]), len(deal))]
    family = np.where((rank == 0) | (chance.random(len(deal)) < 0.3), main[deal], other)
    family = island_families(world, heads["account"][deal], family)
    created = heads["created"][deal]
    month = world.span.month_of(np.minimum(created, world.span.last))
    product = world.shelf.draw(chance, month, family)
    pieces = np.where(np.isin(family, main), 4.0, 9.0)
    quantity = 1 + np.floor(chance.exponential(pieces)).astype(np.int64)
    listed = world.catalogue.prices(product, created)
    house = np.where(heads["account"] < 0, 1500, world.accounts.discount[heads["account"]])[deal]
    points = house + 100 * world.people.generosity[heads["owner"]][deal] + chance.normal(150, 200)
    discount = (np.clip(points, 0, 4000) // 50).astype(np.int64) * 50
    gross = listed * quantity
    reduction = (gross * discount + 5_000) // 10_000
    return {
        "deal": deal,
        "rank": rank,
        "product": product,
        "quantity": quantity,
        "price": listed,
        "discount": discount,
        "net": gross - reduction,
        "cost": world.catalogue.costs(product, created),
    }


def _first_products(lines: Frame, count: int) -> Array:
    return lines["product"][np.searchsorted(lines["deal"], np.arange(count))]


def _stages(world: World, chance: np.random.Generator, heads: Frame) -> tuple[Frame, Frame]:
    """Adds the outcome at `until` and makes every stage entry up to then."""
    stages = load("pipeline")["stages"]
    count = len(heads["created"])
    pusher = heads["owner"] == world.people.rep(pushed_dates.REP)
    closing = pushed_dates.closing(chance, heads["natural"])
    closing = np.where(pusher & ~heads["new"], world.span.working_day(closing), heads["natural"])
    reached = np.where(
        heads["won"], len(stages) - 1, pick(chance, np.array([s["lost"] for s in stages]), count)
    )
    weights = np.array([stage["days"] for stage in stages]) * chance.gamma(4, 0.25, (count, 4))
    weights = np.where(np.arange(len(stages)) <= reached[:, None], weights, 0)
    passed = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    entered = np.concatenate([np.zeros((count, 1)), passed[:, :-1]], axis=1)
    duration = (closing - heads["created"]).astype(np.int64)
    day = heads["created"][:, None] + (entered * duration[:, None]).astype(np.int64)
    day = world.span.working_day(day)
    lost = np.where(chance.random(count) < 0.15, ABANDONED, LOST)
    over = closing <= world.span.last
    status = np.where(over, np.where(heads["won"], WON, lost), OPEN)
    known = (np.arange(len(stages)) <= reached[:, None]) & (day <= world.span.last)
    heads = {
        **heads,
        "closing": closing,
        "status": status,
        "stage": known.sum(axis=1) - 1,
        "pusher": pusher,
    }
    deal, stage = np.nonzero(known)
    entries = {"deal": deal, "stage": stage, "day": day[deal, stage]}
    closed = np.flatnonzero(over)
    final = {"deal": closed, "stage": len(stages) - 1 + status[closed], "day": closing[closed]}
    return heads, stack([entries, final])


def won_orders(world: World, deals: Deals, quotes: Array) -> Batch:
    """The order that each won deal becomes on the day it closes, as its quote says."""
    heads, lines = deals.heads, deals.lines
    won = np.flatnonzero((heads["status"] == WON) & (heads["account"] >= 0))
    place = np.full(len(heads["status"]), -1)
    place[won] = np.arange(len(won))
    mine = take(lines, place[lines["deal"]] >= 0)
    channel = np.full(len(won), world.people.channel("field_sales"))
    content = {
        "order": place[mine["deal"]],
        "agreed": mine["price"],
        **{name: mine[name] for name in ("product", "quantity", "discount")},
    }
    return scripts.order_batch(
        heads["closing"][won], channel, heads["account"][won], content, quotes[won], won + 1
    )
