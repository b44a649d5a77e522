"""Questions to a Spark."""

from collections.abc import Mapping
from typing import Any

from vigie.kit.errors import VigieError
from vigie.warehouse.dialects.dialect import Dialect
from vigie.warehouse.session import Parameters
from vigie.warehouse.spark.failure import failures, reason
from vigie.warehouse.spark.parameters import bound
from vigie.warehouse.spark.session import SparkSession


class SparkReader:
    """Reads views over files that do not change."""

    def __init__(self, spark: SparkSession, dialect: Dialect) -> None:
        self._spark = spark
        self.dialect = dialect

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        values = parameters if isinstance(parameters, Mapping) else {}
        try:
            asked = self._spark.sql(sql, args=bound(self._spark, sql, values))
            return [tuple(row) for row in asked.collect()]
        except failures() as error:
            raise VigieError("Spark refused: {reason}", reason=reason(error)) from error

    def row(self, sql: str, parameters: Parameters = None) -> tuple[Any, ...] | None:
        return next(iter(self.rows(sql, parameters)), None)
