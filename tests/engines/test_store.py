"""The core tables as ClickHouse keeps them."""

from pathlib import Path

from vigie.model.loader import load_model
from vigie.warehouse.clickhouse.embedded import Embedded
from vigie.warehouse.clickhouse.store import ClickHouseStore


def test_the_model_needs_no_type_that_clickhouse_lacks(tmp_path: Path) -> None:
    store = ClickHouseStore(Embedded(tmp_path), "vigie", load_model())
    assert store.held() == {}
    assert store.version() is None
    store.close()
