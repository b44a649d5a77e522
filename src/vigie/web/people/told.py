"""What is written down of a question: its words, without what names persons.

The audit is sealed: nobody who is named in it could be erased.
"""

import re
from collections.abc import Mapping
from typing import Final

from vigie.metrics.language.definition import Catalog

HIDDEN: Final = "…"
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_WORDS: Final = frozenset({"q", "$search"})  # what somebody typed to find something


def told(asked: Mapping[str, str], catalog: Catalog) -> dict[str, str]:
    """The parameters of an address; members of people and quoted words are left out."""
    return {name: _told(name, value, catalog) for name, value in asked.items()}


def _told(name: str, value: str, catalog: Catalog) -> str:
    if name in _WORDS or _is_about_persons(name, catalog):
        return HIDDEN
    return _QUOTED.sub(f"'{HIDDEN}'", value)


def _is_about_persons(name: str, catalog: Catalog) -> bool:
    """Whether the members of a dimension are called by a personal column."""
    dimension = catalog.dimensions.get(name)
    table = catalog.model.tables.get(dimension.table) if dimension else None
    column = table.columns.get(dimension.name) if table and dimension else None
    return column is not None and column.personal
