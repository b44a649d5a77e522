"""Rows that could not come in: each waits with what is wrong and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from vigie.kit.i18n import Text


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in a row."""

    column: str
    rule: str
    value: str | None
    message: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """One received row that waits."""

    row_id: int
    import_id: str
    table: str
    source: str  # the relation's name, as people know it
    line: int
    raw: Mapping[str, str | None]  # the row as received, column by column
    errors: tuple[RowError, ...]
