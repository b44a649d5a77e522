"""Runs a command line and says in one sentence what went wrong."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vigie.cli.console import Console, spoken
from vigie.cli.desk import Desk
from vigie.cli.relay import Command
from vigie.cli.rooms import vigie
from vigie.kit.errors import Held, VigieError
from vigie.kit.spelling import nearest

if TYPE_CHECKING:
    from vigie.workspace import Workspace


def run(arguments: Sequence[str], desk: Desk) -> int:
    """Runs one command line at `desk`: its exit code, 0, 1 (refused or failed) or 2 (usage).

    Raises `Held` when another process owns the workspace: its server can do the work.
    """
    try:
        code = vigie.main(list(arguments), prog_name="vigie", standalone_mode=False, obj=desk)
    except click.Abort:
        desk.console.note("Stopped.")
        return 1
    except click.ClickException as error:
        return _wrong_usage(error, desk.console, arguments)
    except Held:
        raise
    except VigieError as error:
        return complain(error, desk.console, arguments)
    except Exception as error:
        if not _is_of_the_engine(error):
            raise
        return complain(_engine_failure(error), desk.console, arguments)
    return code if isinstance(code, int) else 0


def run_lent(workspace: "Workspace") -> Command:
    """What a server does with a command line that another process sends it."""

    def command(arguments: Sequence[str], console: Console, cwd: Path) -> int:
        return run(arguments, Desk(console, cwd, lent=workspace))

    return command


def complain(error: VigieError, console: Console, arguments: Sequence[str]) -> int:
    """Says what `error` says; its exit code."""
    _say(console, arguments, error.code, error.to(spoken()))
    return error.exit_code


def _is_of_the_engine(error: Exception) -> bool:
    # Loaded by now if the engine was at work; commands that do without it start faster.
    from vigie.warehouse.engine import EngineError

    return isinstance(error, EngineError)


def _engine_failure(error: Exception) -> VigieError:
    """The engine's own words may quote rows, hence personal data: only their kind is told."""
    return VigieError(
        "The engine could not finish the work ({kind}) and nothing was changed: try again with "
        "fewer rows, and report it if it stays.",
        kind=type(error).__name__,
    )


def _wrong_usage(error: click.ClickException, console: Console, arguments: Sequence[str]) -> int:
    context = getattr(error, "ctx", None)
    hint = f" Try '{context.command_path} --help'." if context else ""
    _say(console, arguments, "usage", _usage_words(error) + hint)
    return error.exit_code


def _usage_words(error: click.ClickException) -> str:
    """What click says; an option is near another by its name, not by the dashes of both."""
    if not isinstance(error, click.NoSuchOption):
        return error.format_message()
    near = nearest(
        error.option_name.lstrip("-"), [p.lstrip("-") for p in error.possibilities or ()]
    )
    return f"{error.message} Did you mean '--{near}'?" if near else error.message


def _say(console: Console, arguments: Sequence[str], code: str, sentence: str) -> None:
    console.status("")
    if "--json" in arguments:
        message = {"error": {"code": code, "message": sentence}}
        console.note(json.dumps(message, ensure_ascii=False))
    else:
        console.note(f"vigie: {sentence}")
