"""What people call the values of enumerated columns, in both languages (`words.yaml`)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from vigie.kit.i18n import Label
from vigie.model.document import read

FILE: Final = Path(__file__).parent / "words.yaml"


@cache
def words() -> Mapping[str, Label]:
    """Every word by its value, or by `table.column.value` where it means something else there."""
    content: Any = read(FILE).content
    return {str(value): Label(**names) for value, names in content.items()}


def word(value: str, table: str = "", column: str = "") -> Label:
    """The name of an enumerated value; the value itself where it has none."""
    known = words()
    return known.get(f"{table}.{column}.{value}") or known.get(value) or Label(value, value)
