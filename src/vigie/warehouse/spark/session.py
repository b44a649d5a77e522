"""Joins a Spark cluster, or starts Spark in this process."""

from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from vigie.kit.errors import VigieError
from vigie.warehouse.spark.failure import failures, reason

if TYPE_CHECKING:
    import pyspark.sql

SparkSession: TypeAlias = "pyspark.sql.SparkSession"

LOCAL: Final = "local[*]"
OPTIMIZER: Final = "spark.sql.optimizer.excludedRules"
_LOOPBACK: Final = ("127.0.0.1", "localhost", None)
_SETTINGS: Final = {
    "spark.sql.session.timeZone": "UTC",
    # The figures are small once grouped: two hundred partitions would only cost time.
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.ansi.enabled": "true",
    # Of a column that a later part of a UNION gives twice it drops one, and then fails on its own
    # plan (Spark 4.3). No form of a statement avoids that: Spark repeats columns itself when it
    # moves the projection below a window into the parts. The rule saves time only, never meaning.
    OPTIMIZER: "org.apache.spark.sql.catalyst.optimizer.RemoveRedundantAliases",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def join(master: str) -> SparkSession:
    """A session on the cluster at `master`, as in spark://host:7077; raises `VigieError`."""
    try:
        from pyspark.sql import SparkSession as Spark
    except ModuleNotFoundError as error:
        raise VigieError("Spark is not installed: run pip install 'vigie[spark]'.") from error
    builder = Spark.builder.master(master).appName("Vigie")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    if urlsplit(master).hostname in _LOOPBACK:
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.driver.host", "127.0.0.1")
    try:
        session = builder.getOrCreate()
    except failures() as error:
        raise VigieError(
            "Spark at {master} cannot be joined (it needs Java 17 or newer): {reason}",
            master=master,
            reason=reason(error),
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session
