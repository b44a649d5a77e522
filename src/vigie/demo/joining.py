"""One table out of two sets of columns, for the few tables that hold two kinds of rows."""

from collections.abc import Mapping

import numpy as np

from vigie.demo.frame import Array
from vigie.warehouse.parquet import ColumnData, Fixed, Numbered, Words


def joined(
    first: Mapping[str, ColumnData], second: Mapping[str, ColumnData]
) -> dict[str, ColumnData]:
    """The rows of `first`, then those of `second`, null where one lacks the other's column."""
    counts = [max(len(_plain(data)) for data in columns.values()) for columns in (first, second)]
    names = [*first, *(name for name in second if name not in first)]
    return {
        name: _column(first.get(name), counts[0], second.get(name), counts[1]) for name in names
    }


def _column(
    first: ColumnData | None, before: int, second: ColumnData | None, after: int
) -> ColumnData:
    values = [None if data is None else _plain(data) for data in (first, second)]
    kind = next(v.dtype for v in values if v is not None)
    parts = [
        _nothing(count, kind) if value is None else value
        for value, count in zip(values, (before, after), strict=True)
    ]
    whole: Array = np.concatenate([np.ma.getdata(part) for part in parts])
    if not any(isinstance(part, np.ma.MaskedArray) for part in parts):
        return whole
    hidden = np.concatenate([np.ma.getmaskarray(part) for part in parts])
    return np.ma.masked_array(whole, mask=hidden)


def _nothing(count: int, kind: np.dtype[np.generic]) -> Array:
    if kind.kind == "O":
        return np.full(count, None, dtype=object)
    if kind.kind == "M":
        return np.full(count, np.datetime64("NaT"), dtype=kind)
    return np.ma.masked_array(np.zeros(count, dtype=kind), mask=True)


def _plain(data: ColumnData) -> Array:
    match data:
        case Words():
            return np.array([*data.words, None], dtype=object)[data.codes]
        case Numbered():
            return np.array(_keys(data), dtype=object)
        case Fixed():
            return data.units
        case np.ndarray():
            return data
    return np.array(data, dtype=object)


def _keys(data: Numbered) -> list[str | None]:
    prefixes = (
        _plain(data.prefix).tolist()
        if isinstance(data.prefix, Words)
        else [data.prefix] * len(data.numbers)
    )
    pairs = zip(prefixes, data.numbers.tolist(), strict=True)
    return [f"{prefix}{n:0{data.digits}d}" if n >= 0 else None for prefix, n in pairs]
