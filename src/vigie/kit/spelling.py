"""The nearest valid word to a wrong one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, or None when nothing comes near.

    >>> nearest("revenu", ["revenue", "orders"])
    'revenue'
    """
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), None)
