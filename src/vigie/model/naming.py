"""What a header means: the words by which the columns and tables of the model are known."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from vigie.model.schema import Column, Table


def normalized(name: str) -> str:
    """A name as headers are compared: lower case, no accent, letters and digits only.

    >>> normalized("N° de Ligne")
    'ndeligne'
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", bare)


def words(named: Column | Table) -> Iterator[str]:
    """Every word for a column or a table: its name, its labels, its synonyms."""
    yield named.name
    yield named.label.en
    yield named.label.fr
    yield from named.synonyms


def headers(table: Table) -> Mapping[str, Column]:
    """Normalized word → the one column of the table that it means.

    Where a word would mean two columns, the loader has refused the model.
    """
    return {normalized(word): column for column in table.columns.values() for word in words(column)}
