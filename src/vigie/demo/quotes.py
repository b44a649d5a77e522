"""Quotes: sent when a deal reaches the proposal, revised in some negotiations."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import keys
from vigie.demo.deals import OPEN, WON, Deals
from vigie.demo.frame import Array, Frame, stack, take
from vigie.demo.payments import tax_amounts
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import Words

STATUSES: Final = ("draft", "sent", "accepted", "refused", "expired")
_PROPOSAL, _NEGOTIATION = 2, 3
_REVISED: Final = 0.3
_VALID_DAYS: Final = 45
_FIRST_OFFER: Final = 300  # basis points that the first version grants less


@dataclass(frozen=True)
class Quotes:
    """One row per version of a quote; `deal` is a row of the deals."""

    heads: Frame


def draw(world: World, deals: Deals) -> Quotes:
    """The quotes of all deals that got as far; numbered by day from 1."""
    chance = world.seeds.stream("quotes")
    entries = deals.entries
    proposed = take(entries, entries["stage"] == _PROPOSAL)
    negotiated = take(entries, entries["stage"] == _NEGOTIATION)
    revised = take(negotiated, chance.random(len(negotiated["deal"])) < _REVISED)
    has_second = np.isin(proposed["deal"], revised["deal"])
    first = {**proposed, "version": np.ones_like(proposed["deal"]), "last": ~has_second}
    second = {
        **revised,
        "version": np.full_like(revised["deal"], 2),
        "last": np.ones(len(revised["deal"]), dtype=bool),
    }
    heads = stack([first, second])
    heads = take(heads, np.lexsort((heads["version"], heads["deal"], heads["day"])))
    heads["number"] = np.arange(1, len(heads["deal"]) + 1)
    heads["status"] = _statuses(world, deals, heads)
    return Quotes(heads)


def accepted_by_deal(quotes: Quotes, deals: Deals) -> Array:
    """The number of the quote that each deal was won with, -1 for none."""
    found = np.full(len(deals.heads["status"]), -1)
    won = take(quotes.heads, quotes.heads["status"] == STATUSES.index("accepted"))
    found[won["deal"]] = won["number"]
    return found


def _statuses(world: World, deals: Deals, heads: Frame) -> Array:
    state = deals.heads["status"][heads["deal"]]
    expired = heads["day"] + _VALID_DAYS < world.span.last
    waiting = np.where(expired, STATUSES.index("expired"), STATUSES.index("sent"))
    waiting = np.where(heads["day"] >= world.span.last - 1, STATUSES.index("draft"), waiting)
    answered = np.where(state == WON, STATUSES.index("accepted"), STATUSES.index("refused"))
    current = np.where(state == OPEN, waiting, answered)
    return np.where(heads["last"], current, STATUSES.index("expired"))


def write(world: World, deals: Deals, quotes: Quotes, sink: Sink) -> None:
    """Writes the quotes and their lines."""
    heads = quotes.heads
    lines = _lines(deals, heads)
    count = len(heads["deal"])
    net, cost = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    np.add.at(net, lines["quote"], lines["net"])
    np.add.at(cost, lines["quote"], lines["cost"] * lines["quantity"])
    deal = take(deals.heads, heads["deal"])
    status = heads["status"]
    sent = heads["day"].astype("datetime64[s]") + 16 * 3600
    accepted = deal["closing"].astype("datetime64[s]") + 10 * 3600
    refused = status == STATUSES.index("refused")
    reasons = load("pipeline")["refusals"]
    tax = tax_amounts(net, np.zeros(count, dtype=bool))
    inside = np.array([rep.inside for rep in world.people.reps])[deal["owner"]]
    sink.write(
        "quote",
        {
            "quote_id": keys.quote(heads["number"]),
            "quote_date": heads["day"],
            "account_id": keys.account(deal["account"]),
            "opportunity_id": keys.opportunity(heads["deal"] + 1),
            "sales_rep_id": Words(world.people.rep_ids, deal["owner"]),
            "channel_id": Words(world.people.channel_ids, inside.astype(np.int64)),
            "status": Words(STATUSES, status),
            "version": heads["version"],
            "sent_at": _where(status != STATUSES.index("draft"), sent),
            "valid_until": heads["day"] + _VALID_DAYS,
            "accepted_at": _where(status == STATUSES.index("accepted"), accepted),
            "currency_code": Words(["EUR"], np.zeros(count, dtype=np.int64)),
            "net_amount": net,
            "tax_amount": tax,
            "gross_amount": net + tax,
            "cost_amount": cost,
            "refusal_reason": Words(reasons, np.where(refused, heads["number"] % 3, -1)),
        },
    )
    sink.write(
        "quote_line",
        {
            "line_id": [f"DVL{n:06d}" for n in range(1, len(lines["quote"]) + 1)],
            "quote_id": keys.quote(heads["number"][lines["quote"]]),
            "product_id": Words([p.code for p in world.catalogue.products], lines["product"]),
            "quantity": lines["quantity"],
            "unit_price": lines["price"],
            "discount_ratio": lines["discount"],
            "net_amount": lines["net"],
            "unit_cost": lines["cost"],
        },
    )


def _where(known: Array, moments: Array) -> Array:
    return np.where(known, moments, np.datetime64("NaT"))


def _lines(deals: Deals, heads: Frame) -> Frame:
    """The lines of each quote: the deal's, with a smaller discount in a first version."""
    firsts = np.searchsorted(deals.lines["deal"], heads["deal"])
    counts = np.searchsorted(deals.lines["deal"], heads["deal"], side="right") - firsts
    quote = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(quote)) - np.repeat(np.cumsum(counts) - counts, counts)
    lines = take(deals.lines, firsts[quote] + offset)
    less = np.where(heads["last"][quote], 0, _FIRST_OFFER)
    discount = np.maximum(lines["discount"] - less, 0)
    gross = lines["price"] * lines["quantity"]
    net = gross - (gross * discount + 5_000) // 10_000
    return {**lines, "quote": quote, "discount": discount, "net": net}
