"""What a Spark takes and gives, and what is said when it refuses."""

import logging
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from vigie.kit.errors import VigieError
from vigie.model.loader import load_model
from vigie.settings import EngineSettings
from vigie.warehouse.reading import Reader
from vigie.warehouse.spark.session import OPTIMIZER
from vigie.warehouse.stores import open_store

from .fixture import statements

LOCAL = EngineSettings("spark", "local[1]")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    store = open_store(LOCAL, tmp_path_factory.mktemp("spark"), load_model())
    with store.read() as opened:
        yield opened
    store.close()


@pytest.mark.parametrize(
    "value",
    [
        date(1, 1, 1),
        date(987, 2, 28),
        date(1582, 10, 10),  # of no calendar but the one of Python
        date.max,
        datetime(2026, 3, 1, 23, 59, 59, 123456),  # noqa: DTZ001 (on the company's clock)
        Decimal("-1234567890123.45"),
        "L'été :asked",
        12,
        True,
        None,
        [date.min, date(2026, 2, 28)],
        ["a", "b"],
        [],
    ],
)
def test_values_come_back_as_they_went(reader: Reader, value: object) -> None:
    assert reader.rows("SELECT :asked AS asked", {"asked": value, "unasked": 1}) == [(value,)]


@pytest.fixture
def whole_optimizer(reader: Reader) -> Iterator[None]:
    """Spark as it is when nobody keeps it from its own fault."""
    [(_, excluded)] = reader.rows(f"SET {OPTIMIZER}")
    reader.rows(f"SET {OPTIMIZER}=")
    yield
    reader.rows(f"SET {OPTIMIZER}={excluded}")


@pytest.mark.usefixtures("whole_optimizer")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "Syntax error"),
        ("SELECT 1 / size(array()) AS quotient", "Division by zero"),
        (statements("repeated_name")["spark"], "generated an invalid plan"),
    ],
    ids=["not understood", "not computed", "a fault of its optimizer"],
)
def test_a_refusal_is_one_sentence_and_its_stack_is_logged(
    reader: Reader, caplog: pytest.LogCaptureFixture, sql: str, said: str
) -> None:
    with (
        caplog.at_level(logging.DEBUG, logger="vigie.warehouse.spark"),
        pytest.raises(VigieError, match=rf"\ASpark refused: .*{said}[^\n]*\Z"),
    ):
        reader.rows(sql)
    assert any(record.exc_info for record in caplog.records)
