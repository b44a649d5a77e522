"""What each command asks of somebody who is not the owner of the folder: the one table.

On the command line one acts as whoever owns the folder. With `--as-user` or `--token` a command
answers as far as that person may see; those that are for the owner alone do not take them.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import click

from vigie.kit.errors import Forbidden
from vigie.people.permission import Permission as May

if TYPE_CHECKING:
    from vigie.workspace import Workspace


class Alone(StrEnum):
    """Commands that nobody else is let near."""

    OWNER = "owner"


OWNER: Final = Alone.OWNER
FILES: Final = frozenset({"csv", "parquet"})  # formats that are taken away, not looked at
ACCESS: Final[Mapping[str, May | Alone]] = {
    "query": May.SEE_FIGURES,
    "rows": May.SEE_ROWS,
    "contributions": May.SEE_FIGURES,
    "boards list": May.SEE_FIGURES,
    "metrics list": May.SEE_FIGURES,
    "metrics show": May.SEE_FIGURES,
    # definitions
    "annotations list": OWNER,
    "annotations add": OWNER,
    "annotations remove": OWNER,
    "boards check": OWNER,
    "boards export": OWNER,
    "boards import": OWNER,
    "metrics check": OWNER,
    "metrics export": OWNER,
    "metrics import": OWNER,
    # data
    "import": OWNER,
    "imports list": OWNER,
    "imports show": OWNER,
    "imports undo": OWNER,
    "quarantine list": OWNER,
    "quarantine export": OWNER,
    "quarantine retry": OWNER,
    "lifetime": OWNER,
    # people
    "users list": OWNER,
    "users add": OWNER,
    "users link": OWNER,
    "users role": OWNER,
    "users reset": OWNER,
    "users enable": OWNER,
    "users disable": OWNER,
    "privacy notice": OWNER,
    "privacy consent": OWNER,
    "privacy contacts": OWNER,
    "privacy retention": OWNER,
    "privacy requests": OWNER,
    "privacy find": OWNER,
    "privacy export": OWNER,
    "privacy rectify": OWNER,
    "privacy restrict": OWNER,
    "privacy release": OWNER,
    "privacy erase": OWNER,
    "privacy resume": OWNER,
    "privacy register": OWNER,
    "audit list": OWNER,
    "audit verify": OWNER,
    "audit export": OWNER,
    "tokens list": OWNER,
    "tokens add": OWNER,
    "tokens revoke": OWNER,
    # the workspace
    "init": OWNER,
    "demo": OWNER,
    "serve": OWNER,
    "engine show": OWNER,
    "engine move": OWNER,
    "backup make": OWNER,
    "backup verify": OWNER,
    "restore": OWNER,
}
"""A command's words → what whoever it answers must be allowed to do."""

_EMAIL: Final = "vigie.reader"
_TOKEN: Final = "vigie.token"  # noqa: S105 - a name
_MAY: Final = "vigie.may"


def _kept(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            context.meta[name] = value

    return keep


def reader_options(command: Any) -> Any:
    """The options of a command that can answer somebody else."""
    for option in (
        click.option(
            "--token",
            metavar="SECRET",
            expose_value=False,
            callback=_kept(_TOKEN),
            envvar="VIGIE_TOKEN",
            help="Answer as far as the owner of this token may see (or VIGIE_TOKEN).",
        ),
        click.option(
            "--as-user",
            metavar="EMAIL",
            expose_value=False,
            callback=_kept(_EMAIL),
            help="Answer as far as this person may see.",
        ),
    ):
        command = option(command)
    return command


def narrowed(workspace: "Workspace") -> "Workspace":
    """The workspace as whoever the command answers may see it; raises Forbidden."""
    context = click.get_current_context()
    email, token = context.meta.get(_EMAIL), context.meta.get(_TOKEN)
    if email is None and token is None:
        return workspace
    from vigie.people.house import forbidden

    person = workspace.caller(email, token)
    needed = ACCESS.get(context.command_path.partition(" ")[2])
    may = workspace.people.may(person, token)
    if not isinstance(needed, May):
        raise Forbidden("This command is for the owner of the folder alone.")
    if needed not in may:
        raise forbidden(needed, of_token=token is not None)
    context.meta[_MAY] = may
    return workspace.seen_by(person)


def is_allowed(what: May) -> bool:
    """Whether whoever the command answers may do this; the owner of the folder may."""
    may = click.get_current_context().meta.get(_MAY)
    return may is None or what in may


def take_away() -> None:
    """Raises Forbidden where whoever the command answers may not take figures away in files."""
    from vigie.people.house import forbidden

    if not is_allowed(May.EXPORT):
        raise forbidden(May.EXPORT)
