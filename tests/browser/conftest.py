"""A served small company and a real Chromium to look at it."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.web.conftest import open_company
from tests.web.signing import COOKIE, person_of, session_of

from vigie.web.app import create_app
from vigie.web.cockpit import Cockpit
from vigie.workspace import Workspace

# What is looked for is there at once on an idle machine; a busy one may take longer.
expect.set_options(timeout=20_000)

# The first has no windows of its own, which take half a second of work for each new tab.
BROWSERS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHROMIUM = next((browser for browser in BROWSERS if browser.exists()), BROWSERS[0])
FLAGS = [
    "--accept-lang=fr-FR",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Served:
    """A workspace and the address of its pages."""

    workspace: Workspace
    address: str
    cockpit: Cockpit

    def cookie(self, role: str = "admin") -> Any:
        """What the browser of somebody who is signed in holds."""
        secret = session_of(self.workspace, person_of(self.workspace, role))
        return {"name": COOKIE, "value": secret, "url": self.address, "httpOnly": True}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed: these tests need a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small company, for tests that only look."""
    yield from serve(open_company(tmp_path_factory.mktemp("served")))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A small company of one's own, for tests that import."""
    yield from serve(open_company(tmp_path))


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh tab of 1280 px that asks for French; a mistake in a script fails the test.

    It is signed in to the company that the test asks for.
    """
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    for name in ("served", "own"):
        if name in request.fixturenames:
            company: Served = request.getfixturevalue(name)
            context.add_cookies([company.cookie()])
    tab = context.new_page()
    mistakes: list[str] = []
    tab.on("pageerror", lambda error: mistakes.append(str(error)))
    tab.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
    yield tab
    context.close()
    assert mistakes == []


def serve(workspace: Workspace, *, closing: bool = True) -> Iterator[Served]:
    """A running server, stopped in the end; so is the workspace, unless others look at it too."""
    app = create_app(workspace)
    config = uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(workspace, f"http://127.0.0.1:{port}", app.state.cockpit)
    app.state.cockpit.stop()
    server.should_exit = True
    thread.join(10)
    if closing:
        workspace.close()
