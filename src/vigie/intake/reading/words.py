"""Words that files write for yes, for no, and for nothing."""

from typing import Final

TRUE: Final = ("true", "vrai", "oui", "yes", "1", "o", "y", "t", "v")
FALSE: Final = ("false", "faux", "non", "no", "0", "n", "f")

NULLS: Final = ("", "NULL", r"\N", "#N/A")
"""Cells that are empty in any column of a text file: databases and spreadsheets write them."""

BLANKS: Final = ("-", "–", "—", "N/A", "n/a", "NA", "na", "nan", "NaN", "null", "None", "?")
"""Cells that are empty in a column of numbers, dates or booleans, and text elsewhere."""
