"""The keys that rows carry: a prefix that tells what they name, and a number."""

from vigie.demo.frame import Array
from vigie.warehouse.parquet import Numbered, Words


def account(positions: Array) -> Numbered:
    """Customers, from their position; a negative one is no customer."""
    return Numbered("CL", positions + (positions >= 0), 5)


def order(numbers: Array) -> Numbered:
    return Numbered("CV", numbers, 6)


def order_line(numbers: Array) -> Numbered:
    return Numbered("CVL", numbers, 7)


def delivery(numbers: Array) -> Numbered:
    return Numbered("BL", numbers, 6)


def invoice(numbers: Array) -> Numbered:
    return Numbered("FA", numbers, 6)


def document(numbers: Array, is_credit_note: Array) -> Numbered:
    """Invoices and credit notes, each numbered in its own series."""
    return Numbered(Words(["FA", "AV"], is_credit_note.astype("int64")), numbers, 6)


def invoice_line(numbers: Array) -> Numbered:
    return Numbered("FL", numbers, 7)


def payment(numbers: Array) -> Numbered:
    return Numbered("RG", numbers, 6)


def opportunity(numbers: Array) -> Numbered:
    return Numbered("OPP", numbers, 5)


def quote(numbers: Array) -> Numbered:
    return Numbered("DV", numbers, 5)


def lead(numbers: Array) -> Numbered:
    return Numbered("PR", numbers, 5)


def contact(numbers: Array) -> Numbered:
    return Numbered("CT", numbers, 6)


def ticket(numbers: Array) -> Numbered:
    return Numbered("SAV", numbers, 6)


def sales_return(numbers: Array) -> Numbered:
    return Numbered("RT", numbers, 6)
