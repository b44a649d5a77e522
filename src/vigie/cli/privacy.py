"""`vigie privacy`: the register, consents, requests of persons, retention."""

from pathlib import Path
from typing import Final

import click

from vigie.cli.desk import Desk, pass_desk, workspace_option
from vigie.kit.errors import UsageError
from vigie.kit.spelling import nearest

lang_option = click.option(
    "--lang", type=click.Choice(["en", "fr"]), default=None, help="Default: the company's language."
)


@click.group()
def privacy() -> None:
    """Personal data: register, notices, consents, requests, retention."""


@privacy.command()
@click.option(
    "--format", "kind", type=click.Choice(["md", "csv", "json"]), default="md", show_default=True
)
@lang_option
@workspace_option
@pass_desk
def register(desk: Desk, kind: str, lang: str | None, directory: Path) -> None:
    """Print the register of processing activities (RGPD, art. 30)."""
    from vigie.privacy import written

    ways = {"md": written.markdown, "csv": written.comma_separated, "json": written.in_json}
    with desk.workspace(directory) as workspace:
        locale = workspace.settings.locale if lang is None else ("fr" if lang == "fr" else "en")
        desk.console.out(ways[kind](workspace.privacy.register(), locale).rstrip("\n"))


@privacy.command()
@click.argument("audience", metavar="AUDIENCE")
@lang_option
@workspace_option
@pass_desk
def notice(desk: Desk, audience: str, lang: str | None, directory: Path) -> None:
    """Print the information owed to customers, prospects, employees or users (art. 13 and 14)."""
    from vigie.privacy.notice import notice as written

    with desk.workspace(directory) as workspace:
        office = workspace.privacy
        known = office.declaration.audiences
        if audience not in known:
            raise UsageError(
                "There is no audience '{word}'; did you mean '{nearest}'?",
                word=audience,
                nearest=nearest(audience, known) or ", ".join(known),
            )
        locale = workspace.settings.locale if lang is None else ("fr" if lang == "fr" else "en")
        said = written(office.register(), office.declaration, audience, locale)
        desk.console.out(said.rstrip("\n"))


COMMANDS: Final = (privacy,)
