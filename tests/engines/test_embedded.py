"""What the embedded ClickHouse does behind its channel."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from vigie.model.loader import load_model
from vigie.warehouse.clickhouse.embedded import Embedded
from vigie.warehouse.clickhouse.failure import ClickHouseError
from vigie.warehouse.clickhouse.reader import ClickHouseReader
from vigie.warehouse.dialects.dialect import REFERENCE


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[ClickHouseReader]:
    with Embedded(tmp_path) as channel:
        yield ClickHouseReader(channel, REFERENCE)


def test_the_answer_after_a_refused_statement_is_its_own(reader: ClickHouseReader) -> None:
    cut_off = "SELECT toDecimal32(number, 1) / throwIf(number = 3000000) FROM numbers(10000000)"
    with pytest.raises(ClickHouseError, match="Division by zero"):
        reader.rows(cut_off)
    assert reader.rows("SELECT 1 AS one") == [(1,)]


@pytest.mark.parametrize(
    "value",
    [
        'L\'été\t\\ "50 %"\n⟨x⟩',
        "",
        Decimal("-12345678901234567890.123456"),
        12,
        True,
        date(1950, 2, 28),
        datetime(2026, 3, 1, 23, 59, 59, 123456),  # noqa: DTZ001 (on the company's clock)
        None,
    ],
)
def test_values_come_back_as_they_went(reader: ClickHouseReader, value: object) -> None:
    assert reader.rows("SELECT ⟨asked⟩", {"asked": value}) == [(value,)]


@pytest.mark.parametrize(
    "values",
    [
        ['L\'été\\t \\ "50 %"\n⟨x⟩', None, "", "[a,'b']"],
        [Decimal("0.250000000000000000"), Decimal("1.000000000000000000")],
        [None, date(1950, 2, 28)],
        [3, 4],
        [],
    ],
)
def test_lists_come_back_as_they_went(reader: ClickHouseReader, values: list[object]) -> None:
    assert reader.rows("SELECT arrayJoin(⟨asked⟩)", {"asked": values}) == [
        (value,) for value in values
    ]


def test_the_model_needs_no_type_that_clickhouse_lacks(tmp_path: Path) -> None:
    from vigie.warehouse.clickhouse.store import ClickHouseStore

    store = ClickHouseStore(Embedded(tmp_path), "vigie", load_model())
    assert store.held() == {}
    assert store.version() is None
    store.close()
