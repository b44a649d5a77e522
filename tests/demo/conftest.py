"""The demo company generated once, small or whole."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from vigie.demo.company import Manifest, generate
from vigie.demo.opening import open_demo
from vigie.metrics.layer import MetricLayer, MetricSettings
from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse
from vigie.workspace import Workspace

from .generated import Files, open_core, open_tables

UNTIL = date(2026, 10, 31)


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def open_files(model: Model) -> Iterator[Callable[[Manifest], Files]]:
    warehouse = Warehouse.open(None, Model({}))
    contexts = []

    def opened(manifest: Manifest) -> Files:
        context = warehouse.read()
        contexts.append(context)
        return open_tables(manifest, context.__enter__(), model)

    yield opened
    for context in contexts:
        context.__exit__(None, None, None)
    warehouse.close()


@pytest.fixture(scope="session")
def small(
    tmp_path_factory: pytest.TempPathFactory, open_files: Callable[[Manifest], Files]
) -> Files:
    """A twentieth of the company, in several parts."""
    directory = tmp_path_factory.mktemp("small")
    return open_files(generate(directory, until=UNTIL, scale=0.05, lines_per_part=1_500))


@pytest.fixture(scope="session")
def company(workspace: Workspace) -> Iterator[Files]:
    """The company as it is by default, as it was imported."""
    with workspace.warehouse.read() as session:
        yield open_core(workspace.model, session)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The default demo company, opened; tests only look at it."""
    opened = open_demo(tmp_path_factory.mktemp("workspace") / "demo", until=UNTIL)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tenth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A tenth of the company, opened."""
    opened = open_demo(tmp_path_factory.mktemp("workspace") / "demo", until=UNTIL, scale=0.1)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def session(tenth: Workspace) -> Iterator[Session]:
    """All that is asked of it, in one snapshot."""
    with tenth.warehouse.read() as opened:
        yield opened


@pytest.fixture(scope="session")
def layer(tenth: Workspace) -> MetricLayer:
    """The figures of the tenth, on the last day."""
    catalog, settings = tenth.metrics.catalog, MetricSettings(today=lambda: UNTIL)
    return MetricLayer(catalog, tenth.warehouse, settings)
