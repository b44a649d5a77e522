"""What the CRM knew of each deal and when: stage entries and pushed close dates."""

from typing import Final

import numpy as np

from vigie.demo.deals import Deals
from vigie.demo.frame import Array, Frame, length, spread, stack, take
from vigie.demo.stories import pushed_dates
from vigie.demo.world import World

FAR: Final = 100_000  # more days than any span has
_USUAL_PUSH: Final = 0.18
GUESSING: Final = 2  # stages before the proposal, in which the amount is still a guess


def draw(world: World, deals: Deals) -> Frame:
    """Every known state of every deal, by deal and day: stage, amount, expected close date.

    A deal's row at the same day and stage stands once; `pushed` tells moved dates apart.
    """
    chance = world.seeds.stream("deal history")
    entries = {**deals.entries, "pushed": np.zeros(len(deals.entries["deal"]), dtype=bool)}
    pushes = _pushes(chance, deals)
    pushes = take(pushes, pushes["day"] <= world.span.last)
    rows = stack([entries, {**pushes, "stage": np.full(length(pushes), -1)}])
    rows = take(rows, np.lexsort((rows["pushed"], rows["day"], rows["deal"])))
    rows["stage"] = _carried(rows["stage"])
    rows["expected"] = _expected(chance, deals, rows)
    rows["amount"] = _amounts(chance, deals, rows)
    return _without_repeats(rows)


def _pushes(chance: np.random.Generator, deals: Deals) -> Frame:
    """The days on which a close date is moved, evenly over the deal's life."""
    heads = deals.heads
    count = length(heads)
    low, high = pushed_dates.PUSHES
    usual = (chance.random(count) < _USUAL_PUSH).astype(np.int64)
    pushes = np.where(heads["pusher"], chance.integers(low, high + 1, count), usual)
    deal, rank = spread(pushes)
    life = (heads["closing"] - heads["created"]).astype(np.int64)[deal]
    share = (rank + 1) / (pushes[deal] + 1)
    day = heads["created"][deal] + (life * share).astype(np.int64)
    return {"deal": deal, "day": day, "pushed": np.ones(len(deal), dtype=bool)}


def _carried(stages: Array) -> Array:
    """The stage of the latest entry; every deal begins with one."""
    known = np.where(stages >= 0, np.arange(len(stages)), 0)
    carried: Array = stages[np.maximum.accumulate(known)]
    return carried


def _expected(chance: np.random.Generator, deals: Deals, rows: Frame) -> Array:
    """The close date hoped for at each moment: a month earlier for every push still to come."""
    heads, deal = deals.heads, rows["deal"]
    after = np.cumsum(rows["pushed"][::-1])[::-1] - rows["pushed"]
    last_row = np.searchsorted(deal, deal, side="right") - 1
    to_come = after - after[last_row]
    noise = chance.normal(0, 9, length(heads)).astype(np.int64)
    final = np.where(
        heads["pusher"], pushed_dates.quarter_end(heads["natural"]), heads["closing"] + noise
    )
    hoped = final[deal] - 31 * to_come
    return np.maximum(hoped, rows["day"] + 3)


def _amounts(chance: np.random.Generator, deals: Deals, rows: Frame) -> Array:
    guess = chance.uniform(0.75, 1.2, length(deals.heads))[rows["deal"]]
    exact = deals.heads["amount"][rows["deal"]]
    rounded = np.rint(exact * guess / 100_000).astype(np.int64) * 100_000 + 50_000
    return np.where(rows["stage"] < GUESSING, rounded, exact)


def _without_repeats(rows: Frame) -> Frame:
    """One row per deal, stage and day: the last one."""
    same = (
        (rows["deal"][1:] == rows["deal"][:-1])
        & (rows["stage"][1:] == rows["stage"][:-1])
        & (rows["day"][1:] == rows["day"][:-1])
    )
    return take(rows, np.append(~same, True))


def state_at(history: Frame, deals: Array, days: Array) -> Array:
    """The row of `history` that was true for each deal at the end of each day."""
    moment = history["deal"] * FAR + history["day"].astype(np.int64)
    asked = deals * FAR + days.astype(np.int64)
    found: Array = np.searchsorted(moment, asked, side="right") - 1
    return found
