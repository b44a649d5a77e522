"""Words compared as people mean them: the nearest valid one, letters without accents."""

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import combining, normalize


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, or None when nothing comes near.

    >>> nearest("revenu", ["revenue", "orders"])
    'revenue'
    """
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), None)


def folded(words: str) -> str:
    """Lower case without accents.

    >>> folded("Échus")
    'echus'
    """
    return "".join(c for c in normalize("NFKD", words.casefold()) if not combining(c))
