import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vigie.cli.console import Console
from vigie.cli.relay import ADDRESS_FILE, Relay, forward


@dataclass
class Recorder:
    """A console that remembers, and answers yes."""

    interactive: bool = True
    said: list[tuple[str, object]] = field(default_factory=list)

    def out(self, words: str) -> None:
        self.said.append(("out", words))

    def raw(self, data: bytes) -> None:
        self.said.append(("raw", data))

    def note(self, words: str) -> None:
        self.said.append(("note", words))

    def status(self, words: str) -> None:
        self.said.append(("status", words))

    def ask(self, question: str) -> bool:
        self.said.append(("ask", question))
        return True


def command(arguments: Sequence[str], console: Console, cwd: Path) -> int:
    console.status("half way")
    console.out(" ".join(arguments))
    console.note(str(cwd))
    console.raw(b"\x00\xff")
    return 3 if console.ask("Sure?") else 4


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    relay = Relay(tmp_path, command)
    yield relay
    relay.close()


@pytest.mark.usefixtures("relay")
def test_a_command_runs_at_the_server_and_speaks_here(tmp_path: Path) -> None:
    console = Recorder()
    assert forward(tmp_path, ["query", "revenue"], console) == 3
    assert console.said == [
        ("status", "half way"),
        ("out", "query revenue"),
        ("note", str(Path.cwd())),
        ("raw", b"\x00\xff"),
        ("ask", "Sure?"),
    ]


@pytest.mark.usefixtures("relay")
def test_the_address_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / ADDRESS_FILE).stat().st_mode) == 0o600


@pytest.mark.usefixtures("relay")
def test_a_caller_with_a_wrong_key_is_not_served_and_the_next_one_is(tmp_path: Path) -> None:
    address = tmp_path / ADDRESS_FILE
    right = address.read_text()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ADDRESS_FILE).write_text(right[: right.index('"key"')] + '"key": "00ff"}')
    assert forward(elsewhere, ["query"], Recorder()) is None
    assert forward(tmp_path, ["query"], Recorder()) == 3


def test_without_a_server_nobody_answers(tmp_path: Path) -> None:
    assert forward(tmp_path, ["query"], Recorder()) is None


def test_a_stale_address_is_nobody(tmp_path: Path) -> None:
    relay = Relay(tmp_path, command)
    left_behind = (tmp_path / ADDRESS_FILE).read_text()
    relay.close()
    assert not (tmp_path / ADDRESS_FILE).exists()
    (tmp_path / ADDRESS_FILE).write_text(left_behind)
    assert forward(tmp_path, ["query"], Recorder()) is None
