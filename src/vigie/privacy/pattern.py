r"""How a name, an address or a number is recognised in any text, however it is spelled.

Patterns are read by the engine (RE2) and by Python's `re` alike. Each has two groups: what stands
before and after, to be put back: `\1…\2`. Accents, case, separators and the escapes of JSON make no
difference; neither does the way in which a phone number is written.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_LETTERS: Final = "0-9A-Za-zÀ-ÖØ-öø-ÿ"
_BEFORE: Final = rf"(^|[^{_LETTERS}]|\\[nrt])"
_AFTER: Final = rf"($|[^{_LETTERS}])"
_MARKS: Final = "\u0300-\u036f"  # accents that stand by themselves
_BETWEEN: Final = r"[\s_.,;'’\-]{0,3}"
_ACCENTED: Final = {
    "a": "àáâãäå", "c": "ç", "e": "èéêë", "i": "ìíîï", "n": "ñ", "o": "òóôõöø", "u": "ùúûü",
    "y": "ýÿ",
}  # fmt: skip
_SPACED: Final = r"[\s.\-/()]*"
LEAST_DIGITS: Final = 7
_NATIONAL: Final = 9


def folded(text: str) -> str:
    """`text` without accents and case."""
    apart = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> list[str]:
    """The words of a name, folded."""
    return re.findall(r"[^\W_]+", folded(text))


def word(text: str) -> str:
    """One word, as a whole; several are taken in this order."""
    return _whole(_BETWEEN.join(map(_spelled, words_of(text))))


def name(text: str) -> str:
    """A whole name: its words in any rotation, the first ones as initials too."""
    parts = words_of(text)
    turned = [parts[i:] + parts[:i] for i in range(len(parts))]
    ways = [_BETWEEN.join(map(_spelled, one)) for one in turned]
    if len(parts) > 1 and len(parts[-1]) > 2:
        first, last = _spelled(parts[0][0]), _BETWEEN.join(map(_spelled, parts[1:]))
        ways += [rf"{first}[.\s]{{1,2}}{last}", rf"{last}\s{first}[.\s]"]
        ways.append(rf"(?:mme|mlle|mr|m\.?|madame|monsieur|mrs\.?|ms\.?)\s{last}")
    return _whole("|".join(ways))


def email(text: str) -> str:
    """An e-mail address."""
    local, _, domain = text.strip().partition("@")
    at = rf"{_literal(local)}(?:@|%40|\\u0040){_literal(domain)}"
    return rf"(?i)(^|[^{_LETTERS}._%+\-])(?:{at})($|[^{_LETTERS}\-])"


def phone(text: str) -> str:
    """A phone number, with or without its country."""
    digits = _SPACED.join(national(text))
    country = rf"(?:(?:\+|00)?[0-9]{{1,3}}{_SPACED})?0?{_SPACED}"
    return rf"(^|[^0-9])(?:{country}{digits})($|[^0-9])"


def literal(text: str) -> str:
    """Any other text, as it is but for accents, case and spaces."""
    return _whole(r"\s{1,3}".join(_literal(part) for part in folded(text).split()))


def national(text: str) -> str:
    """The digits of a phone number that tell it from others, whatever its country's prefix."""
    digits = re.sub(r"\D", "", text.partition("(0)")[0] + text.partition("(0)")[2])
    return digits.lstrip("0")[-_NATIONAL:]


def _whole(body: str) -> str:
    return rf"(?i){_BEFORE}(?:{body}){_AFTER}"


def _spelled(part: str) -> str:
    return "".join(map(_letter, part))


def _literal(text: str) -> str:
    return "".join(_letter(c) if c.isalnum() else re.escape(c) for c in folded(text))


def _letter(letter: str) -> str:
    if letter not in _ACCENTED:
        return re.escape(letter)
    ways = "|".join(_escapes(_ACCENTED[letter]))
    return rf"(?:[{letter}{_ACCENTED[letter]}][{_MARKS}]?|\\u00(?:{ways}))"


def _escapes(letters: str) -> Iterator[str]:
    """How JSON may write them."""
    for accented in letters:
        for one in {accented, accented.upper()}:
            if ord(one) < 256:
                yield f"{ord(one):02x}"
