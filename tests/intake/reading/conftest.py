"""An empty warehouse to stage into, and the way to the public data sets."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vigie.intake.reading import ReadOptions, Source, open_sources
from vigie.kit.progress import silent
from vigie.model.schema import Model
from vigie.warehouse.engine import Session, Warehouse

Read = Callable[..., list[Source]]


@pytest.fixture(scope="session")
def warehouse() -> Iterator[Warehouse]:
    opened = Warehouse.open(None, Model({}))
    yield opened
    opened.close()


@pytest.fixture
def session(warehouse: Warehouse) -> Iterator[Session]:
    with warehouse.read() as session:
        yield session


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where staged relations lie."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def read(session: Session, shelf: Path) -> Read:
    """Opens paths and stages everything in them."""

    def opened(*paths: Path, **options: object) -> list[Source]:
        return list(open_sources(paths, ReadOptions(**options), session, shelf, silent))  # type: ignore[arg-type]

    return opened


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data sets."""
    beside = Path(__file__).parents[4] / "shared" / "data"
    folder = Path(os.environ.get("VIGIE_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip("the public data sets are not here: set VIGIE_SHARED_DATA")
    return folder
