"""How long work tells how far it is."""

from typing import Protocol

from vigie.kit.i18n import Text


class Progress(Protocol):
    """Called now and then by long work: the stage, what is done, and of how much if known."""

    def __call__(self, stage: Text, done: int, total: int | None) -> None: ...


def silent(stage: Text, done: int, total: int | None) -> None:
    """A listener that does not listen."""
