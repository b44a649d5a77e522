"""Typed columns survive the way to a Parquet file and back."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from vigie.kit.errors import Invalid
from vigie.model.schema import Model
from vigie.warehouse.engine import Warehouse
from vigie.warehouse.parquet import ColumnData, Fixed, Numbered, Words, write_parquet


def read_back(path: Path, columns: dict[str, ColumnData]) -> tuple[list[str], list[tuple[object]]]:
    write_parquet(path, columns)
    with Warehouse.open(None, Model({})).read() as session:
        types = session.describe(f"SELECT * FROM read_parquet('{path}')")
        rows = session.rows("SELECT * FROM read_parquet(?)", [str(path)])
    return [kind for _, kind in types], rows


def test_money_is_exact_beyond_the_precision_of_binary_floats(tmp_path: Path) -> None:
    cents = np.array([1, -3, 90_071_992_547_409_93])
    types, rows = read_back(tmp_path / "a.parquet", {"amount": Fixed(cents, 2)})
    assert types == ["DECIMAL(18,4)"]
    assert rows == [
        (Decimal("0.0100"),),
        (Decimal("-0.0300"),),
        (Decimal("90071992547409.9300"),),
    ]


def test_each_kind_of_column_keeps_its_type(tmp_path: Path) -> None:
    types, rows = read_back(
        tmp_path / "a.parquet",
        {
            "key": Numbered("C", np.array([7, 123456]), 4),
            "word": Words(["été", "hiver"], np.array([1, 0])),
            "text": ["d'été", None],
            "count": np.array([3, 4]),
            "flag": np.array([True, False]),
            "day": np.array(["2024-02-29", "NaT"], dtype="datetime64[D]"),
            "moment": np.array(["2024-02-29T08:30:15", "NaT"], dtype="datetime64[s]"),
            "ratio": Fixed(np.array([2000, 125]), 4, 9, 6),
        },
    )
    assert types == [
        "VARCHAR", "VARCHAR", "VARCHAR", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP", "DECIMAL(9,6)",
    ]  # fmt: skip
    first, second = rows
    assert first == (
        "C0007", "hiver", "d'été", 3, True, date(2024, 2, 29),
        datetime.fromisoformat("2024-02-29T08:30:15"), Decimal("0.200000"),
    )  # fmt: skip
    assert second == ("C123456", "été", None, 4, False, None, None, Decimal("0.012500"))


def test_masks_and_negative_codes_are_nulls(tmp_path: Path) -> None:
    _, rows = read_back(
        tmp_path / "a.parquet",
        {
            "key": Numbered("C", np.array([-1]), 4),
            "word": Words(["a", "b"], np.array([-1])),
            "count": np.ma.masked_array(np.array([5]), mask=[True]),
            "amount": Fixed(np.ma.masked_array(np.array([5]), mask=[True]), 2),
        },
    )
    assert rows == [(None, None, None, None)]


def test_the_same_columns_give_the_same_bytes(tmp_path: Path) -> None:
    columns: dict[str, ColumnData] = {"n": np.arange(300_000) % 977}
    assert write_parquet(tmp_path / "a.parquet", columns) == 300_000
    write_parquet(tmp_path / "b.parquet", columns)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_columns_of_different_lengths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="different lengths"):
        write_parquet(tmp_path / "a.parquet", {"a": np.arange(2), "b": np.arange(3)})
