"""The way to a ClickHouse: statements out, answers back as text."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol

FORMAT: Final = "JSONCompactEachRowWithNamesAndTypes"
SETTINGS: Final[Mapping[str, str]] = {
    # A left join without a match gives nulls, and so does a sum of nothing: standard SQL.
    "join_use_nulls": "1",
    "aggregate_functions_null_for_empty": "1",
    "prefer_column_name_to_alias": "1",
    "decimal_check_overflow": "1",
    "enable_extended_results_for_datetime_functions": "1",
    "output_format_json_quote_decimals": "1",
    "output_format_decimal_trailing_zeros": "1",  # as many digits as the column has, as DuckDB
    "output_format_json_quote_64bit_integers": "0",
    "output_format_json_quote_denormals": "1",
    "max_partitions_per_insert_block": "0",
    "session_timezone": "UTC",
    "max_query_size": "4194304",  # a board of many metrics is one long statement
}


class Channel(Protocol):
    """Carries one statement at a time; every thread may use it."""

    def ask(self, sql: str, parameters: Mapping[str, str]) -> bytes:
        """The answer in `FORMAT`; raises `VigieError` when the engine refuses."""

    def run(self, sql: str) -> None:
        """Runs a statement for its effect."""

    def load(self, table: str, columns: str, files: Iterable[Path]) -> None:
        """Appends the rows of Parquet files to the `columns` of `table`."""

    def close(self) -> None:
        """Lets go of the engine."""
