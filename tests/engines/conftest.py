"""One small demo company, in DuckDB and copied to ClickHouse and to a Spark cluster.

The engines are large: `scripts/test-engines` installs them. Without them only what needs none runs.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from vigie.demo.opening import open_demo
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.warehouse.mirror import Mirror
from vigie.warehouse.reading import Source
from vigie.workspace import Workspace

from .questions import Answered, answered

TURNS = 6
TODAY = date(2026, 10, 31)
HAVE_ENGINES = find_spec("chdb") is not None and find_spec("pyspark") is not None
MakeLayer = Callable[[Source], MetricLayer]

if not HAVE_ENGINES:
    collect_ignore = [
        "test_calendars.py",
        "test_conformance.py",
        "test_mirror.py",
        "test_rules.py",
        "test_channels.py",
        "test_store.py",
        "test_spark.py",
        "test_move.py",
        "test_erased_copies.py",
    ]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("demo") / "company"
    opened = open_demo(folder, until=TODAY, scale=0.05)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def layer(workspace: Workspace) -> MakeLayer:
    """The demo company's metric layer on any source of its rows."""
    settings = workspace.metrics.settings

    def make(source: Source) -> MetricLayer:
        return MetricLayer(
            workspace.metrics.catalog,
            source,
            MetricSettings(settings.currency, settings.calendar, today=lambda: TODAY),
        )

    return make


@pytest.fixture(scope="session")
def questions_answered(workspace: Workspace, layer: MakeLayer) -> list[Answered]:
    """Every shape of question, with the metrics that answer it."""
    return answered(layer(workspace.warehouse), workspace.metrics.catalog)


@pytest.fixture(scope="session", params=["clickhouse", "clickhouse over http", "spark"])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def every(engine: str) -> int:
    """Of how many questions one is asked: each costs a cluster many seconds.

    `VIGIE_ENGINES=whole` asks all of them everywhere.
    """
    asks_all = engine == "clickhouse" or os.environ.get("VIGIE_ENGINES") == "whole"
    return 1 if asks_all else TURNS


@pytest.fixture(scope="session")
def mirror(
    engine: str, workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mirror]:
    """The demo company's data in another engine."""
    from .stores import opened

    folder: Path = tmp_path_factory.mktemp("copy")
    with ExitStack() as stack:
        store = stack.enter_context(opened(engine, folder, workspace.model))
        made = Mirror(workspace.warehouse, lambda: store, workspace.model)
        made.carry(resumable=True)
        yield made
