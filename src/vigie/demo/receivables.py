"""What customers owe: instalments, reminders, and the ledger at the end of each month."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vigie.demo import keys
from vigie.demo.frame import Array, Frame, length, stack, take, totals
from vigie.demo.selling import Part
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData

_MONTHS: Final = 13  # of snapshots
_REMINDER_DAYS: Final = (14, 32, 60)  # after the due date, for each level
_BUCKETS: Final = (0, 30, 60, 90)  # days overdue


@dataclass(frozen=True)
class Receivables:
    """Open euro cents by snapshot, customer and age: not due, 1–30, 31–60, 61–90, over 90."""

    days: Array
    amounts: Array

    @classmethod
    def empty(cls, world: World) -> "Receivables":
        ends = (world.span.months[-_MONTHS:] + 1).astype("datetime64[D]") - 1
        days = np.minimum(ends, world.span.last)
        return cls(days, np.zeros((len(days), len(world.accounts), 5), dtype=np.int64))

    def add(self, world: World, part: Part) -> None:
        """Adds what was open of the part's documents at each snapshot."""
        heads, rows = part.documents.heads, part.settled.instalments
        head = take(heads, rows["document"])
        rate = np.where(head["foreign"], world.franc_rate(head["day"]), 10_000)
        for position, day in enumerate(self.days):
            paid = part.settled.parts["day"] <= day
            settled = totals(
                part.settled.parts["instalment"][paid],
                part.settled.parts["amount"][paid],
                length(rows),
            )
            open_part = np.where(head["day"] <= day, rows["amount"] - settled, 0) * rate // 10_000
            late = (day - rows["due"]).astype(np.int64)
            bucket = np.searchsorted(_BUCKETS, late, side="left")
            np.add.at(self.amounts[position], (head["account"], bucket), open_part)


def write_part(world: World, part: Part, sink: Sink) -> None:
    """Writes the instalments of one part and the reminders of those unpaid."""
    heads, rows = part.documents.heads, part.settled.instalments
    head = take(heads, rows["document"])
    sink.write(
        "invoice_instalment",
        {
            "invoice_id": keys.document(head["number"], head["credit"]),
            "due_date": rows["due"],
            "amount": rows["amount"],
            "open_amount": rows["open"],
        },
    )
    sink.write("dunning_event", _reminders(world, part, head))


def _reminders(world: World, part: Part, head: Frame) -> dict[str, ColumnData]:
    """A reminder at each level that an unpaid instalment reached."""
    rows, parts = part.settled.instalments, part.settled.parts
    settled = np.full(length(rows), np.datetime64("1970-01-01"))
    np.maximum.at(settled, parts["instalment"], parts["day"])
    due = np.where(head["credit"], np.datetime64("2200-01-01"), rows["due"])
    levels = []
    for level, days in enumerate(_REMINDER_DAYS, 1):
        day = world.span.working_day(np.minimum(due + days, np.datetime64("2100-01-01")))
        sent = np.flatnonzero((day < settled) & (day <= world.span.last))
        levels.append({"row": sent, "day": day[sent], "level": np.full(len(sent), level)})
    sent_rows = stack(levels)
    sent_rows = take(sent_rows, np.argsort(sent_rows["day"], kind="stable"))
    mine = take(head, sent_rows["row"])
    promise = sent_rows["day"] + 10
    promised = (mine["number"] % 3 == 0) & (sent_rows["level"] > 1)
    return {
        "account_id": keys.account(mine["account"]),
        "event_date": sent_rows["day"],
        "level": sent_rows["level"],
        "reference": keys.invoice(mine["number"]),
        "invoice_id": keys.invoice(mine["number"]),
        "promise_to_pay_date": np.where(promised, promise, np.datetime64("NaT")),
        "disputed": mine["number"] % 211 == 7,
    }


def write_snapshots(world: World, receivables: Receivables, sink: Sink) -> None:
    """Writes what each customer owed at the end of each of the last months."""
    day, account = np.nonzero(receivables.amounts.any(axis=2))
    amounts = receivables.amounts[day, account]
    sink.write(
        "receivable_snapshot",
        {
            "snapshot_date": receivables.days[day],
            "account_id": keys.account(account),
            "open_amount": amounts.sum(axis=1),
            "overdue_amount": amounts[:, 1:].sum(axis=1),
            "not_due": amounts[:, 0],
            "d1_30": amounts[:, 1],
            "d31_60": amounts[:, 2],
            "d61_90": amounts[:, 3],
            "d90_plus": amounts[:, 4],
            "credit_limit_amount": world.accounts.credit_limit[account],
        },
    )
