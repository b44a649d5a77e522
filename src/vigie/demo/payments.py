"""When invoices get paid: instalments, late payers, partial payments, refunds of credit notes."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo.counters import Counters
from vigie.demo.documents import Documents
from vigie.demo.frame import Array, Frame, length, pick_each, spread, take, totals
from vigie.demo.world import World

_LARGE: Final = 3_000_000  # cents, above which an invoice is paid in two instalments
_NEVER: Final = 0.006
_SHORT: Final = 0.022
_ADVANCE: Final = 0.004
METHODS: Final = ("Virement", "LCR", "Prélèvement", "Chèque", "Carte bancaire")
_METHOD_WEIGHTS: Final = np.array([[46, 30, 14, 9, 1], [3, 0, 2, 10, 85]], dtype=np.float64)


@dataclass(frozen=True)
class Settlement:
    """What happened to the invoices of one part, seen at `until`."""

    documents: Frame  # due, paid, paid_day and gross of each document
    instalments: Frame
    parts: Frame  # the sums of money that settle instalments, future ones included
    payments: Frame
    allocations: Frame


def settle(world: World, part: int, sold: Documents, counters: Counters) -> Settlement:
    """Payments of invoices and refunds of credit notes (negative amounts)."""
    chance = world.seeds.stream("payments", part)
    gross = gross_amounts(sold)
    instalments = _instalments(sold.heads, gross)
    parts = _parts(world, chance, sold.heads, instalments)
    known = take(parts, (parts["day"] <= world.span.last) & (parts["amount"] != 0))
    payments, allocations = _grouped(world, chance, sold.heads, known, counters)
    count = length(sold.heads)
    paid = totals(known["document"], known["amount"], count)
    paid_day = np.full(count, np.datetime64("1970-01-01"))
    np.maximum.at(paid_day, known["document"], known["day"])
    due = np.full(count, np.datetime64("1970-01-01"))
    np.maximum.at(due, instalments["document"], instalments["due"])
    open_part = instalments["amount"] - totals(
        known["instalment"], known["amount"], length(instalments)
    )
    return Settlement(
        {
            "gross": gross,
            "paid": paid,
            "due": due,
            "paid_day": np.where((paid == gross) & (gross != 0), paid_day, np.datetime64("NaT")),
        },
        {**instalments, "open": open_part},
        parts,
        payments,
        allocations,
    )


def net_amounts(documents: Documents) -> Array:
    return totals(documents.lines["document"], documents.lines["net"], length(documents.heads))


def gross_amounts(documents: Documents) -> Array:
    """Amounts including tax; sales abroad are free of it."""
    net = net_amounts(documents)
    return net + tax_amounts(net, documents.heads["foreign"])


def tax_amounts(net: Array, foreign: Array) -> Array:
    """20 % of the net amount, to the cent."""
    return np.where(foreign, 0, (np.abs(net) * 20 + 50) // 100 * np.sign(net))


def _instalments(heads: Frame, gross: Array) -> Frame:
    two = (gross > _LARGE) & (heads["terms"] >= 30)
    document, rank = spread(1 + two.astype(np.int64))
    terms = heads["terms"][document]
    due = heads["day"][document] + terms
    month_end = (due.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    due = np.where(terms == 45, month_end, due) + 30 * rank
    half = gross[document] // 2
    amount = np.where(two[document] & (rank == 0), half, gross[document])
    amount = np.where(rank == 1, gross[document] - half, amount)
    return {"document": document, "due": due, "amount": amount}


def _parts(world: World, chance: np.random.Generator, heads: Frame, instalments: Frame) -> Frame:
    """One row per sum of money that settles an instalment; two when it is paid short."""
    document = instalments["document"]
    account = heads["account"][document]
    count = len(document)
    late = world.accounts.delay[account] + chance.normal(0, 6, count)
    late += (chance.random(count) < 0.06) * chance.exponential(28, count)
    cash = heads["terms"][document] == 0
    credit = heads["credit"][document]
    wait = np.where(cash, 0, np.maximum(late, -3))
    day = np.where(credit, heads["day"][document] + 12, instalments["due"] + wait.astype(np.int64))
    day = np.where(chance.random(count) < _NEVER, np.datetime64("2200-01-03"), day)
    day = np.where(cash, heads["day"][document], world.span.working_day(day))
    day = np.maximum(day, heads["day"][document])
    short = (chance.random(count) < _SHORT) & ~cash & ~credit
    share = chance.integers(55, 95, count)
    row, rank = spread(1 + short.astype(np.int64))
    whole = instalments["amount"][row]
    first = np.where(short[row], whole * share[row] // 100, whole)
    rest = world.span.working_day(day[row] + 40)
    return {
        "instalment": row,
        "document": document[row],
        "amount": np.where(rank == 0, first, whole - first),
        "day": np.where(rank == 0, day[row], rest),
    }


def _grouped(
    world: World, chance: np.random.Generator, heads: Frame, parts: Frame, counters: Counters
) -> tuple[Frame, Frame]:
    """One payment for all that a customer settles on one day, and its allocations."""
    account = heads["account"][parts["document"]]
    day = (parts["day"] - world.span.days[0]).astype(np.int64)
    cell = (day * len(world.accounts) + account) * 2 + heads["credit"][parts["document"]]
    cells, payment = np.unique(cell, return_inverse=True)
    pair, allocation = np.unique(payment * length(heads) + parts["document"], return_inverse=True)
    amount = totals(payment, parts["amount"], len(cells))
    number = counters.next("payment", len(cells))
    when, who = np.divmod(cells // 2, len(world.accounts))
    advance = np.where(
        chance.random(len(cells)) < _ADVANCE, chance.integers(100, 900, len(cells)), 0
    )
    advance = np.where(amount > 0, advance * 100, 0)
    payments = {
        "number": number,
        "account": who,
        "day": world.span.days[0] + when,
        "amount": amount + advance,
        "unallocated": advance,
        "method": _methods(world, chance, who),
        "foreign": world.accounts.is_foreign[who],
    }
    paying, document = np.divmod(pair, length(heads))
    allocations = {
        "payment": number[paying],
        "document": document,
        "amount": totals(allocation, parts["amount"], len(pair)),
        "day": payments["day"][paying],
    }
    return payments, allocations


def _methods(world: World, chance: np.random.Generator, account: Array) -> Array:
    """How each payment came: mostly by card from those who have no credit."""
    return pick_each(chance, _METHOD_WEIGHTS, (world.accounts.terms[account] == 0).astype(int))
