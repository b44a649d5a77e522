"""A ClickHouse server over its HTTP interface."""

import http.client
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from urllib.parse import SplitResult, urlencode

from vigie.warehouse.clickhouse.channel import FORMAT, SETTINGS
from vigie.warehouse.clickhouse.failure import ClickHouseError, refused
from vigie.warehouse.clickhouse.form import form

_PATIENCE: Final = 600  # seconds that a statement may take
_GREETING: Final = 10  # seconds in which a server must take the call
_BYTES: Final = "application/octet-stream"
_PORTS: Final = {"http": 8123, "https": 8443}


class Http:
    """A connection per statement: threads never wait for each other."""

    def __init__(self, address: SplitResult, user: str, password: str) -> None:
        self._address = address
        self._headers = {"X-ClickHouse-User": user, "X-ClickHouse-Key": password}

    def ask(self, sql: str, parameters: Mapping[str, str]) -> bytes:
        return self._send({"default_format": FORMAT}, *form(sql, parameters))

    def run(self, sql: str) -> None:
        self._send({}, sql.encode())

    def load(self, table: str, columns: str, files: Iterable[Path]) -> None:
        insert = f"INSERT INTO {table} ({columns}) FORMAT Parquet"
        for file in files:
            with file.open("rb") as rows:
                self._send({"query": insert}, rows)

    def close(self) -> None:
        """Nothing is held between statements."""

    def _send(self, words: Mapping[str, str], body: bytes | IO[bytes], kind: str = _BYTES) -> bytes:
        asked = urlencode({**SETTINGS, "wait_end_of_query": "1", **words})
        with self._connection() as connection:
            of_body = {"Content-Length": str(_size(body)), "Content-Type": kind}
            headers = {**self._headers, **of_body}
            connection.request("POST", f"/?{asked}", body=body, headers=headers)
            answer = connection.getresponse()
            read = answer.read()
        if answer.status != http.client.OK:
            raise refused(read.decode(errors="replace"))
        return read

    @contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        host = self._address.hostname or "localhost"
        port = self._address.port or _PORTS[self._address.scheme]
        connection = kind(host, port, timeout=_GREETING)
        try:
            connection.connect()
            connection.sock.settimeout(_PATIENCE)
            yield connection
        except (OSError, http.client.HTTPException) as error:
            raise ClickHouseError(
                "The ClickHouse server at {host}:{port} does not answer: {reason}.",
                host=host,
                port=port,
                reason=error,
            ) from error
        finally:
            connection.close()


def _size(body: bytes | IO[bytes]) -> int:
    return len(body) if isinstance(body, bytes) else os.fstat(body.fileno()).st_size
