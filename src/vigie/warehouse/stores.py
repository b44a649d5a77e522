"""Opens the engine that settings name."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from vigie.kit.errors import Invalid
from vigie.kit.secrets import secret
from vigie.model.schema import Model
from vigie.settings import EngineSettings
from vigie.warehouse.clickhouse.channel import Channel
from vigie.warehouse.clickhouse.embedded import Embedded
from vigie.warehouse.clickhouse.http import Http
from vigie.warehouse.clickhouse.store import ClickHouseStore
from vigie.warehouse.spark.session import LOCAL, join
from vigie.warehouse.spark.store import SparkStore
from vigie.warehouse.store import Store

DATABASE: Final = "vigie"
PASSWORD: Final = "VIGIE_ENGINE_PASSWORD"  # noqa: S105


USUAL_FOLDERS: Final = ("data/clickhouse", "data/spark")


def folder_of(engine: EngineSettings, workspace: Path) -> Path | None:
    """Where the files of a copy lie; None where they are a server's, or there is no copy."""
    is_server = engine.kind == "clickhouse" and engine.url is not None
    if engine.kind == "duckdb" or is_server:
        return None
    return workspace / (engine.path or f"data/{engine.kind}")


def open_store(engine: EngineSettings, workspace: Path, model: Model) -> Store:
    """The store of `engine`; raises `Invalid` for an address that cannot be, `VigieError` else."""
    folder = folder_of(engine, workspace)
    if engine.url and folder is None:
        return ClickHouseStore(_server(engine.url), _database(engine.url), model)
    assert folder is not None  # noqa: S101 - a copy that is no server's has files
    if engine.kind == "spark":
        return SparkStore(join(engine.url or LOCAL), folder, model)
    return ClickHouseStore(Embedded(folder), DATABASE, model)


def _server(url: str) -> Channel:
    """A ClickHouse server; its password comes from the environment, not from a file."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise Invalid(
            "'{url}' is not the address of a ClickHouse server: write {example}.",
            url=address.hostname or address.scheme,
            example="http://clickhouse.example:8123/vigie",
        )
    user = unquote(address.username or "default")
    return Http(address, user, secret(PASSWORD) or "")


def _database(url: str) -> str:
    return urlsplit(url).path.strip("/") or DATABASE
