"""Serves a workspace's pages until the process is told to stop."""

import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import Final

import uvicorn

from vigie.kit.errors import Busy
from vigie.kit.i18n import text
from vigie.web.app import create_app
from vigie.web.cockpit import Cockpit
from vigie.web.filters import Span
from vigie.web.frontier import Frontier
from vigie.web.monitoring.log import configure
from vigie.web.people.welcome import errand, welcomes
from vigie.workspace import Workspace

PATIENCE: Final = 5  # seconds that running requests get to finish
FIRST_VISIT: Final = 60  # seconds, at most, for each page
FIRST_PAGES: Final = ("/", *(f"/?period={span}" for span in Span if span is not Span.CUSTOM))


def serve(
    workspace: Workspace,
    host: str = "127.0.0.1",
    port: int = 8420,
    announce: Callable[[str], None] = print,
) -> None:
    """Answers on `host`:`port`; returns once stopped by a signal, every stream closed.

    `announce` is told the address as soon as it answers. Raises Busy when the port is taken.
    """
    web = workspace.settings.entrance.web
    configure(web.log)
    app = create_app(workspace, Frontier.at(host, web))
    config = uvicorn.Config(
        app,
        log_config=None,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # whose word is taken is settled by trusted_proxies
        timeout_graceful_shutdown=PATIENCE,
    )
    with _listening(host, port) as listener:
        port = listener.getsockname()[1]
        address = f"http://{host}:{port}/"
        ready = text("Vigie is at {address} (Ctrl+C stops it).", address=address)
        line = ready.to(workspace.settings.locale)

        def is_up() -> None:
            announce(line)
            for welcome in welcomes(workspace, address):
                announce(welcome.to(workspace.settings.locale))
            threading.Thread(target=_visit, args=(workspace, host, port), daemon=True).start()

        _Server(config, app.state.cockpit, is_up).run(sockets=[listener])


def _visit(workspace: Workspace, host: str, port: int) -> None:
    """Asks for the first page at each usual period: visitors find its figures worked out."""
    # The server may be stopped meanwhile.
    with suppress(OSError, HTTPException), errand(workspace) as cookie:
        if cookie is None:
            return
        connection = HTTPConnection(host, port, timeout=FIRST_VISIT)
        for page in FIRST_PAGES:
            connection.request("GET", page, headers={"Cookie": cookie})
            connection.getresponse().read()
        connection.close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, reuse_port=False)
    except OSError as error:
        raise Busy(
            "Vigie cannot listen on {host}, port {port}: {reason}. Choose another with --port.",
            host=host,
            port=port,
            reason=error.strerror or "unknown address",
        ) from error


class _Server(uvicorn.Server):
    """Says when it answers, and ends the open event streams before it stops."""

    def __init__(self, config: uvicorn.Config, cockpit: Cockpit, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._cockpit = cockpit
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        # uvicorn's own would raise the signal again once stopped, and so cut the caller's clean-up.
        self._cockpit.stop()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
