"""The trade itself, a run of months at a time so that memory stays bounded."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from vigie.demo import deliveries, documents, orders, payments, returns
from vigie.demo.counters import Counters
from vigie.demo.deliveries import Shipments
from vigie.demo.demand import LINES_AT_SCALE_1
from vigie.demo.documents import Documents
from vigie.demo.frame import Frame, take
from vigie.demo.orders import Batch
from vigie.demo.payments import Settlement
from vigie.demo.returns import Returns
from vigie.demo.world import World

LINES_PER_PART: Final = 400_000


@dataclass(frozen=True)
class Part:
    """All that follows from the orders of some months, and the documents issued in them."""

    index: int
    days: slice
    first: np.datetime64
    last: np.datetime64
    batch: Batch
    shipped: Shipments
    documents: Documents  # invoices, then credit notes
    settled: Settlement
    returns: Returns


def trade(
    world: World, scripted: Batch, counters: Counters, lines_per_part: int = LINES_PER_PART
) -> Iterator[Part]:
    """Every part of the company's sales, in the order of time."""
    waiting, crediting = None, None
    for index, days in enumerate(runs(world, lines_per_part)):
        first, last = world.span.days[days][[0, -1]]
        batch = orders.draw_batch(world, index, days, between(scripted, first, last), counters)
        shipped = deliveries.ship(world, index, batch, counters)
        drawn = documents.invoices(world, batch, shipped)
        issued, waiting = issue(drawn, waiting, last, counters, "invoice")
        back = returns.draw_returns(world, index, issued, counters)
        credits = returns.credit_notes(world, index, issued, back)
        credited, crediting = issue(credits, crediting, last, counters, "credit note")
        both = documents.merge(issued, credited)
        yield Part(
            index=index,
            days=days,
            first=first,
            last=last,
            batch=batch,
            shipped=shipped,
            documents=both,
            settled=payments.settle(world, index, both, counters),
            returns=back,
        )


def runs(world: World, lines_per_part: int) -> list[slice]:
    """The days of each part: whole months, together no more than so many lines."""
    month = world.span.month_of(world.span.days)
    count = int(month[-1]) + 1
    parts = min(count, math.ceil(LINES_AT_SCALE_1 * world.scale / lines_per_part))
    bounds = np.searchsorted(month, np.linspace(0, count, parts + 1).round())
    return [slice(int(a), int(b)) for a, b in pairwise(bounds)]


def between(scripted: Batch, first: np.datetime64, last: np.datetime64) -> Batch:
    """The scripted orders of some days."""
    wanted = (scripted.orders["day"] >= first) & (scripted.orders["day"] <= last)
    place = np.cumsum(wanted) - 1
    lines: Frame = take(scripted.lines, wanted[scripted.lines["order"]])
    return Batch(take(scripted.orders, wanted), {**lines, "order": place[lines["order"]]})


def issue(
    drawn: Documents,
    waiting: Documents | None,
    last: np.datetime64,
    counters: Counters,
    series: str,
) -> tuple[Documents, Documents]:
    """The documents due by `last`, numbered in the order of dates, and those still waiting."""
    pool = documents.merge(waiting, drawn) if waiting else drawn
    due = pool.heads["day"] <= last
    return pool.where(due).by_day().numbered(counters, series), pool.where(~due)
