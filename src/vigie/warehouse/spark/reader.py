"""Questions to a Spark."""

from collections.abc import Mapping
from typing import Any

from vigie.kit.errors import VigieError
from vigie.warehouse.dialects.dialect import Dialect
from vigie.warehouse.session import Parameters
from vigie.warehouse.spark.session import SparkSession


class SparkReader:
    """Reads views over files that do not change."""

    def __init__(self, spark: SparkSession, dialect: Dialect) -> None:
        self._spark = spark
        self.dialect = dialect

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        from pyspark.errors import PySparkException

        values = dict(parameters) if isinstance(parameters, Mapping) else {}
        used = {name: value for name, value in values.items() if f":{name}" in sql}
        try:
            return [tuple(row) for row in self._spark.sql(sql, args=used).collect()]
        except PySparkException as error:
            reason = str(error).strip().partition("\n")[0][:400]
            raise VigieError("Spark refused: {reason}", reason=reason) from error

    def row(self, sql: str, parameters: Parameters = None) -> tuple[Any, ...] | None:
        return next(iter(self.rows(sql, parameters)), None)
