"""The grammar of written numbers, for Python and for the engine alike.

`shape` is one regular expression that both read the same way (RE2 syntax, ASCII digits), so that
a value is a number for a form exactly when it is one in a file.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from vigie.intake.reading.formats import NumberFormat

SPACES: Final = " \u00a0\u202f\u2009"
"""Every space that people and programs group digits with."""

APOSTROPHES: Final = "'\u2019"
MINUSES: Final = "-\u2212"

PLAIN: Final = r"[-+]?[0-9]+(?:\.[0-9]+)?"
"""What programs write: the engine casts it without help."""

PLAIN_COMMA: Final = r"[-+]?[0-9]+(?:,[0-9]+)?"
"""What programs write in a French locale."""

WHOLE_FLOAT: Final = r"[-+]?[0-9]+\.0+"

_SPACE: Final = f"[{SPACES}]*"
_EXPONENT: Final = "(?:[eE][-+]?[0-9]{1,2})?"
_SIGN: Final = rf"[{MINUSES}+]"
_CURRENCY: Final = "(?:[€$£¥]|EUR|USD|GBP|CHF|CAD|AUD|JPY|SEK|NOK|DKK|PLN|MAD|TND|DZD|XOF|XAF|XPF)"
_MARKS: Final = {"": "", " ": SPACES, ".": ".", ",": ",", "'": APOSTROPHES}

FORMATS: Final = tuple(
    NumberFormat(decimal, thousands)
    for decimal in ".,"
    for thousands in ("", " ", ",", ".", "'")
    if thousands != decimal
)
"""Every pair of marks, the plainest of each decimal mark first."""


def thousands_marks(form: NumberFormat) -> str:
    """The characters that group digits in `form`."""
    return _MARKS[form.thousands]


@lru_cache
def digits(form: NumberFormat) -> str:
    """The expression of an unsigned number in `form`, thousands marks included."""
    marks = thousands_marks(form)
    grouped = f"[0-9]{{1,3}}(?:[{marks}][0-9]{{3}})+|" if marks else ""
    mark = re.escape(form.decimal)
    return f"(?:(?:{grouped}[0-9]+)(?:{mark}[0-9]*)?|{mark}[0-9]+)"


@lru_cache
def shape(form: NumberFormat) -> str:
    """The expression that a whole written number in `form` matches."""
    exact = body(form)
    unit = f"(?:{_SPACE}{_CURRENCY})?"
    share = f"{digits(form)}{_SPACE}%"
    signed = f"{_SIGN}?{_SPACE}(?:{exact}{unit}|{share}|{_CURRENCY}{_SPACE}{exact})"
    inner = f"{_CURRENCY}{_SPACE}{_SIGN}{exact}"
    trailing = f"(?:{exact}{unit}|{share}|{_CURRENCY}{_SPACE}{exact}){_SPACE}[{MINUSES}]"
    trailing_unit = f"{exact}[{MINUSES}]{_SPACE}(?:{_CURRENCY}|%)"
    enclosed = rf"\({_SPACE}(?:{exact}{unit}|{share}|{_CURRENCY}{_SPACE}{exact}){_SPACE}\){unit}"
    return f"{_SPACE}(?:{signed}|{inner}|{trailing}|{trailing_unit}|{enclosed}){_SPACE}"


NEGATIVE: Final = rf"(?:^|[^eE])[{MINUSES}]|\("
"""What makes a written number negative, wherever it stands."""


def body(form: NumberFormat) -> str:
    """The expression of the digits and the exponent within a number of `form`."""
    return f"{digits(form)}{_EXPONENT}"


def number(written: str, form: NumberFormat) -> Decimal | None:
    """The exact value of `written`, a fraction for a percentage; None when it is no number.

    >>> number("(1 234,50 €)", NumberFormat(",", " "))
    Decimal('-1234.50')
    """
    if not _compiled(shape(form)).fullmatch(written):
        return None
    found = _compiled(body(form)).search(written)
    assert found is not None  # noqa: S101  a shape contains its body
    marks = str.maketrans("", "", thousands_marks(form))
    value = Decimal(found[0].translate(marks).replace(form.decimal, "."))
    if "%" in written:
        value = value.scaleb(-2)
    return -value if _compiled(NEGATIVE).search(written) else value


@lru_cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
