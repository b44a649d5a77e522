"""Values of a question as Spark takes them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vigie.warehouse.spark.session import SparkSession

if TYPE_CHECKING:
    from pyspark.sql import Column


def bound(spark: SparkSession, sql: str, values: Mapping[str, object]) -> dict[str, Any]:
    """Those of `values` that `sql` names, as literals."""
    return {name: _literal(spark, value) for name, value in values.items() if f":{name}" in sql}


def _literal(spark: SparkSession, value: object) -> "Column":
    from pyspark.sql.functions import array, lit

    if isinstance(value, list):
        return array(*(_literal(spark, one) for one in value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return lit(_day(spark, value))
    return lit(value)


def _day(spark: SparkSession, value: date) -> Any:
    """PySpark writes the first year as "1", which Java does not read."""
    jvm: Any = spark._jvm
    return jvm.java.time.LocalDate.parse(value.isoformat())
