"""A small company with people in it, made once and copied for each test that changes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from vigie.settings import Settings
from vigie.workspace import Workspace

from . import company


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the company, closed."""
    folder = tmp_path_factory.mktemp("privacy")
    workspace = Workspace.create(folder / "company", Settings(company="Froid & Cie"))
    for files in company.write(folder / "files"):
        workspace.intake.commit(workspace.intake.plan(files))
    workspace.people.directory.add("admin@froid.example", "Admin", "admin")
    workspace.people.directory.add("zoe.lefevre@froid.example", "Zoé Lefèvre", "rep")
    workspace.close()
    return folder / "company"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of one's own, closed."""
    place = tmp_path / "company"
    shutil.copytree(made, place)
    return place


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    """A copy of one's own, open."""
    opened = Workspace.open(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shown(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A copy that a whole file of tests only reads."""
    place = tmp_path_factory.mktemp("shown") / "company"
    shutil.copytree(made, place)
    opened = Workspace.open(place)
    yield opened
    opened.close()
