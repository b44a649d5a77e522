"""Columns in memory to a typed Parquet file: exact decimals, real dates, true nulls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from vigie.kit.errors import Invalid
from vigie.warehouse.names import quote

Array = NDArray[Any]

_VALUES: Final = "v"
_PRESENT: Final = "p"
_CODES: Final = "c"


@dataclass(frozen=True, slots=True)
class Fixed:
    """Exact decimals held as integers: `units` × 10^-`decimals`, stored as DECIMAL(width, scale).

    A masked array leaves nulls where it is masked. `scale` is never below `decimals`.
    """

    units: Array
    decimals: int
    width: int = 18
    scale: int = 4


@dataclass(frozen=True, slots=True)
class Words:
    """Texts that repeat: row i says `words[codes[i]]`, nothing where the code is negative."""

    words: Sequence[str | None]
    codes: Array


@dataclass(frozen=True, slots=True)
class Numbered:
    """Keys that count: a prefix and a number padded to `digits`, null where it is negative."""

    prefix: str | Words
    numbers: Array
    digits: int


# An array gives BIGINT, DOUBLE, BOOLEAN, DATE (datetime64[D]) or TIMESTAMP (datetime64[s]);
# a sequence gives VARCHAR.
ColumnData = Array | Sequence[str | None] | Fixed | Words | Numbered


def write_parquet(path: Path, columns: Mapping[str, ColumnData]) -> int:
    """Writes `columns`, all of one length, to `path`; the same columns give the same bytes.

    Returns the number of rows. Raises `Invalid` when the columns differ in length.
    """
    arrays: dict[str, Array] = {}
    parameters: list[object] = []
    selected = []
    for position, (name, data) in enumerate(columns.items()):
        expression, values = _expression(data, str(position))
        _add_arrays(arrays, data, str(position))
        parameters.extend(values)
        selected.append(f"{expression} AS {quote(name)}")
    rows = _common_length(columns, arrays)
    _copy(path, arrays, f"SELECT {', '.join(selected)} FROM received", parameters)
    return rows


def _copy(path: Path, arrays: Mapping[str, Array], select: str, parameters: list[object]) -> None:
    cursor = _engine().cursor()
    try:
        cursor.register("received", dict(arrays))
        target = str(path).replace("'", "''")
        cursor.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet)", parameters)
    finally:
        cursor.close()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    # One thread keeps the rows, and so the bytes, in one order.
    return duckdb.connect(":memory:", config={"threads": 1})


def _expression(data: ColumnData, position: str) -> tuple[str, list[object]]:
    """The SQL that makes the column out of the registered arrays, and its parameters."""
    value = quote(_VALUES + position)
    if isinstance(data, Fixed):
        return _unless_masked(_decimal(data, value), data.units, position), []
    if isinstance(data, Words):
        return f"list_extract(?::VARCHAR[], {value} + 1)", [list(data.words)]
    if isinstance(data, Numbered):
        return _numbered(data, value, quote(_CODES + position))
    if isinstance(data, np.ndarray):
        return _unless_masked(_typed(data, value), data, position), []
    return f"{value}::VARCHAR", []


def _numbered(data: Numbered, value: str, codes: str) -> tuple[str, list[object]]:
    prefix, parameter = "?", data.prefix
    if isinstance(parameter, Words):
        prefix = f"list_extract(?::VARCHAR[], {codes} + 1)"
    digits = f"greatest({data.digits}, length({value}::VARCHAR))::INTEGER"
    words = list(parameter.words) if isinstance(parameter, Words) else parameter
    return f"CASE WHEN {value} >= 0 THEN {prefix} || lpad({value}::VARCHAR, {digits}, '0') END", [
        words
    ]


def _decimal(data: Fixed, value: str) -> str:
    # A product of decimals is exact; a quotient would pass through floating point.
    step = f"CAST('{10.0**-data.decimals:.{data.decimals}f}' AS DECIMAL(12, {data.decimals}))"
    return f"CAST(CAST({value} AS DECIMAL(18, 0)) * {step} AS DECIMAL({data.width}, {data.scale}))"


def _typed(data: Array, value: str) -> str:
    if data.dtype == np.dtype("datetime64[D]"):
        return f"{value}::DATE"
    if data.dtype.kind == "M":
        return f"{value}::TIMESTAMP"
    if data.dtype.kind == "O":
        return f"{value}::VARCHAR"
    return value


def _unless_masked(expression: str, data: Array, position: str) -> str:
    if not isinstance(data, np.ma.MaskedArray):
        return expression
    return f"CASE WHEN {quote(_PRESENT + position)} THEN {expression} END"


def _add_arrays(arrays: dict[str, Array], data: ColumnData, position: str) -> None:
    for prefix, array in _arrays(data):
        arrays[prefix + position] = np.ascontiguousarray(array)


def _arrays(data: ColumnData) -> Iterator[tuple[str, Array]]:
    match data:
        case Fixed():
            values: Array = data.units
        case Words():
            # A negative index of list_extract counts from the end; none may reach it.
            values = np.where(data.codes < 0, len(data.words), data.codes)
        case Numbered():
            values = data.numbers
            if isinstance(data.prefix, Words):
                yield _CODES, data.prefix.codes
        case np.ndarray():
            values = data.astype("datetime64[s]") if data.dtype.kind == "M" else data
        case _:
            values = np.array(data, dtype=object)
    if isinstance(values, np.ma.MaskedArray):
        yield _PRESENT, ~np.ma.getmaskarray(values)
        values = values.data
    yield _VALUES, values


def _common_length(columns: Mapping[str, ColumnData], arrays: Mapping[str, Array]) -> int:
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) != 1:
        raise Invalid(
            "The columns {columns} have different lengths: give each one value per row.",
            columns=", ".join(columns),
        )
    return lengths.pop()
