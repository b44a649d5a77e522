"""Around every request: a number, the time it takes, one line of log."""

import logging
import re
import secrets
import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vigie.web.monitoring.log import request_id
from vigie.web.people.origin import is_from_proxy_of

HEADER: Final = "X-Request-ID"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE: Final = "none"
_NUMBER: Final = re.compile(r"[0-9A-Za-z_-]{8,64}")
_log = logging.getLogger(__name__)


class Watch:
    """Counts and logs; what it writes are templates of routes, never what stands in them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, begun, status = _number(scope), time.perf_counter(), 500
        request_id.set(number)

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        try:
            await self._app(scope, receive, numbered)
        finally:
            _note(scope, status, time.perf_counter() - begun)


def _note(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in METHODS else "other"
    route = route_of(scope)
    scope["app"].state.measures.count(method, route, status, seconds)
    told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    _log.info("request", extra=told)


def route_of(scope: Scope) -> str:
    """The template of the route that answered: `/records/{table}/{key:path}`."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", NO_ROUTE))


def _number(scope: Scope) -> str:
    """The number that a trusted proxy gave the request, or one of our own."""
    told = Headers(scope=scope).get(HEADER, "")
    if _NUMBER.fullmatch(told) and is_from_proxy_of(scope):
        return told
    return secrets.token_hex(8)
