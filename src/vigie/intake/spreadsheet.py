"""Cells that a spreadsheet program must show, never run."""

from typing import Final

from vigie.intake.literal import literal

_APOSTROPHE: Final = "'"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: str) -> str:
    """`value` with a leading apostrophe where a spreadsheet would take it for a formula.

    >>> neutral("=1+1")
    "'=1+1"
    >>> neutral("-12,50")
    '-12,50'
    """
    if value.startswith(_DANGEROUS) and not _is_number(value):
        return _APOSTROPHE + value
    return value


def restored_sql(column: str) -> str:
    """SQL that takes the apostrophe of `neutral` away again."""
    dangerous = ", ".join(literal(mark) for mark in _DANGEROUS)
    return (
        f"CASE WHEN starts_with({column}, '''') AND substr({column}, 2, 1) IN ({dangerous}) "
        f"THEN substr({column}, 2) ELSE {column} END"
    )


def _is_number(value: str) -> bool:
    bare = value[1:].replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "")
    digits = bare.replace(" ", "").replace(",", "").replace(".", "").removesuffix("%")
    return digits.isascii() and digits.isdigit()
