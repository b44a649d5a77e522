"""The way to the provider of identities and back."""

import secrets
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vigie.kit.errors import Forbidden, NotFound
from vigie.web.cockpit import Cockpit, Hall
from vigie.web.people.cookies import is_secure, named
from vigie.web.people.sign_in import enter
from vigie.web.people.way import safe

router = APIRouter(include_in_schema=False)
JOURNEY: Final = "vigie_journey"
LASTS: Final = 600  # seconds


@router.get("/sign-in/provider")
def go(request: Request, hall: Hall, next: str = "/") -> Response:
    """Sends the browser to the provider; it keeps the state that has to come back."""
    if hall.workspace.people.oidc.label is None:
        raise NotFound("Nobody signs in through a provider here.")
    url, state = hall.workspace.people.oidc.begin(_back(request, hall), safe(next))
    response = RedirectResponse(url, status_code=303)
    secure = is_secure(request)
    response.set_cookie(
        named(JOURNEY, secure), state, max_age=LASTS, path="/", secure=secure, httponly=True,
        samesite="lax",
    )  # fmt: skip
    return response


@router.get("/sign-in/provider/back")
def back(request: Request, hall: Hall, state: str = "", code: str = "") -> Response:
    """Recognises who comes back, in the browser that left."""
    secure = is_secure(request)
    held = request.cookies.get(named(JOURNEY, secure), "")
    if not state or not code or not secrets.compare_digest(held, state):
        raise Forbidden("This way of signing in was not begun here, or too long ago.")
    person, wanted = hall.workspace.people.oidc.finish(_back(request, hall), state, code)
    response = enter(request, hall, person, safe(wanted), is_vouched=True)
    response.delete_cookie(named(JOURNEY, secure), path="/", secure=secure, httponly=True)
    return response


def _back(request: Request, hall: Cockpit) -> str:
    place = hall.workspace.settings.entrance.web.address or str(request.base_url).rstrip("/")
    return f"{place}/sign-in/provider/back"
