"""Each trap's statement has the same answer in every engine."""

from collections.abc import Iterator
from typing import Any

import pytest

from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.settings import EngineSettings
from vigie.warehouse.engine import Warehouse
from vigie.warehouse.reading import Reader
from vigie.warehouse.stores import open_store

from .fixture import NAMES, statements
from .likeness import alike


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="module", params=["clickhouse", "spark"])
def engine(
    request: pytest.FixtureRequest, model: Model, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Reader]]:
    url = "local[1]" if request.param == "spark" else None
    store = open_store(EngineSettings(request.param, url), tmp_path_factory.mktemp("rules"), model)
    with store.read() as reader:
        yield request.param, reader
    store.close()


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_that_of_the_reference(
    name: str, engine: tuple[str, Reader], model: Model
) -> None:
    texts = statements(name)
    warehouse = Warehouse.open(None, model)
    with warehouse.read() as session:
        expected = session.rows(texts["duckdb"])
    warehouse.close()
    language, reader = engine
    found = reader.rows(texts[language])
    assert len(found) == len(expected)
    for row, wanted in zip(map(_counted, found), map(_counted, expected), strict=True):
        assert all(map(alike, wanted, row)), (row, wanted)


def _counted(row: tuple[Any, ...]) -> list[Any]:
    """ClickHouse answers a comparison with 1 or 0."""
    return [int(value) if isinstance(value, bool) else value for value in row]
