"""Months in letters, French and English, whole or cut short."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from babel.dates import get_month_names

WORD: Final = "[A-Za-zÀ-ÿ]{3,9}"


def plain_word(word: str) -> str:
    """`word` in small letters without accents."""
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _words() -> Mapping[str, int]:
    """Every beginning of three letters or more that one month alone has ('jui' is nobody's)."""
    months: dict[str, set[int]] = defaultdict(set)
    for locale in ("fr", "en"):
        for month, name in get_month_names("wide", locale=locale).items():
            word = plain_word(name)
            for length in range(3, len(word) + 1):
                months[word[:length]].add(month)
    return {word: found.pop() for word, found in months.items() if len(found) == 1}


MONTHS: Final = _words()
