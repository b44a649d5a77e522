"""Parquet files: typed already, staged as exact text like every other source."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from vigie.intake.reading.header import check_width, unique_names
from vigie.intake.reading.limits import Limits
from vigie.intake.reading.parse import literal
from vigie.intake.reading.received import Received
from vigie.intake.reading.source import LINE
from vigie.intake.reading.staging import Staged, stage_select
from vigie.kit.errors import UnreadableFile
from vigie.kit.i18n import Text, text
from vigie.warehouse.engine import EngineError, Session
from vigie.warehouse.names import quote

_NESTED: Final = ("STRUCT", "MAP", "UNION")


def stage(
    received: Received, session: Session, shelf: Path, limits: Limits
) -> tuple[Staged, tuple[Text, ...]]:
    """Stages every column but binary ones; nested values become JSON text.

    Raises `UnreadableFile` when the file is damaged or has no row.
    """
    scan = f"read_parquet({literal(str(received.path))}, file_row_number = true)"
    try:
        found = session.describe(f"SELECT * EXCLUDE (file_row_number) FROM {scan}")
        check_width(len(found), received.name, limits)
        kept = [(name, kind) for name, kind in found if kind != "BLOB"]
        names, renamed = unique_names([name for name, _ in kept])
        staged = stage_select(session, names, _select(scan, kept, names), shelf)
    except EngineError as error:
        raise UnreadableFile(
            "{file} is damaged: it is not a whole Parquet file.", file=received.name
        ) from error
    if not staged.rows:
        raise UnreadableFile("{file} has no row: export it again.", file=received.name)
    dropped = [text("{column} is left aside: it holds binary data.", column=name)
               for name, kind in found if kind == "BLOB"]  # fmt: skip
    types = {name: kind for name, (_, kind) in zip(names, kept, strict=True)}
    return replace(staged, types=types), (*renamed, *dropped)


def _select(scan: str, columns: Sequence[tuple[str, str]], names: Sequence[str]) -> str:
    texts = ", ".join(
        f"{_text(quote(column), kind)} AS {quote(name)}"
        for (column, kind), name in zip(columns, names, strict=True)
    )
    return f"(SELECT file_row_number + 1 AS {quote(LINE)}, {texts} FROM {scan})"


def _text(column: str, kind: str) -> str:
    if kind.startswith(_NESTED) or kind.endswith("]"):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"nullif(CAST({column} AS VARCHAR), '')"
