"""A statement and its values as the form that a ClickHouse reads from the body of a request.

An address holds what fits in a line, and servers and proxies cut it at different lengths.
"""

import uuid
from collections.abc import Iterator, Mapping
from typing import Final

from vigie.warehouse.clickhouse.parameters import LONGEST

STATEMENT: Final = "query"
VALUE: Final = "param_"
_PIECE: Final = LONGEST // 4  # characters: none takes more than four bytes


def form(sql: str, values: Mapping[str, str]) -> tuple[bytes, str]:
    """The body of the request, and what its `Content-Type` says."""
    boundary = uuid.uuid4().hex
    parts = [_part(boundary, name, value) for name, value in _fields(sql, values)]
    body = "".join((*parts, f"--{boundary}--\r\n"))
    return body.encode(), f"multipart/form-data; boundary={boundary}"


def _fields(sql: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A long statement comes in pieces, which the server puts together again."""
    for first in range(0, len(sql), _PIECE):
        yield STATEMENT, sql[first : first + _PIECE]
    for name, value in values.items():
        yield f"{VALUE}{name}", value


def _part(boundary: str, name: str, value: str) -> str:
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
