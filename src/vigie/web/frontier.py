"""What a request meets first where Vigie is served: the right name, and not too often."""

from dataclasses import dataclass
from typing import Self

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from vigie.entrance import WebSettings
from vigie.kit.errors import VigieError
from vigie.people.throttle import network
from vigie.web.errors import refusal
from vigie.web.hosts import UnknownHost, host_name, is_known, names
from vigie.web.people.origin import address_of
from vigie.web.rates import Rates, TooMany, kind_of


@dataclass(frozen=True)
class Frontier:
    """The names under which the cockpit is served, and each client's share."""

    hosts: frozenset[str]
    rates: Rates

    @classmethod
    def at(cls, bound: str, web: WebSettings) -> Self:
        """Of a server that listens on `bound`."""
        return cls(names(web, bound), Rates(web))

    def refusal_of(self, scope: Scope) -> VigieError | None:
        """Why a request goes no further."""
        host = Headers(scope=scope).get("host", "")
        if not is_known(host, self.hosts):
            return UnknownHost(
                "Vigie is not called {name} here: add the name under hosts in vigie.toml.",
                name=host_name(host)[:100] or "?",
            )
        kind = kind_of(scope)
        try:
            if kind:
                self.rates.count(network(address_of(Request(scope))), kind)
        except TooMany as error:
            return error
        return None


class Border:
    """Keeps out what the frontier refuses."""

    def __init__(self, app: ASGIApp, frontier: Frontier) -> None:
        self._app = app
        self._frontier = frontier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = self._frontier.refusal_of(scope) if scope["type"] == "http" else None
        if error is None:
            await self._app(scope, receive, send)
            return
        answer = refusal(scope, error)
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.seconds)
        await answer(scope, receive, send)
