"""What a browser holds of a signed-in person: two secrets that no script can read."""

from datetime import timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from vigie.people.doorman import REMEMBERED, Entry

SESSION: Final = "vigie_session"
DEVICE: Final = "vigie_device"
WALL: Final = "vigie_wall"  # the token of a screen
YEAR: Final = timedelta(days=365)
HOST_ONLY: Final = "__Host-"  # a browser takes such a cookie from this very host over https only


def is_secure(request: Request) -> bool:
    """Whether the browser reaches us over https, by itself or through the company's proxy."""
    entrance = request.app.state.cockpit.workspace.settings.entrance
    return request.url.scheme == "https" or bool(entrance.is_https)


def held(request: Request, name: str) -> str | None:
    """The secret that the browser holds under `name`."""
    return request.cookies.get(named(name, is_secure(request)))


def give(request: Request, response: Response, entry: Entry) -> None:
    """Hands the secrets over; the session's ends with the browser, the machine's stays."""
    _set(request, response, SESSION, entry.session, None)
    _set(request, response, DEVICE, entry.device, REMEMBERED)


def give_wall(request: Request, response: Response, token: str) -> None:
    """Hands a screen the token that lets it in; the token's own end ends it."""
    _set(request, response, WALL, token, YEAR)


def take(request: Request, response: Response) -> None:
    """Takes the session's secret back."""
    response.delete_cookie(
        named(SESSION, is_secure(request)),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def _set(
    request: Request, response: Response, name: str, secret: str, lasts: timedelta | None
) -> None:
    response.set_cookie(
        named(name, is_secure(request)),
        secret,
        max_age=int(lasts.total_seconds()) if lasts else None,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def named(name: str, secure: bool) -> str:
    """What a browser calls the secret."""
    return f"{HOST_ONLY}{name}" if secure else name
