"""How much memory the engine takes before it goes on on the disk."""

from decimal import Decimal
from typing import Final

import duckdb

_SHARE: Final = 0.5 / 0.8  # the engine itself would take 80 % of what there is
_UNITS: Final = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


def limit(connection: duckdb.DuckDBPyConnection, memory: str | None) -> None:
    """Holds the engine to `memory`, or to half of what the machine or its container has."""
    wanted = memory or f"{int(memory_of(connection) * _SHARE)} bytes"
    connection.execute(f"SET memory_limit = '{wanted}'")


def memory_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The bytes that the engine is held to."""
    found = connection.execute("SELECT current_setting('memory_limit')").fetchone()
    amount, unit = str(found[0] if found else "").split()
    return int(Decimal(amount) * _UNITS[unit])
