"""Every command that answers somebody: what it says is what their twin is told."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

import click
import pytest
from click.shell_completion import ShellComplete
from tests.cli.said import Console
from tests.cli.test_access import COMMANDS as ALL

from vigie.cli.access import ACCESS, OWNER
from vigie.cli.desk import Desk
from vigie.cli.rooms import vigie
from vigie.cli.run import run
from vigie.people.permission import Permission

from .faces import COMMANDS, Asks
from .generated import Owner
from .holes import filled
from .readers import NARROWED, READERS, Reader
from .seats import House
from .share import AGAIN, Turns, one_of
from .test_faces import WAITS, difference, unknown

REP: Final = NARROWED[0]
ANSWERING: Final = [name for name, needed in ACCESS.items() if needed is not OWNER]
PARAMETER: Final = re.compile(r"&(\w+)=")


class Said(NamedTuple):
    """All that a command says, and how it ends."""

    code: int
    answer: str
    notes: str


def say(house: House, words: list[str]) -> Said:
    """What a command line says in a company."""
    console = Console()
    code = run(words, Desk(console, Path.cwd(), lent=house.workspace))
    notes = "\n".join(console.notes)
    return Said(code, WAITS.sub("", console.answer.decode(errors="replace")), notes)


def identities(house: House, reader: Reader) -> list[list[str]]:
    """By what a command knows whom it answers: an address, or a token of theirs."""
    person = house.person(reader)
    tokens = house.workspace.people.tokens
    _, secret = tokens.make(person.id, "a test", [*Permission], timedelta(days=1))
    return [["--as-user", reader.email], ["--token", secret]]


def lines(reader: Reader, house: House, words: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The command lines that are a reader's to ask this time."""
    roles, turns = house.workspace.people.roles, Turns()
    for name, face in COMMANDS.items():
        able = [one for one in READERS if ACCESS[name] in roles[one.role].may]
        for template in face.words if isinstance(face, Asks) else ():
            if reader in turns.of(able):
                for one in one_of(filled(template, words), template):
                    yield shlex.split(PARAMETER.sub(r" --\1 ", one))


def test_every_command_that_answers_somebody_is_asked() -> None:
    strangers = unknown(iter(ANSWERING), COMMANDS)
    assert not strangers, (
        f"These commands may leak for all that is known: {strangers}. Say in tests/leaks/faces.py "
        "how each is asked, `asks('its words {holes}')`, or why it is `Silent`."
    )
    assert set(COMMANDS) == set(ANSWERING)


@pytest.mark.parametrize("reader", READERS, ids=[one.role for one in READERS])
def test_every_command_says_what_it_says_to_the_twin(
    house: House, twins: Callable[[Reader], House], words: dict[str, list[str]], reader: Reader
) -> None:
    twin = twins(reader)
    here, there = identities(house, reader), identities(twin, reader)
    marks = [owner.value for owner in reader.hidden]
    asked = list(lines(reader, house, words))
    assert asked
    for place, line in enumerate(asked):
        told = say(house, [*line, *here[place % 2]])
        other = say(twin, [*line, *there[place % 2]])
        assert told == other, (line, difference(str(other), str(told)), AGAIN)
        heard = str(told).lower()
        assert [m for m in marks if m in heard and m not in " ".join(line)] == [], (line, AGAIN)


def test_a_command_that_forgets_whom_it_answers_is_heard(
    house: House, twins: Callable[[Reader], House]
) -> None:
    line = ["query", "revenue", "--by", "customer"]
    twin = say(twins(REP), [*line, "--as-user", REP.email])
    assert say(house, [*line, "--as-user", REP.email]) == twin
    assert say(house, line) != twin


@pytest.mark.parametrize("name", ANSWERING)
def test_completing_a_word_tells_no_member(
    house: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house.workspace.directory)
    shell = ShellComplete(vigie, {}, "vigie", "_VIGIE_COMPLETE")
    for param in ALL[name].params:
        before = [param.opts[0]] if isinstance(param, click.Option) and not param.is_flag else []
        for owner in Owner:
            for begun in (owner.value[:4], f"customer = '{owner.value[:4]}"):
                found = shell.get_completions([*name.split(), *before], begun)
                assert [one.value for one in found if one.type == "plain"] == []
