from collections.abc import Iterator
from pathlib import Path

import pytest

from vigie.backup.making import back_up
from vigie.backup.restoring import restore
from vigie.workspace import Workspace

from .company import invoice, open_company


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a company with one invoice."""
    folder = tmp_path_factory.mktemp("saved")
    workspace = open_company(folder / "company")
    invoice(workspace, 1)
    made = back_up(workspace, folder / "saved.zip").path
    workspace.close()
    return made


@pytest.fixture
def company(archive: Path, tmp_path: Path) -> Iterator[Workspace]:
    """That company, open."""
    restore(archive, tmp_path / "company")
    workspace = Workspace.open(tmp_path / "company")
    yield workspace
    workspace.close()
