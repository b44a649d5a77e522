"""ClickHouse inside this process: chDB."""

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from os.path import commonpath
from pathlib import Path
from typing import Self

from vigie.kit.errors import VigieError
from vigie.warehouse.clickhouse.channel import FORMAT, SETTINGS
from vigie.warehouse.clickhouse.failure import refused


class Embedded:
    """The embedded engine on one folder; a process holds one folder at a time."""

    def __init__(self, folder: Path) -> None:
        try:
            from chdb.session import Session
        except ModuleNotFoundError as error:
            raise VigieError(
                "The embedded ClickHouse is not installed: run pip install 'vigie[clickhouse]'."
            ) from error
        folder.mkdir(parents=True, exist_ok=True)
        self._session = Session(str(folder))
        self._asking = threading.Lock()
        settings = ", ".join(f"{name} = '{value}'" for name, value in SETTINGS.items())
        self.run(f"SET {settings}")

    def ask(self, sql: str, parameters: Mapping[str, str]) -> bytes:
        return self._send(sql, parameters)

    def run(self, sql: str) -> None:
        self._send(sql, {})

    def load(self, table: str, columns: str, files: Iterable[Path]) -> None:
        common = commonpath([file.resolve() for file in files])
        path = common.replace("\\", "\\\\").replace("'", "\\'")
        found = path if path.endswith(".parquet") else f"{path}/*/*.parquet"
        self.run(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM file('{found}', Parquet)")

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, sql: str, parameters: Mapping[str, str]) -> bytes:
        with self._asking:
            try:
                answer = self._session.query(sql, FORMAT, params=dict(parameters))
            except Exception as error:  # chDB raises bare RuntimeError and its own kinds
                self._drain()
                raise refused(str(error)) from error
        return bytes(answer.bytes()) if answer is not None else b""

    def _drain(self) -> None:
        """What a failed statement had written already would head the next answer."""
        with suppress(Exception):
            self._session.query("SELECT 1", FORMAT)
