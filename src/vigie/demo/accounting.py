"""Journal lines as in a French FEC: sales, cash and purchases, every entry balanced."""

from typing import Final

import numpy as np

from vigie.demo.address_book import AddressBook
from vigie.demo.frame import Array, Frame, length, stack, take, totals
from vigie.demo.payments import net_amounts
from vigie.demo.range_tables import supplier_id
from vigie.demo.registry import COMPANY
from vigie.demo.selling import Part
from vigie.demo.settings import load
from vigie.demo.sink import Sink
from vigie.demo.world import World
from vigie.warehouse.parquet import ColumnData, Numbered, Words

_ACCOUNTS: Final = (
    ("411000", "Clients"),
    ("707000", "Ventes de marchandises"),
    ("445710", "TVA collectée"),
    ("512000", "Banque"),
    ("401000", "Fournisseurs"),
    ("607000", "Achats de marchandises"),
    ("445660", "TVA déductible"),
)
_CUSTOMERS, _SALES, _TAX_OUT, _BANK, _SUPPLIERS, _PURCHASES, _TAX_IN = range(len(_ACCOUNTS))
_JOURNALS: Final = (("VT", "Ventes"), ("BQ", "Banque"), ("HA", "Achats"))
_SELLING, _CASH, _BUYING = range(len(_JOURNALS))
_LABELS: Final = ("Facture", "Avoir", "Règlement", "Facture fournisseur")
_PIECES: Final = ("FA", "AV", "RG", "RF")


def write_accounts(sink: Sink) -> None:
    """Writes the chart of accounts."""
    sink.write(
        "gl_account",
        {
            "gl_account": [code for code, _ in _ACCOUNTS],
            "name": [name for _, name in _ACCOUNTS],
            "account_class": [code[0] for code, _ in _ACCOUNTS],
        },
    )


def of_part(world: World, part: Part) -> Frame:
    """The lines of the documents and payments of one part, by day."""
    rows = stack([_sales(world, part), _cash(world, part)])
    return take(rows, np.argsort(rows["day"], kind="stable"))


def _entries(
    journal: int,
    piece: Array,
    number: Array,
    day: Array,
    party: Array,
    lines: list[tuple[int, Array]],
) -> Frame:
    """One entry per row of the arrays; each line is an account and its debit (negative: credit)."""
    count = len(number)
    rank = np.tile(np.arange(len(lines)), count)
    entry = np.repeat(np.arange(count), len(lines))
    amounts = np.stack([amount for _, amount in lines], axis=1).ravel()
    account = np.array([code for code, _ in lines])[rank]
    frame = {
        "journal": np.full(len(entry), journal),
        "piece": piece[entry],
        "number": number[entry],
        "line": rank + 1,
        "day": day[entry],
        "account": account,
        "party": np.where(np.isin(account, (_CUSTOMERS, _SUPPLIERS)), party[entry], -1),
        "amount": amounts,
    }
    return take(frame, amounts != 0)


def _sales(world: World, part: Part) -> Frame:
    heads = part.documents.heads
    rate = np.where(heads["foreign"], world.franc_rate(heads["day"]), 10_000)
    net = net_amounts(part.documents) * rate // 10_000
    tax = (part.settled.documents["gross"] - net_amounts(part.documents)) * rate // 10_000
    return _entries(
        _SELLING,
        heads["credit"].astype(np.int64),
        heads["number"],
        heads["day"],
        heads["account"],
        [(_CUSTOMERS, net + tax), (_SALES, -net), (_TAX_OUT, -tax)],
    )


def _cash(world: World, part: Part) -> Frame:
    paid = part.settled.payments
    rate = np.where(paid["foreign"], world.franc_rate(paid["day"]), 10_000)
    euros = paid["amount"] * rate // 10_000
    kind = np.full(len(euros), 2)
    return _entries(
        _CASH,
        kind,
        paid["number"],
        paid["day"],
        paid["account"],
        [(_BANK, euros), (_CUSTOMERS, -euros)],
    )


def of_purchases(received: Frame) -> Frame:
    """The lines of supplier invoices, one per receipt; `party` counts suppliers."""
    heads = take(received, received["rank"] == 1)
    count = int(received["purchase"].max()) + 1
    amount = totals(received["purchase"], received["price"] * received["quantity"], count)
    net = amount[heads["purchase"]]
    tax = net * 20 // 100
    return _entries(
        _BUYING,
        np.full(length(heads), 3),
        heads["purchase"],
        heads["received"],
        heads["supplier"],
        [(_PURCHASES, net), (_TAX_IN, tax), (_SUPPLIERS, -net - tax)],
    )


def columns(world: World, book: AddressBook, rows: Frame) -> dict[str, ColumnData]:
    """The columns of `journal_entry_line`."""
    suppliers = load("names")["suppliers"]
    count, amount = length(rows), rows["amount"]
    party = np.where(
        rows["account"] == _SUPPLIERS,
        len(world.accounts) + rows["party"],
        rows["party"],
    )
    customers = [f"CL{n:05d}" for n in range(1, len(world.accounts) + 1)]
    ids = customers + [supplier_id(n) or "" for n in range(len(suppliers))]
    aux = [f"411{code[2:]}" for code in customers] + [
        f"401{n:05d}" for n in range(1, len(suppliers) + 1)
    ]
    piece = Numbered(Words(_PIECES, rows["piece"]), rows["number"], 6)
    return {
        "company_id": Words([COMPANY], np.zeros(count, dtype=np.int64)),
        "journal_code": Words([code for code, _ in _JOURNALS], rows["journal"]),
        "journal_name": Words([name for _, name in _JOURNALS], rows["journal"]),
        "entry_number": piece,
        "line_number": rows["line"],
        "entry_date": rows["day"],
        "gl_account": Words([code for code, _ in _ACCOUNTS], rows["account"]),
        "gl_account_name": Words([name for _, name in _ACCOUNTS], rows["account"]),
        "aux_account": Words(aux, party),
        "aux_name": Words([*book.names.tolist(), *suppliers], party),
        "account_id": Words(ids, party),
        "piece_ref": piece,
        "piece_date": rows["day"],
        "label": Words(_LABELS, rows["piece"]),
        "debit": np.maximum(amount, 0),
        "credit": np.maximum(-amount, 0),
        "valid_date": rows["day"],
        "fiscal_year": rows["day"].astype("datetime64[Y]").astype(np.int64) + 1970,
    }
