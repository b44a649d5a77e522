"""Where the rows of a table came from: which import, which file, which of its columns."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from functools import cached_property
from pathlib import PurePath
from typing import Any

from vigie.kit.i18n import Text, text
from vigie.model.schema import Model
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

COMPANY_SUFFIX = "_company"


@dataclass(frozen=True, slots=True)
class Origin:
    """One import that filled a column of rows that still stand."""

    import_id: str
    source: str  # the system that the file came from
    files: tuple[str, ...]  # that filled the column
    imported: datetime
    rows: int  # rows of the table that this import wrote last
    words: Text | None  # how the column was filled; None: the import did not fill it


class Origins:
    """Answers for one open session; each table's imports are looked up once."""

    def __init__(self, session: Session, model: Model) -> None:
        self._session = session
        self._model = model
        self._of_table: dict[str, list[tuple[str, int]]] = {}

    def of(self, table: str, column: str) -> tuple[Origin, ...]:
        """The imports behind a column, the one with most rows first."""
        if table not in self._of_table:
            self._of_table[table] = self._rows(table)
        found = (self._origin(table, column, *pair) for pair in self._of_table[table])
        return tuple(origin for origin in found if origin is not None)

    def _rows(self, table: str) -> list[tuple[str, int]]:
        rows = self._session.rows(
            f"SELECT import_id, count(*) FROM core.{quote(table)} WHERE deleted_at IS NULL "
            "AND import_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return [(str(import_id), int(count)) for import_id, count in rows]

    def _origin(self, table: str, column: str, import_id: str, rows: int) -> Origin | None:
        known = self._imports.get(import_id)
        if known is None:
            return None
        source, imported, mapping, files = known
        filled = [
            (tuple(_matching(part, files)), _words(fills[name]))
            for part, fills in _fills(mapping, table)
            for name in (column, column.removesuffix(COMPANY_SUFFIX))
            if name in fills
        ]
        if not filled:
            return Origin(import_id, source, (), imported, rows, None)
        return Origin(import_id, source, filled[0][0] or tuple(files), imported, rows, filled[0][1])

    @cached_property
    def _imports(self) -> Mapping[str, tuple[str, datetime, Mapping[str, Any], list[str]]]:
        files: dict[str, list[str]] = {}
        for import_id, name in self._session.rows(
            "SELECT import_id, name FROM meta.import_file ORDER BY import_id, position"
        ):
            files.setdefault(import_id, []).append(name)
        found = self._session.rows(
            "SELECT import_id, source_id, started_at, mapping FROM meta.import"
        )
        return {
            import_id: (source, started, json.loads(mapping or "{}"), files.get(import_id, []))
            for import_id, source, started, mapping in found
        }


def _fills(mapping: Mapping[str, Any], table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each part of a mapping that fills `table`: the pattern of its files, and the fills."""
    for file in mapping.get("files", ()):
        for part in file.get("tables", ()):
            if part.get("table") == table:
                yield str(file.get("pattern", "*")), part.get("columns", {})


def _matching(pattern: str, files: list[str]) -> Iterator[str]:
    for name in files:
        if any(fnmatch(one.casefold(), pattern.casefold()) for one in (name, PurePath(name).name)):
            yield name


def _words(fill: Any) -> Text:
    """How a column is filled, as a person says it."""
    if isinstance(fill, str):
        return text("column '{column}'", column=fill)
    kind, said = next(iter(fill.items()))
    match kind:
        case "column":
            return text("column '{column}'", column=said)
        case "template":
            return text("put together as '{form}'", form=said)
        case "expression":
            return text("computed as {expression}", expression=said)
        case "value":
            return text("always '{value}'", value=said)
        case _:
            return text("numbered within {columns}", columns=", ".join(map(str, said)))
