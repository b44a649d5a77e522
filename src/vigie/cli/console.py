"""Where a command speaks: this terminal, or the terminal of whoever asked a running server."""

import os
import sys
import time
from typing import Protocol

import click

from vigie.kit.i18n import Locale, Text
from vigie.kit.progress import Progress


class Console(Protocol):
    """The two streams of a command, its questions and its progress."""

    @property
    def interactive(self) -> bool:
        """Whether a person sits there and can be asked."""
        ...

    def out(self, words: str) -> None:
        """Writes a line of the answer."""
        ...

    def raw(self, data: bytes) -> None:
        """Writes bytes of the answer, as they are."""
        ...

    def note(self, words: str) -> None:
        """Writes a line beside the answer (stderr)."""
        ...

    def status(self, words: str) -> None:
        """Shows where long work is; each call replaces the one before, '' clears."""
        ...

    def ask(self, question: str) -> bool:
        """Asks for a yes or a no; only when `interactive`."""
        ...


class Terminal:
    """The console of this process."""

    @property
    def interactive(self) -> bool:
        return sys.stdin.isatty() and sys.stdout.isatty()

    def out(self, words: str) -> None:
        click.echo(words)

    def raw(self, data: bytes) -> None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def note(self, words: str) -> None:
        click.echo(words, err=True)

    def status(self, words: str) -> None:
        if sys.stderr.isatty():
            width = click.unstyle(words)[:100]
            click.echo(f"\r\x1b[2K{width}", nl=False, err=True)

    def ask(self, question: str) -> bool:
        return click.confirm(question)


def spoken() -> Locale:
    """The language of a sentence said without any workspace: the terminal's."""
    words = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if words.startswith("fr") else "en"


def progress_on(console: Console, locale: Locale) -> Progress:
    """A progress listener that draws a bar on the console's status line, ten times a second."""
    shown: tuple[Text | None, float] = (None, 0.0)

    def show(stage: Text, done: int, total: int | None) -> None:
        nonlocal shown
        now = time.monotonic()
        if shown[0] == stage and now - shown[1] < 0.1:
            return
        shown = (stage, now)
        words = stage.to(locale)
        if total:
            filled = round(20 * min(done, total) / total)
            words = f"{'█' * filled}{'░' * (20 - filled)} {100 * done // total:3d} %  {words}"
        console.status(words)

    return show
