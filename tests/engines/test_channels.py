"""What ClickHouse does behind its channels."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from vigie.warehouse.clickhouse.embedded import Embedded
from vigie.warehouse.clickhouse.failure import ClickHouseError
from vigie.warehouse.clickhouse.http import Http
from vigie.warehouse.clickhouse.reader import ClickHouseReader
from vigie.warehouse.dialects.dialect import REFERENCE

from .server import server


@pytest.fixture(scope="module", params=["in this process", "over http"])
def reader(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClickHouseReader]:
    folder = tmp_path_factory.mktemp("channel")
    if request.param == "over http":
        with server(folder, "secret") as url:
            yield ClickHouseReader(Http(urlsplit(url), "default", "secret"), REFERENCE)
    else:
        with Embedded(folder) as channel:
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
        [f"L'été n° {number}" for number in range(20_000)],
        [date(1950, 2, 28)] * 20_000,
    ],
    ids=["texts", "decimals", "days", "numbers", "none", "many texts", "many days"],
)
def test_lists_come_back_as_they_went(reader: ClickHouseReader, values: list[object]) -> None:
    assert reader.rows("SELECT arrayJoin(⟨asked⟩)", {"asked": values}) == [
        (value,) for value in values
    ]


def test_a_statement_of_any_length_is_understood(reader: ClickHouseReader) -> None:
    numbers = range(40_000)
    assert reader.rows(f"SELECT length([{', '.join(map(str, numbers))}])") == [(len(numbers),)]
