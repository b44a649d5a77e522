"""Says a command line in a folder and keeps what comes back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vigie.cli.desk import Desk
from vigie.cli.run import run


class Console:
    """Remembers what a command says; nobody sits there."""

    interactive = False

    def __init__(self) -> None:
        self.answer = b""
        self.notes: list[str] = []

    def out(self, words: str) -> None:
        self.answer += (words + "\n").encode()

    def raw(self, data: bytes) -> None:
        self.answer += data

    def note(self, words: str) -> None:
        self.notes.append(words)

    def status(self, words: str) -> None:
        pass

    def ask(self, question: str) -> bool:
        raise AssertionError(question)


@dataclass(frozen=True)
class Said:
    code: int
    answer: bytes
    notes: Sequence[str]

    @property
    def text(self) -> str:
        return self.answer.decode()

    @property
    def json(self) -> object:
        return json.loads(self.answer)


def say(folder: Path, *words: str) -> Said:
    console = Console()
    code = run(words, Desk(console, folder))
    return Said(code, console.answer, console.notes)


def at(workspace: str) -> tuple[str, str]:
    return ("--workspace", workspace)
