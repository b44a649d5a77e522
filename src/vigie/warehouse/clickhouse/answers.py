"""Rows from the text that ClickHouse answers with."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

_NULLABLE: Final = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)$")
_KINDS: Final[tuple[tuple[str, Callable[[Any], Any]], ...]] = (
    ("Decimal", Decimal),
    ("DateTime", datetime.fromisoformat),
    ("Date", date.fromisoformat),
    ("Float", float),
)


def rows(answer: bytes) -> list[tuple[Any, ...]]:
    """The rows of an answer in the channel's format, each value in its Python type."""
    lines = answer.splitlines()
    if len(lines) < 2:
        return []
    readers = [_reader(kind) for kind in json.loads(lines[1])]
    return [
        tuple(
            value if value is None or reader is None else reader(value)
            for value, reader in zip(json.loads(line), readers, strict=True)
        )
        for line in lines[2:]
    ]


def _reader(kind: str) -> Callable[[Any], Any] | None:
    """What makes a value of a JSON one; None where it is one already."""
    while match := _NULLABLE.match(kind):
        kind = match[1]
    return next((reader for name, reader in _KINDS if kind.startswith(name)), None)
