"""What every answer carries and what every request must show, before any page is reached."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vigie.kit.errors import VigieError
from vigie.web.errors import refusal

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(VigieError):  # noqa: N818
    """A change asked for by a page of another site."""

    code = "foreign_origin"
    status = 403


class Guard:
    """Adds the security headers and refuses changes that another site's page asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._app if _trusted(scope) else _refuse
        await answer(scope, receive, _protected(send))


def _trusted(scope: Scope) -> bool:
    """Whether a request is read-only, or comes from our own page or from no page at all."""
    headers = Headers(scope=scope)
    if scope["method"] in SAFE_METHODS:
        return True
    if site := headers.get("sec-fetch-site"):
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        # A browser that sends cookies with a change says where the page is from.
        return "cookie" not in headers
    return urlsplit(origin).netloc == headers.get("host")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    error = ForeignOrigin("This change was asked for by a page of another site and is refused.")
    await refusal(scope, error)(scope, receive, send)


def _protected(send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            # Pages are made for one reader: no shared cache may keep them.
            headers.setdefault("Cache-Control", "private, no-cache")
            headers.add_vary_header("Cookie")
        await send(message)

    return forward
