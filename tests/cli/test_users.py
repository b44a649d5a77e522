"""People and tokens from the command line, beside a server or without one."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.web.conftest import open_company

import vigie
from vigie.cli.desk import Desk
from vigie.cli.run import run
from vigie.kit.errors import Forbidden, NotFound


class Recorder:
    """A terminal that remembers."""

    interactive = False

    def __init__(self) -> None:
        self.said: list[str] = []
        self.noted: list[str] = []

    def out(self, words: str) -> None:
        self.said.append(words)

    def raw(self, data: bytes) -> None:
        self.said.append(data.decode())

    def note(self, words: str) -> None:
        self.noted.append(words)

    def status(self, words: str) -> None:
        pass

    def ask(self, question: str) -> bool:
        raise AssertionError(question)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada administers, Luc sells; what a test adds to it changes nothing for another."""
    workspace = open_company(tmp_path_factory.mktemp("company"))
    workspace.close()
    call(workspace.directory, "users", "add", "ada@froid.fr", "--role", "admin")
    call(workspace.directory, "users", "add", "luc@froid.fr", "--role", "rep", "--rep", "R2")
    return workspace.directory


def call(company: Path, *words: str, code: int = 0) -> Recorder:
    console = Recorder()
    assert run([*words, "--workspace", str(company)], Desk(console, company)) == code, console.noted
    return console


def test_people_come_change_and_go(company: Path) -> None:
    words = ["anne@froid.fr", "--role", "rep", "--name", "Anne", "--rep", "R1", "--json"]
    made = json.loads(call(company, "users", "add", *words).said[0])
    assert made["link"].startswith("http://127.0.0.1:8320/sign-in/link/")
    call(company, "users", "role", "anne@froid.fr", "manager")
    call(company, "users", "link", "anne@froid.fr", "--team", "T1", "--team", "T2")
    call(company, "users", "disable", "anne@froid.fr")
    listed = json.loads(call(company, "users", "list", "--json").said[0])
    anne = next(one for one in listed if one["email"] == "anne@froid.fr")
    assert (anne["role"], anne["active"]) == ("manager", False)
    assert [link["key"] for link in anne["links"]] == ["T1", "T2"]
    call(company, "users", "enable", "anne@froid.fr")
    assert call(company, "users", "reset", "anne@froid.fr").said[1].startswith("http")
    refused = call(company, "users", "disable", "ada@froid.fr", code=1)
    assert "must stay" in refused.noted[0] or "doit rester" in refused.noted[0]


def test_the_people_are_there_while_the_data_are_in_use(company: Path) -> None:
    opened = vigie.open(company)
    try:
        assert "luc@froid.fr" in "\n".join(call(company, "users", "list").said)
    finally:
        opened.close()


def test_an_answer_as_somebody_sees_it(company: Path) -> None:
    words = ["query", "revenue", "--by", "sales_rep"]
    told = call(company, *words, "--as-user", "luc@froid.fr").said[0]
    assert "Luc Roy" in told
    assert "Anne Petit" not in told
    assert "Anne Petit" in call(company, *words).said[0]
    refused = call(company, "query", "gross_margin", "--as-user", "luc@froid.fr", code=1)
    assert "gross_margin" in refused.noted[0]


def test_python_sees_as_a_person_or_a_program_does(company: Path) -> None:
    made = call(
        company, "tokens", "add", "luc@froid.fr", "--name", "script", "--scope", "see_figures",
        "--json",
    )  # fmt: skip
    token = json.loads(made.said[0])
    for asked in ({"as_user": "luc@froid.fr"}, {"token": token["token"]}):
        workspace = vigie.open(company, **asked)
        rows = workspace.query(["revenue"], by=["sales_rep"]).rows
        workspace.close()
        assert [row[0] for row in rows] == ["Luc Roy"]
    assert token["id"] in call(company, "tokens", "list").said[0]
    call(company, "tokens", "revoke", token["id"])
    with pytest.raises(Forbidden):
        vigie.open(company, token=token["token"])
    with pytest.raises(NotFound):
        vigie.open(company, as_user="nobody@froid.fr")
    call(company, "tokens", "revoke", token["id"], code=1)


def test_a_scope_that_is_none_is_answered_with_the_nearest(company: Path) -> None:
    words = ["tokens", "add", "luc@froid.fr", "--name", "x", "--scope", "see_figurs"]
    assert "see_figures" in call(company, *words, code=2).noted[0]


def test_what_was_done_is_listed_verified_and_exported(company: Path) -> None:
    call(company, "users", "add", "zoe@froid.fr", "--role", "rep")
    call(company, "users", "role", "zoe@froid.fr", "manager")
    call(company, "tokens", "add", "zoe@froid.fr", "--name", "x", "--scope", "see_figures")
    actions = [json.loads(line)["action"] for line in call(company, "audit", "list", "--json").said]
    assert {"person_added", "person_changed", "link_made", "token_made"} <= set(actions)
    sound = json.loads(call(company, "audit", "verify", "--json").said[0])
    assert sound["entries"] == len(actions)
    call(company, "audit", "export", "audit.csv")
    assert (company / "audit.csv").read_text().count("\n") == len(actions) + 1
    call(company, "audit", "verify", "--seal", sound["seal"])
    call(company, "audit", "verify", "--seal", "0" * 63, code=1)


def test_one_altered_entry_fails_the_verification(company: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("vigie.toml", "data/state.sqlite"):
        shutil.copy(company / name, tmp_path / name)
    with sqlite3.connect(tmp_path / "data" / "state.sqlite") as state:
        state.execute("DROP TRIGGER audit_entry_UPDATE")
        state.execute("UPDATE audit_entry SET actor = 'somebody' WHERE number = 2")
    state.close()
    refused = call(tmp_path, "audit", "verify", code=1)
    assert " 2 " in refused.noted[0]
