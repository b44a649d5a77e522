"""A state with three people in it, and a clock that the test moves."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.people.conftest import Hands

from vigie.people.directory import Directory
from vigie.people.person import Person
from vigie.state.store import FILE, Store


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state in which nothing is yet: copied, which is quicker than made."""
    folder = tmp_path_factory.mktemp("state")
    Store.open(folder).close()
    return folder / FILE


@pytest.fixture
def store(tmp_path: Path, empty: Path) -> Iterator[Store]:
    shutil.copy(empty, tmp_path)
    store = Store.open(tmp_path)
    yield store
    store.close()


@pytest.fixture
def directory(store: Store, hands: Hands) -> Directory:
    return Directory(store, ("director", "rep"), hands)


@pytest.fixture
def ada(directory: Directory) -> Person:
    return directory.add("ada@froid.example", "Ada", "director")


@pytest.fixture
def bob(directory: Directory) -> Person:
    return directory.add("bob@froid.example", "Bob", "rep")


@pytest.fixture
def eve(directory: Directory) -> Person:
    return directory.add("eve@froid.example", "Eve", "rep")
