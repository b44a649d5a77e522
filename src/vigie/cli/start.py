"""`vigie init`, `vigie demo`, `vigie serve`: from nothing to an open cockpit."""

import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from vigie.cli.console import Console, progress_on
from vigie.cli.desk import Desk, pass_desk, workspace_option
from vigie.cli.relay import Relay
from vigie.cli.run import run_lent
from vigie.demo.opening import open_demo
from vigie.kit.i18n import Locale, text
from vigie.settings import Settings
from vigie.workspace import Workspace

DEMO_FOLDER: Final = "vigie-demo"
PORT: Final = 8320

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="Address.")
port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Port (0: any)."
)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default=None, help="The company's name (default: the folder's).")
@click.option("--locale", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--currency", default="EUR", show_default=True, help="ISO 4217 code.")
@click.option(
    "--fiscal-year-start",
    type=click.IntRange(1, 12),
    default=1,
    show_default=True,
    help="First month of the fiscal year.",
)
@pass_desk
def init(
    desk: Desk,
    directory: Path,
    name: str | None,
    locale: Locale,
    currency: str,
    fiscal_year_start: int,
) -> None:
    """Make a new, empty workspace in DIR."""
    settings = Settings(
        company=name or desk.path(directory).resolve().name,
        currency=currency.upper(),
        locale=locale,
        fiscal_year_start=fiscal_year_start,
    )
    Workspace.create(desk.path(directory), settings).close()
    desk.say(text("The workspace {directory} is ready.", directory=directory), locale)


@click.command()
@port_option
@host_option
@click.option("--no-serve", is_flag=True, help="Only create the company.")
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path),
    default=DEMO_FOLDER,
    show_default=True,
    help="Where the demo workspace lies.",
)
@click.option(
    "--scale",
    type=click.FloatRange(0.01, 500),
    default=1.0,
    show_default=True,
    help="Size of the company; 1 is about 150,000 order lines.",
)
@click.option("--seed", type=int, default=32, show_default=True, help="Another company.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The last day of its history (default: today).",
)
@click.option("--locale", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@pass_desk
def demo(
    desk: Desk,
    port: int,
    host: str,
    no_serve: bool,
    directory: Path,
    scale: float,
    seed: int,
    until: datetime | None,
    locale: Locale,
) -> None:
    """Create the demo company (once) and open its cockpit."""
    workspace = open_demo(
        desk.path(directory),
        until=_day(until),
        seed=seed,
        scale=scale,
        locale=locale,
        progress=progress_on(desk.console, locale),
    )
    desk.console.status("")
    desk.say(text("The demo company is ready in {directory}.", directory=directory), locale)
    if no_serve:
        workspace.close()
    else:
        _serve(workspace, host, port, desk.console)


@click.command()
@host_option
@port_option
@workspace_option
@pass_desk
def serve(desk: Desk, host: str, port: int, directory: Path) -> None:
    """Open the cockpit in the browser."""
    _serve(Workspace.open(desk.path(directory)), host, port, desk.console)


def _serve(workspace: Workspace, host: str, port: int, console: Console) -> None:
    # The web stack is loaded only by those who serve.
    from vigie.web.server import serve as serve_pages

    # Until the server listens to signals itself, and after: the address is taken away in any case.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    relay = Relay(workspace.directory / "data", run_lent(workspace))
    try:
        serve_pages(workspace, host, port, announce=console.out)
    finally:
        relay.close()
        workspace.close()


def _day(until: datetime | None) -> date:
    return until.date() if until else datetime.now().astimezone().date()


COMMANDS: Final = (init, demo, serve)
