"""What every command finds when it starts: a console, a folder to stand in, the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vigie.cli.access import narrowed
from vigie.cli.console import Console
from vigie.kit.i18n import Locale, Text

if TYPE_CHECKING:
    from vigie.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """One command's surroundings; a running server lends its own open workspace."""

    console: Console
    cwd: Path
    lent: "Workspace | None" = None

    @contextmanager
    def workspace(self, directory: Path) -> "Iterator[Workspace]":
        """The workspace in `directory`, closed afterwards unless it was lent."""
        if self.lent:
            yield narrowed(self.lent)
            return
        # Loaded by the commands that open one: to read the help needs no engine.
        from vigie.workspace import Workspace

        workspace = Workspace.open(self.path(directory))
        try:
            yield narrowed(workspace)
        finally:
            workspace.close()

    def path(self, given: Path) -> Path:
        """`given` as seen from where the person stands."""
        return self.cwd / given

    def say(self, sentence: Text, locale: Locale) -> None:
        """Writes one translated sentence of the answer."""
        self.console.out(sentence.to(locale))


pass_desk = click.make_pass_decorator(Desk)

workspace_option = click.option(
    "--workspace",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    envvar="VIGIE_WORKSPACE",
    default=".",
    help="The workspace to work in (default: this folder, or VIGIE_WORKSPACE).",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Answer (and fail) in JSON, for scripts."
)
