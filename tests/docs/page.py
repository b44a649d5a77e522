"""A page of the documentation, cut into the steps that a reader carries out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w*)\s*$")
FILE = re.compile(r"^(?:#|//|--) file: (\S+)(?: \((\S+)\))?$")
AFTER = re.compile(r"^<!-- after: (\S+) -->$")
ELSEWHERE = re.compile(r"^<!-- not carried out: .+ -->$")
PROMPT = "$ "
PYTHON_PROMPTS = (">>> ", "...")


@dataclass(frozen=True)
class Block:
    """A fenced block; `start` is the index of its first line on the page."""

    language: str
    lines: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class WrittenFile:
    """A file that the reader writes: a block that begins with `# file: NAME (ENCODING)`."""

    name: str
    encoding: str
    content: str


@dataclass(frozen=True)
class Exchange:
    """Words typed at a prompt, and what the page says comes back."""

    language: str  # console or pycon
    words: str
    expected: tuple[str, ...]
    start: int  # index of the first expected line on the page


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> "Page":
        return cls(path, tuple(path.read_text(encoding="utf-8").splitlines()))

    @property
    def after(self) -> str | None:
        """The page whose files the reader has when beginning this one."""
        return next((match[1] for line in self.lines if (match := AFTER.match(line))), None)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the page says that what it shows needs more than this machine has."""
        return any(ELSEWHERE.match(line) for line in self.lines)

    def blocks(self) -> Iterator[Block]:
        """Every fenced block."""
        opened: tuple[str, int] | None = None
        for number, line in enumerate(self.lines):
            fence = FENCE.match(line)
            if opened is None and fence:
                opened = fence[1], number + 1
            elif opened is not None and line == "```":
                language, start = opened
                yield Block(language, self.lines[start:number], start)
                opened = None

    def steps(self) -> Iterator[WrittenFile | Exchange]:
        """What the reader writes and types, from top to bottom."""
        for block in self.blocks():
            titled = FILE.match(block.lines[0]) if block.lines else None
            if titled:
                content = "\n".join(block.lines[1:]) + "\n"
                yield WrittenFile(titled[1], titled[2] or "utf-8", content)
            elif block.language == "console":
                yield from _exchanges(block, (PROMPT, ""))
            elif block.language == "pycon":
                yield from _exchanges(block, PYTHON_PROMPTS)


def _exchanges(block: Block, prompts: tuple[str, str]) -> Iterator[Exchange]:
    """Prompted lines with their continuations, and the lines up to the next prompt."""
    first, more = prompts
    place = 0
    while place < len(block.lines):
        assert block.lines[place].startswith(first), f"line {block.start + place + 1}: no prompt"
        words = [block.lines[place].removeprefix(first)]
        place += 1
        while place < len(block.lines) and _continues(words[-1], block.lines[place], more):
            words.append(block.lines[place].removeprefix(more).removeprefix(" " if more else ""))
            place += 1
        start = place
        while place < len(block.lines) and not block.lines[place].startswith(first):
            place += 1
        expected = block.lines[start:place]
        yield Exchange(block.language, "\n".join(words), expected, block.start + start)


def _continues(before: str, line: str, prompt: str) -> bool:
    return line.startswith(prompt) if prompt else before.endswith("\\")
