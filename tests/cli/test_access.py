"""Every command asks for something, and answers somebody else as far as that person may see."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
import pytest
from tests.web.conftest import open_company
from tests.web.signing import person_of
from tests.web.test_faces import Lent

from vigie.cli.access import ACCESS, OWNER
from vigie.cli.desk import Desk
from vigie.cli.rooms import vigie
from vigie.cli.run import run
from vigie.people.permission import Permission
from vigie.people.person import Link, LinkKind
from vigie.workspace import Workspace


def leaves(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from leaves(command, inner)
        else:
            yield inner.command_path.partition(" ")[2], command


COMMANDS = dict(leaves(vigie, click.Context(vigie, info_name="vigie")))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_company(tmp_path_factory.mktemp("access"))
    person_of(workspace, "rep", Link(LinkKind.SALES_REP, "R1"))
    person_of(workspace, "manager", Link(LinkKind.TEAM, "T1"))
    yield workspace
    workspace.close()


def asked(company: Workspace, *words: str) -> tuple[int, str]:
    console = Lent()
    code = run(words, Desk(console, Path.cwd(), lent=company))
    return code, console.answer.decode() + "\n".join(console.notes)


def test_every_command_has_a_line_in_the_table() -> None:
    assert set(COMMANDS) == set(ACCESS)


@pytest.mark.parametrize("name", COMMANDS)
def test_only_what_answers_somebody_else_takes_their_name(name: str) -> None:
    options = {option for param in COMMANDS[name].params for option in param.opts}
    assert ({"--as-user", "--token"} <= options) is (ACCESS[name] is not OWNER)


@pytest.mark.parametrize("name", [name for name, needed in ACCESS.items() if needed is not OWNER])
def test_whoever_lacks_the_permission_is_refused(company: Workspace, name: str) -> None:
    person = company.people.directory.find("manager@froid.example")
    others = [one for one in Permission if one is not ACCESS[name]]
    _, secret = company.people.tokens.make(person.id, "all but one", others, timedelta(days=1))
    needs = {"query": ["revenue"], "contributions": ["revenue"], "metrics show": ["revenue"]}
    needs["rows"] = ["revenue"]
    code, told = asked(company, *name.split(), *needs.get(name, []), "--token", secret)
    assert code == 1
    assert "token" in told


def test_a_program_sees_what_the_owner_of_its_token_sees(company: Workspace) -> None:
    person = company.people.directory.find("manager@froid.example")
    _, secret = company.people.tokens.make(person.id, "all", list(Permission), timedelta(days=1))
    code, told = asked(company, "query", "revenue", "--by", "sales_rep", "--token", secret)
    assert code == 0
    assert "Anne Petit" in told
    assert "Zoé Blanc" not in told
    assert asked(company, "query", "revenue", "--by", "sales_rep")[1].count("Zoé Blanc") == 1


def test_what_is_hidden_from_somebody_is_hidden_on_the_command_line(company: Workspace) -> None:
    rep = ("--as-user", "rep@froid.example")
    assert "gross_margin " in asked(company, "metrics", "list")[1]
    assert "gross_margin " not in asked(company, "metrics", "list", *rep)[1]
    code, told = asked(company, "metrics", "show", "gross_margin", *rep)
    assert code == 1
    assert "Cost" not in told


@pytest.mark.parametrize("words", [["--format", "csv"], ["--output", "x.json"]])
def test_a_file_needs_the_right_to_take_it_away(company: Workspace, words: list[str]) -> None:
    query = ["query", "revenue", *words, "--as-user"]
    code, told = asked(company, *query, "rep@froid.example")
    assert code == 1
    assert "Take figures and rows away in files" in told
