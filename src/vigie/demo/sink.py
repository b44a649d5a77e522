"""Where generated rows go: one Parquet file per table, or a folder of parts for a big one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from vigie.demo.frame import Array
from vigie.kit.errors import Invalid
from vigie.kit.spelling import nearest
from vigie.model.schema import ColumnType, Model, Table
from vigie.warehouse.parquet import ColumnData, Fixed, write_parquet

# The generator counts money in whole cents, quantities in pieces and ratios in basis points.
_DECIMALS: Final = {
    ColumnType.MONEY: 2,
    ColumnType.PRICE: 2,
    ColumnType.QUANTITY: 0,
    ColumnType.RATIO: 4,
    ColumnType.DECIMAL: 0,
}
_SCALES: Final = {
    ColumnType.MONEY: (18, 4),
    ColumnType.PRICE: (18, 6),
    ColumnType.QUANTITY: (18, 4),
    ColumnType.RATIO: (9, 6),
    ColumnType.DECIMAL: (18, 6),
}
_MEASURE_DECIMALS: Final = 4


@dataclass
class Sink:
    """Writes the tables of `model` into `directory` and counts their rows."""

    directory: Path
    model: Model
    rows: dict[str, int] = field(default_factory=dict)
    _parts: dict[str, int] = field(default_factory=dict)

    def write(self, table: str, columns: Mapping[str, ColumnData]) -> None:
        """Adds rows to `table`. Raises `Invalid` for a column that the model does not have."""
        declared = self.model.tables[table]
        typed = {name: _typed(declared, name, data) for name, data in columns.items()}
        written = write_parquet(self._next_file(table), typed)
        self.rows[table] = self.rows.get(table, 0) + written

    def _next_file(self, table: str) -> Path:
        part = self._parts.get(table, 0)
        self._parts[table] = part + 1
        single, folder = self.directory / f"{table}.parquet", self.directory / table
        if part == 0:
            return single
        if part == 1:
            folder.mkdir()
            single.rename(folder / "0000.parquet")
        return folder / f"{part:04d}.parquet"


def _typed(table: Table, name: str, data: ColumnData) -> ColumnData:
    column = table.columns.get(name)
    if column is None:
        raise Invalid(
            "{table} has no column {column}: did you mean {nearest}?",
            table=table.name,
            column=name,
            nearest=nearest(name, table.columns) or "another one",
        )
    if not isinstance(data, np.ndarray):
        return data
    if column.type in _DECIMALS:
        return _exact(column.type, data)
    if column.type is ColumnType.DATE:
        return data.astype("datetime64[D]")
    if column.type is ColumnType.INSTANT:
        return data.astype("datetime64[s]")
    return data


def _exact(kind: ColumnType, data: Array) -> Fixed:
    width, scale = _SCALES[kind]
    if data.dtype.kind != "f":
        return Fixed(data, _DECIMALS[kind], width, scale)
    if kind in (ColumnType.MONEY, ColumnType.PRICE):
        raise Invalid("An amount came as a binary float: count it in whole cents.")
    missing = np.isnan(data)
    units = np.rint(np.where(missing, 0, data) * 10**_MEASURE_DECIMALS).astype(np.int64)
    masked = np.ma.masked_array(units, mask=missing) if missing.any() else units
    return Fixed(masked, _MEASURE_DECIMALS, width, scale)
