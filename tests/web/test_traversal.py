"""No word in an address, a parameter, a form or the name of a file leads out of its folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vigie.web.people.access import ACCESS
from vigie.web.uploads import safe_name
from vigie.workspace import Workspace

from .conftest import Visitor, open_company

CANARY = "CANARY-9f2c"
WAYS = (
    "../../canary.txt",
    "..%2f..%2fcanary.txt",
    "....//....//canary.txt",
    "/{folder}/canary.txt",
)
WORDS = ("file", "path", "name", "board", "table", "format", "template", "lang", "theme", "next")


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("enclosed")
    workspace = open_company(folder)
    for place in (folder, workspace.directory, workspace.directory / "data"):
        (place / "canary.txt").write_text(CANARY)
        for kind in ("yaml", "csv", "html"):
            (place / f"canary.{kind}").write_text(f"{CANARY}: {CANARY}")
    yield Visitor(workspace)
    workspace.close()


HOLED = [name for name in ACCESS if name.startswith("GET") and "{" in name]


@pytest.mark.parametrize("name", HOLED)
def test_no_part_of_an_address_leads_out(visitor: Visitor, name: str) -> None:
    path = name.removeprefix("GET ")
    for way in WAYS:
        word = way.format(folder=visitor.workspace.directory)
        address = "/".join(word if part.startswith("{") else part for part in path.split("/"))
        answer = visitor.get(address.replace("{kind}", word))
        assert answer.status_code in range(500) or answer.status_code == 501  # of OData
        assert CANARY not in answer.text


@pytest.mark.parametrize("path", ["/", "/explore", "/rows", "/imports", "/static/cockpit.css"])
def test_no_parameter_leads_out(visitor: Visitor, path: str) -> None:
    for way in WAYS:
        word = way.format(folder=visitor.workspace.directory)
        answer = visitor.get(path, params={"metric": "revenue", **dict.fromkeys(WORDS, word)})
        assert answer.status_code < 500
        assert CANARY not in answer.text


@pytest.mark.parametrize(
    "name",
    ["../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a/../../evil.csv"],
)
def test_a_file_sent_under_such_a_name_stays_in_its_folder(visitor: Visitor, name: str) -> None:
    workspace: Workspace = visitor.workspace
    before = _files(workspace.directory.parent)
    content = b"account_id,name\nC1,Dupont & Fils\n"
    answer = visitor.post(
        "/api/v1/imports", params={"dry_run": "true", "as_table": "account"},
        files={"file": (name, content)},
    )  # fmt: skip
    assert answer.status_code == 200
    assert safe_name(name) == "evil.csv"
    assert {
        path for path in _files(workspace.directory.parent) - before if "evil" in path.name
    } == set()


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
