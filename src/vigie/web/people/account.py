"""Everybody's own page: password, sessions, tokens."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, Invalid, VigieError
from vigie.people.audit import Action
from vigie.people.permission import MEANINGS, Permission
from vigie.web.cockpit import Cockpit, Here
from vigie.web.forms import Fields
from vigie.web.people.door import note
from vigie.web.people.origin import visit_of
from vigie.web.people.visitor import Visitor

router = APIRouter(include_in_schema=False)
LENGTHS = (30, 90, 365)  # days that a token may last


@router.get("/account")
def account(request: Request, here: Here) -> HTMLResponse:
    """The visitor's own page."""
    return _page(request, here)


@router.post("/account/password")
def change_password(request: Request, here: Here, fields: Fields) -> Response:
    """Replaces the password; every other session ends."""
    visitor, people = _visitor(here), here.workspace.people
    try:
        if visitor.owner.is_demo:
            raise Forbidden("The people of the demo have no password.")
        if fields.get("password") != fields.get("again"):
            raise Invalid("The two passwords are not the same.")
        people.doorman.check(visitor.owner.email, fields.get("old", ""), visit_of(request))
        people.passwords.choose(visitor.owner, fields.get("password", ""))
    except VigieError as error:
        return _page(request, here, error=error)
    people.sessions.end_all(visitor.owner.id, but=visitor.session.id if visitor.session else None)
    note(request, Action.PASSWORD_CHOSEN, visitor.owner.id)
    return _see()


@router.post("/account/sessions/{session_id}/end")
def end(request: Request, here: Here, session_id: str) -> Response:
    """Ends one of the visitor's own sessions."""
    here.workspace.people.sessions.end(_visitor(here).owner.id, session_id)
    note(request, Action.SESSION_ENDED, session_id)
    return _see()


@router.post("/account/tokens")
def make_token(request: Request, here: Here, fields: Fields) -> HTMLResponse:
    """Makes a token with some of the visitor's own permissions, and shows it this once."""
    visitor = _visitor(here)
    scopes = [one.value for one in Permission if fields.get(f"scope-{one.value}")]
    days = fields.get("days", "")
    try:
        if visitor.token or any(scope not in visitor.may for scope in scopes):
            raise Forbidden("A token has no more rights than whoever makes it.")
        if days not in map(str, LENGTHS):
            raise Invalid("A token lasts from a day to {longest} days.", longest=LENGTHS[-1])
        made, secret = here.workspace.people.tokens.make(
            visitor.owner.id, fields.get("name", ""), scopes, timedelta(days=int(days))
        )
    except VigieError as error:
        return _page(request, here, error=error)
    note(request, Action.TOKEN_MADE, made.id, scopes=scopes, days=int(days))
    return _page(request, here, secret=secret)


@router.post("/account/tokens/{token_id}/revoke")
def revoke(request: Request, here: Here, token_id: str) -> Response:
    """Ends one of the visitor's own tokens."""
    if here.workspace.people.tokens.revoke(token_id, _visitor(here).owner.id):
        note(request, Action.TOKEN_REVOKED, token_id)
    return _see()


def _page(
    request: Request, here: Cockpit, *, error: VigieError | None = None, secret: str | None = None
) -> HTMLResponse:
    visitor, people = _visitor(here), here.workspace.people
    return here.pages.render(
        request,
        "people/account.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        secret=secret,
        role=people.role(visitor.owner),
        sessions=people.sessions.of(visitor.owner.id),
        tokens=people.tokens.of(visitor.owner.id),
        scopes=[(one, MEANINGS[one]) for one in Permission if one in visitor.may],
        lengths=LENGTHS,
        has_factor=people.factors.is_on(visitor.owner.id),
        must_have_factor=people.needs_factor(visitor.owner),
    )


def _visitor(here: Cockpit) -> Visitor:
    assert here.visitor is not None  # noqa: S101 - `Here` has a visitor
    return here.visitor


def _see() -> RedirectResponse:
    return RedirectResponse("/account", status_code=303)
