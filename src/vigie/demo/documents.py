"""Invoices that wait for their day: drawn with their order, issued in the order of dates."""

from dataclasses import dataclass

import numpy as np

from vigie.demo.counters import Counters
from vigie.demo.deliveries import Shipments
from vigie.demo.frame import Array, Frame, length, stack, take
from vigie.demo.orders import Batch
from vigie.demo.world import World


@dataclass(frozen=True)
class Documents:
    """Invoices or credit notes and their lines; a line's `document` is a row of `heads`."""

    heads: Frame
    lines: Frame

    def where(self, wanted: Array) -> "Documents":
        """The documents of a mask, with their lines, in the same order."""
        place = np.cumsum(wanted) - 1
        lines = take(self.lines, wanted[self.lines["document"]])
        return Documents(take(self.heads, wanted), {**lines, "document": place[lines["document"]]})

    def by_day(self) -> "Documents":
        """The documents sorted by date, lines beside their document."""
        sequence = np.argsort(self.heads["day"], kind="stable")
        place = np.empty_like(sequence)
        place[sequence] = np.arange(len(sequence))
        lines = {**self.lines, "document": place[self.lines["document"]]}
        return Documents(
            take(self.heads, sequence),
            take(lines, np.argsort(lines["document"], kind="stable")),
        )

    def numbered(self, counters: Counters, series: str) -> "Documents":
        """The documents with consecutive numbers, and lines ranked within each."""
        heads = {**self.heads, "number": counters.next(series, length(self.heads))}
        firsts = np.searchsorted(self.lines["document"], np.arange(length(heads)))
        rank = np.arange(length(self.lines)) - firsts[self.lines["document"]]
        number = counters.next("invoice_line", length(self.lines))
        return Documents(heads, {**self.lines, "rank": rank, "number": number})


def merge(first: Documents, second: Documents) -> Documents:
    """Both sets of documents, the first ones first."""
    shifted = {**second.lines, "document": second.lines["document"] + length(first.heads)}
    return Documents(stack([first.heads, second.heads]), stack([first.lines, shifted]))


def invoices(world: World, batch: Batch, shipments: Shipments) -> Documents:
    """One invoice per delivery, on the next working day; at once over the counter."""
    shipped = shipments.deliveries
    orders = take(batch.orders, shipped["order"])
    day = np.where(
        shipped["counter"], shipped["shipped"], world.span.working_day(shipped["shipped"], 1)
    )
    account = orders["account"]
    cash = shipped["counter"] & (world.accounts.terms[account] == 0)
    heads = {
        "day": day,
        "account": account,
        "order": orders["number"],
        "delivered": shipped["delivered"],
        "promised": shipped["promised"],
        "delivery": shipped["number"],
        "terms": np.where(cash, 0, world.accounts.terms[account]),
        "credit": np.zeros(len(day), dtype=bool),
        "corrected": np.full(len(day), -1),
        "reason": np.full(len(day), -1),
        **{name: orders[name] for name in ("rep", "team", "store", "channel", "foreign")},
    }
    moved = np.flatnonzero(shipments.line_delivery >= 0)
    lines = take(batch.lines, moved)
    line = {
        "document": shipments.line_delivery[moved],
        "order_line": lines["number"],
        **{
            name: lines[name]
            for name in ("product", "quantity", "kind", "price", "list_price", "discount", "cost")
        },
        **{name: lines[name] for name in ("promotion", "gross", "reduction", "net")},
    }
    return Documents(heads, line)
