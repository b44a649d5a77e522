"""Each engine, started for a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vigie.model.schema import Model
from vigie.settings import EngineSettings
from vigie.warehouse.store import Store
from vigie.warehouse.stores import open_store

from .cluster import cluster
from .server import server


@contextmanager
def opened(name: str, folder: Path, model: Model) -> Iterator[Store]:
    """A store on the engine called `name`, empty when `folder` is."""
    match name:
        case "clickhouse":
            yield from _closed(open_store(EngineSettings("clickhouse"), folder, model))
        case "clickhouse over http":
            with server(folder) as url:
                yield from _closed(open_store(EngineSettings("clickhouse", url), folder, model))
        case "spark":
            with cluster(folder / "cluster") as url:
                yield from _closed(open_store(EngineSettings("spark", url), folder, model))


def _closed(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()
