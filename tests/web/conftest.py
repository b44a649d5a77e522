"""One small company for all: pages only read it; tests that import make their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from vigie.people.person import Link, Person
from vigie.settings import Settings
from vigie.web.app import create_app
from vigie.web.cockpit import Cockpit
from vigie.workspace import Workspace

from . import small_company
from .loop import run
from .signing import COOKIE, person_of, session_of

BASE = "http://cockpit.test"


class Visitor:
    """Asks an application for pages, one request at a time, as a browser without scripts.

    It is signed in with the role that is named; None: nobody is in.
    """

    def __init__(
        self,
        workspace: Workspace,
        role: str | None = "admin",
        *links: Link,
        app: FastAPI | None = None,
        client: str = "127.0.0.1",
    ) -> None:
        self.workspace = workspace
        self.cookies: dict[str, str] = {}
        asked = app or create_app(workspace)
        self.cockpit: Cockpit = asked.state.cockpit
        self._transport = httpx.ASGITransport(asked, client=(client, 123))
        if role:
            self.sign_in(person_of(workspace, role, *links))

    def sign_in(self, person: Person) -> None:
        """Holds a session of that person from now on."""
        self.cookies = {COOKIE: session_of(self.workspace, person)}

    def get(self, address: str, **options: Any) -> httpx.Response:
        return self._ask("GET", address, **options)

    def post(self, address: str, **options: Any) -> httpx.Response:
        return self._ask("POST", address, **options)

    def _ask(self, method: str, address: str, **options: Any) -> httpx.Response:
        own = {"Origin": BASE} if method == "POST" else {}
        headers = {**own, **options.pop("headers", {})}
        held = [f"{name}={value}" for name, value in self.cookies.items()]
        if told := headers.pop("Cookie", None):
            held.append(told)
        if held:
            headers["Cookie"] = "; ".join(held)

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url=BASE) as client:
                return await client.request(method, address, headers=headers, **options)

        return run(ask())


def open_company(folder: Path, *, filled: bool = True) -> Workspace:
    """A workspace, with the small company's files in it or without anything."""
    workspace = Workspace.create(folder / "company", Settings(company="Froid & Cie"))
    if filled:
        workspace.intake.commit(workspace.intake.plan(small_company.write(folder / "files")))
    return workspace


@pytest.fixture(scope="session")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody who looks at the small company."""
    workspace = open_company(tmp_path_factory.mktemp("company"))
    yield Visitor(workspace)
    workspace.close()


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Visitor]:
    """Somebody who has just made a workspace."""
    workspace = open_company(tmp_path, filled=False)
    yield Visitor(workspace)
    workspace.close()
