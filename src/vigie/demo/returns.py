"""Goods that come back, and the credit notes that follow them or a corrected price."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.counters import Counters
from vigie.demo.documents import Documents, merge
from vigie.demo.frame import Array, Frame, length, take
from vigie.demo.orders import PRODUCT
from vigie.demo.stories import fresh_air
from vigie.demo.world import World

REASONS: Final = ("defect", "wrong_item", "late", "changed_mind", "recall", "other")
CREDIT_REASONS: Final = ("return", "quality", "price", "goodwill")
_REASON_WEIGHTS: Final = np.array([0.34, 0.24, 0.08, 0.28, 0.0, 0.06])
_BASE: Final = np.array([0.007, 0.007, 0.014, 0.005])  # of lines that come back, per channel
_ISSUED: Final = ("rank", "number")  # columns that a line gets when its document is issued
_CORRECTED: Final = 0.004  # of invoices, whose price was wrong


@dataclass(frozen=True)
class Returns:
    """One row per return and per returned line; `document` is a row of the invoices."""

    heads: Frame
    lines: Frame


def draw_returns(world: World, part: int, sold: Documents, counters: Counters) -> Returns:
    """What comes back of the invoices of one part, by `until`."""
    chance = world.seeds.stream("returns", part)
    lines, faulty = _returned_lines(world, chance, sold)
    documents, position = np.unique(lines["document"], return_inverse=True)
    count = len(documents)
    wait = chance.integers(4, 36, count)
    day = world.span.working_day(sold.heads["delivered"][documents] + wait)
    reason = np.zeros(count, dtype=np.int64)
    reason[position] = np.where(faulty, 0, lines["reason"])
    known = day <= world.span.last
    lines = {**lines, "return": position}
    lines = take(lines, known[position])
    place = np.cumsum(known) - 1
    heads = take({"document": documents, "day": day, "reason": reason}, known)
    heads["number"] = counters.next("sales_return", length(heads))
    lines["number"] = counters.next("sales_return_line", length(lines))
    return Returns(heads, {**lines, "return": place[lines["return"]]})


def _returned_lines(
    world: World, chance: np.random.Generator, sold: Documents
) -> tuple[Frame, Array]:
    lines, heads = sold.lines, sold.heads
    document = lines["document"]
    share = _BASE[heads["channel"][document]]
    before_end = world.span.months_before_end(heads["delivered"][document])
    story = lines["product"] == world.catalogue.model(fresh_air.MODEL)
    defects = np.where(story, fresh_air.defects(before_end), 0.0)
    luck = chance.random(length(lines))
    goods = (lines["kind"] == PRODUCT) & (lines["price"] > 0)
    rows = np.flatnonzero(goods & (luck < share + defects * np.minimum(lines["quantity"], 3)))
    picked = take(lines, rows)
    faulty = story[rows] & (defects[rows] > 0)
    pieces = np.ceil(picked["quantity"] * chance.uniform(0.2, 1.0, len(rows))).astype(np.int64)
    reasons = np.searchsorted(np.cumsum(_REASON_WEIGHTS), chance.random(len(rows)))
    return {**picked, "returned": pieces, "reason": np.minimum(reasons, 5)}, faulty


def credit_notes(world: World, part: int, sold: Documents, returns: Returns) -> Documents:
    """Credit notes of returns, some days later, and of prices that were wrong."""
    chance = world.seeds.stream("credit notes", part)
    goods = _for_returns(world, chance, sold, returns)
    prices = _for_prices(world, chance, sold)
    return merge(goods, prices)


def _for_returns(
    world: World, chance: np.random.Generator, sold: Documents, returns: Returns
) -> Documents:
    heads, lines = returns.heads, returns.lines
    wait = chance.integers(1, 9, length(heads))
    day = world.span.working_day(heads["day"], wait)
    reason = np.where(heads["reason"] == 0, 1, 0)
    return Documents(
        _credit_heads(sold, heads["document"], day, reason),
        _negative(sold, lines, lines["return"], lines["returned"], lines["price"], lines["cost"]),
    )


def _for_prices(world: World, chance: np.random.Generator, sold: Documents) -> Documents:
    count = length(sold.heads)
    chosen = np.flatnonzero(chance.random(count) < _CORRECTED)
    wait = chance.integers(5, 30, len(chosen))
    day = world.span.working_day(sold.heads["day"][chosen] + wait)
    reason = np.where(chance.random(len(chosen)) < 0.7, 2, 3)
    firsts = np.searchsorted(sold.lines["document"], chosen)
    lines = take(sold.lines, firsts)
    reduced = np.maximum(lines["price"] * 8 // 100, 50)
    free = np.zeros_like(lines["cost"])
    rank = np.arange(len(chosen))
    return Documents(
        _credit_heads(sold, chosen, day, reason),
        _negative(sold, lines, rank, np.abs(lines["quantity"]), reduced, free),
    )


def _credit_heads(sold: Documents, document: Array, day: Array, reason: Array) -> Frame:
    heads = take(sold.heads, document)
    issued = heads.pop("number")
    return {
        **heads,
        "day": np.maximum(day, heads["day"]),
        "terms": np.zeros_like(heads["terms"]),
        "credit": np.ones(len(document), dtype=bool),
        "corrected": issued,
        "reason": reason,
    }


def _negative(
    sold: Documents, lines: Frame, document: Array, pieces: Array, price: Array, cost: Array
) -> Frame:
    gross = price * pieces
    reduction = (gross * lines["discount"] + 5_000) // 10_000
    changed = {
        "document": document,
        "quantity": -pieces,
        "price": price,
        "cost": cost,
        "gross": -gross,
        "reduction": -reduction,
        "net": reduction - gross,
    }
    return {name: changed.get(name, lines[name]) for name in sold.lines if name not in _ISSUED}
