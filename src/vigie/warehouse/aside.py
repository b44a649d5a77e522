"""Rows put aside on the disk while a transaction works on them.

A temporary table would keep its memory until the transaction ends, even if it is dropped before.
"""

from pathlib import Path
from typing import Final

from vigie.warehouse.session import Session

_ROWS: Final = 40_960  # held in memory at a time, whatever the width of a row
_FORMAT: Final = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS}"


def put_aside(session: Session, select: str, path: Path) -> int:
    """Writes the rows of a query to the file `path`, in their order; gives their number."""
    return int(session.scalar(f"COPY ({select}) TO {_text(path)} ({_FORMAT})"))


def aside(path: Path, *, numbered: bool = False) -> str:
    """The rows of the file, as they stand after FROM; `numbered` by `file_row_number` from 0."""
    option = ", file_row_number = true" if numbered else ""
    return f"read_parquet({_text(path)}{option})"


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
