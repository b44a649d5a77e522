"""Questions to a ClickHouse."""

from collections.abc import Mapping
from typing import Any

from vigie.warehouse.clickhouse.answers import rows
from vigie.warehouse.clickhouse.channel import Channel
from vigie.warehouse.clickhouse.parameters import bound
from vigie.warehouse.dialects.dialect import Dialect
from vigie.warehouse.session import Parameters


class ClickHouseReader:
    """Reads through a channel; the store sees to it that nothing changes meanwhile."""

    def __init__(self, channel: Channel, dialect: Dialect) -> None:
        self._channel = channel
        self.dialect = dialect

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        values = parameters if isinstance(parameters, Mapping) else {}
        return rows(self._channel.ask(*bound(sql, values)))

    def row(self, sql: str, parameters: Parameters = None) -> tuple[Any, ...] | None:
        return next(iter(self.rows(sql, parameters)), None)
