"""A seat in front of a cockpit: one reader asks one application for bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from fastapi import FastAPI
from tests.web.loop import run
from tests.web.signing import COOKIE, session_of

from vigie.kit.errors import NotFound
from vigie.metrics.layer import MetricLayer
from vigie.people.person import Person
from vigie.web.app import create_app
from vigie.workspace import Workspace

from .readers import Reader

BASE = "http://cockpit.test"


@dataclass(frozen=True)
class House:
    """A company and the one application that all its readers share."""

    workspace: Workspace

    @cached_property
    def app(self) -> FastAPI:
        return create_app(self.workspace)

    def person(self, reader: Reader) -> Person:
        """The reader as the directory has them, added when they are not known yet."""
        directory = self.workspace.people.directory
        try:
            return directory.find(reader.email)
        except NotFound:
            found = directory.add(reader.email, reader.role.capitalize(), reader.role)
            directory.relink(found.id, reader.links)
            return directory.get(found.id)

    def layer(self, reader: Reader) -> MetricLayer:
        """The figures as far as the reader may see them."""
        return self.seen_by(reader).metrics

    def seen_by(self, reader: Reader) -> Workspace:
        """The company as far as the reader may see it."""
        if reader not in self._seen:
            self._seen[reader] = self.workspace.seen_by(self.person(reader))
        return self._seen[reader]

    @cached_property
    def _seen(self) -> dict[Reader, Workspace]:
        return {}

    def seat(self, reader: Reader) -> "Seat":
        """The reader, signed in."""
        secret = session_of(self.workspace, self.person(reader))
        return Seat(self, {"Cookie": f"{COOKIE}={secret}"})

    def program(self, secret: str) -> "Seat":
        """A program that holds a token."""
        return Seat(self, {"Authorization": f"Bearer {secret}"})


@dataclass(frozen=True)
class Seat:
    """Asks with what its holder has."""

    house: House
    headers: Mapping[str, str]

    def ask(self, *addresses: str, method: str = "GET", **options: Any) -> list[httpx.Response]:
        """The answers, one after the other."""
        transport = httpx.ASGITransport(self.house.app, raise_app_exceptions=False)
        headers = {**self.headers, "Origin": BASE}

        async def asked() -> list[httpx.Response]:
            async with httpx.AsyncClient(
                transport=transport, base_url=BASE, headers=headers
            ) as client:
                return [await client.request(method, one, **options) for one in addresses]

        return run(asked())
