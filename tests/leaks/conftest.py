"""The generated company, its readers, and what it is to those who may not see all of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vigie.model.loader import load_model
from vigie.people.declaration import load_roles

from .company import establish, without
from .generated import NAMED, Rows
from .holes import holes
from .readers import NARROWED, ROLES, WHOLE, Reader
from .seats import House


@pytest.fixture(scope="session")
def rows() -> Rows:
    model = load_model()
    return Rows(model, load_roles(model).shared | NAMED)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> Path:
    """The company's folder: people and rows are in, nobody has it open."""
    place = tmp_path_factory.mktemp("leaks") / "company"
    workspace = establish(place, rows, ROLES)
    house = House(workspace)
    for reader in (*NARROWED, *WHOLE):
        house.person(reader)
    workspace.close()
    return place


@pytest.fixture(scope="session")
def twins(
    folder: Path, house: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Reader], House]]:
    """The company of each reader: without the rows that are hidden, the columns otherwise."""
    place = tmp_path_factory.mktemp("twins")
    known: dict[object, House] = {}
    roles = house.workspace.people.roles

    def of(reader: Reader) -> House:
        role = roles[reader.role]
        kept = (reader.hidden, roles.columns((*role.hides, *role.veils)))
        if kept not in known:
            known[kept] = House(without(place / f"twin-{len(known)}", folder, *kept))
        return known[kept]

    yield of
    for house in known.values():
        house.workspace.close()


@pytest.fixture(scope="session")
def house(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole company, which all readers share."""
    workspace = without(tmp_path_factory.mktemp("whole") / "company", folder, ())
    yield House(workspace)
    workspace.close()


@pytest.fixture(scope="session")
def words(house: House, rows: Rows) -> dict[str, list[str]]:
    """What the holes of addresses are filled with."""
    return holes(house.workspace, rows)
