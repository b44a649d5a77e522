"""An erased person is gone from the copies in other engines too: rows, files and their bytes."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from tests.privacy import company
from tests.privacy.searching import places
from tests.privacy.test_erasure import HER

from vigie.kit.errors import VigieError
from vigie.settings import FILE_NAME, EngineSettings, Settings, with_engine
from vigie.warehouse.mirror import Mirror
from vigie.workspace import Workspace

from .server import server

ENGINES = ("clickhouse", "clickhouse over http", "spark")
SERVER = "server"  # the folder of its data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company with people in it, whose figures are read in the workspace."""
    place = tmp_path / "company"
    workspace = Workspace.create(place, Settings(company="Froid & Cie"))
    workspace.intake.commit(workspace.intake.plan(company.write(tmp_path / "files")[0]))
    workspace.people.directory.add("admin@froid.example", "Admin", "admin")
    workspace.close()
    return place


def moved(folder: Path, engine: EngineSettings) -> Workspace:
    settings = folder / FILE_NAME
    written = with_engine(settings.read_text(encoding="utf-8"), engine)
    settings.write_text(written, encoding="utf-8")
    workspace = Workspace.open(folder)
    if workspace.mirror:
        workspace.mirror.carry()
    return workspace


@pytest.fixture(params=ENGINES)
def copied(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The same company, with a copy in another engine."""
    kind, _, over_http = request.param.partition(" ")
    with ExitStack() as stack:
        url = stack.enter_context(server(tmp_path / SERVER)) if over_http else None
        workspace = stack.enter_context(closing(moved(folder, EngineSettings(kind, url))))
        yield workspace


def copy_of(workspace: Workspace) -> Mirror:
    assert workspace.mirror is not None
    return workspace.mirror


def test_nothing_is_left_in_a_copy(copied: Workspace, folder: Path, tmp_path: Path) -> None:
    here = tmp_path / SERVER if (tmp_path / SERVER).exists() else folder / "data"
    assert places(here)
    before = copied.query(["revenue"], by=["month"]).rows
    certificate = copied.privacy.requests.erase(HER)
    assert certificate["left"] == []
    assert certificate["copies"] == {
        "engine": copy_of(copied).label,
        "files_searched": here == folder / "data",
        "removed": 0,
    }
    assert copied.query(["revenue"], by=["month"], cache=False).rows == before
    assert copy_of(copied).is_current
    copied.close()
    assert places(here) == []


@pytest.mark.parametrize("kind", ["clickhouse", "spark"])
def test_a_copy_that_still_names_her_is_told(folder: Path, kind: str) -> None:
    with closing(moved(folder, EngineSettings(kind))) as workspace:  # type: ignore[arg-type]
        office = workspace.privacy.requests
        plan = office.begin(HER, "somebody")
        with workspace.warehouse.read() as session:
            found = list(office.copies.search(plan.traces, session))
        label = copy_of(workspace).label
        assert found
        assert all(place.startswith(label) for place in found)
        assert (kind == "spark") or f"{label} account" in found


def test_a_copy_of_an_earlier_engine_goes(folder: Path) -> None:
    moved(folder, EngineSettings("clickhouse")).close()
    with closing(moved(folder, EngineSettings())) as workspace:
        certificate = workspace.privacy.requests.erase(HER)
    assert certificate["copies"] == {"removed": 1}
    assert not (folder / "data" / "clickhouse").exists()
    assert places(folder) == []


def test_while_the_engine_is_away_the_work_is_not_done(folder: Path, tmp_path: Path) -> None:
    with server(tmp_path / SERVER) as url:
        moved(folder, EngineSettings("clickhouse", url)).close()
        workspace = Workspace.open(folder)
    with closing(workspace):
        with pytest.raises(VigieError, match="does not answer"):
            workspace.privacy.requests.erase(HER)
        assert len(workspace.privacy.requests.unfinished()) == 1
    # The company gives that server up: the request is finished without it.
    with closing(moved(folder, EngineSettings())) as workspace:
        (certificate,) = workspace.privacy.requests.resume()
    assert certificate["left"] == []
    assert places(folder) == []
