"""The way to the sign-in page, and back to where one wanted to go."""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vigie.web.address import address

SIGN_IN: Final = "/sign-in"


def to_sign_in(request: Request) -> Response:
    """Sends a reader to the sign-in page, with the page to come back to."""
    if request.headers.get("hx-request"):
        # A part of an open page: the whole page has to go there.
        return Response(status_code=401, headers={"HX-Redirect": SIGN_IN})
    if request.url.path == "/events":
        return Response(status_code=401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = [("next", wanted)] if request.method == "GET" and wanted != "/" else []
    spoken = [("lang", wish)] if (wish := request.query_params.get("lang")) else []
    return RedirectResponse(address(SIGN_IN, [*back, *spoken]), status_code=303)


def safe(wanted: str | None) -> str:
    r"""The page to go to after signing in: one of ours, whatever the address claims.

    >>> safe("/metrics?q=a"), safe("https://evil.example"), safe("//evil.example"), safe("/\\evil")
    ('/metrics?q=a', '/', '/', '/')
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(wanted)
    ours = not parts.scheme and not parts.netloc and not parts.path.startswith(SIGN_IN)
    return wanted if ours and wanted.isprintable() else "/"
