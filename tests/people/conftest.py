"""A state of one's own for each test, and a clock that the test moves."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vigie.model.loader import load_model
from vigie.model.schema import Model
from vigie.people.house import People
from vigie.people.person import Person
from vigie.settings import Settings
from vigie.state.store import FILE, Store

PASSWORD = "lanterne orage tricycle"


@dataclass
class Hands:
    """A clock that stands until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state in which nothing is yet: copied, which is quicker than made."""
    folder = tmp_path_factory.mktemp("state")
    Store.open(folder).close()
    return folder / FILE


@pytest.fixture
def people(tmp_path: Path, hands: Hands, model: Model, empty: Path) -> Iterator[People]:
    (tmp_path / "data").mkdir()
    shutil.copy(empty, tmp_path / "data")
    opened = People.open(tmp_path, Settings(company="Froid & Cie"), model, hands)
    yield opened
    opened.close()


@pytest.fixture
def ada(people: People) -> Person:
    """An administrator with a password."""
    person = people.directory.add("ada@froid.fr", "Ada Morel", "admin")
    people.passwords.choose(person, PASSWORD)
    return people.directory.get(person.id)
