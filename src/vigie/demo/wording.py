"""Believable French names, identifiers and addresses, none of them a real one's."""

from typing import Final

import numpy as np

from vigie.demo.frame import Array
from vigie.demo.settings import load

# Ranges that the French regulator keeps for fiction: never given to a subscriber.
_LANDLINES: Final = ("0199 00", "0261 91", "0353 01", "0465 71", "0536 49")
_MOBILE: Final = "0639 98"


def words(name: str) -> Array:
    """One list of names.yaml, as objects that can be joined by `+`."""
    return np.array(load("names")[name], dtype=object)


def some(chance: np.random.Generator, name: str, count: int) -> Array:
    """`count` words of a list, drawn evenly."""
    known = words(name)
    return known[chance.integers(0, len(known), count)]


def sirens(chance: np.random.Generator, count: int) -> Array:
    """SIREN numbers with a sound Luhn key, in the range 00… that INSEE gives to nobody."""
    digits = np.zeros((count, 9), dtype=np.int64)
    digits[:, 2:8] = chance.integers(0, 10, (count, 6))
    doubled = digits[:, 1:8:2] * 2
    total = digits[:, 0:8:2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    digits[:, 8] = -total % 10
    return _joined(digits @ 10 ** np.arange(8, -1, -1), 9)


def sirets(siren: Array) -> Array:
    """The first establishment of each company; its key makes the whole number sound."""
    number = siren.astype(np.int64) * 100_000 + 10
    total = np.zeros(len(number), dtype=np.int64)
    for place in range(14):
        digit = number // 10**place % 10 * (1 + place % 2)
        total += digit - 9 * (digit > 9)
    return _joined(number + -total % 10, 14)


def vat_numbers(siren: Array) -> Array:
    """French VAT numbers, with the key that the SIREN gives."""
    key = (12 + 3 * (siren.astype(np.int64) % 97)) % 97
    return "FR" + _joined(key, 2) + siren


def phones(chance: np.random.Generator, count: int, *, mobile: bool = False) -> Array:
    """Telephone numbers out of the ranges kept for fiction, as '01 99 00 12 34'."""
    prefixes = (_MOBILE,) if mobile else _LANDLINES
    known = np.array([f"{p[:2]} {p[2:4]} {p[5:]} " for p in prefixes], dtype=object)
    prefix = known[chance.integers(0, len(known), count)]
    first, second = (_joined(chance.integers(0, 100, count), 2) for _ in range(2))
    return prefix + first + " " + second


def slug(names: Array) -> Array:
    """Names fit for an address: unaccented lower-case letters, digits and hyphens."""
    accents = str.maketrans("àâäçéèêëîïôöùûüÿñãí", "aaaceeeeiioouuuynai")

    def plain(name: str) -> str:
        kept = (c if c.isascii() and c.isalnum() else "-" for c in name.lower().translate(accents))
        return "-".join(part for part in "".join(kept).split("-") if part)

    return np.array([plain(name) for name in names], dtype=object)


def _joined(numbers: Array, digits: int) -> Array:
    return np.char.zfill(numbers.astype(str), digits).astype(object)
