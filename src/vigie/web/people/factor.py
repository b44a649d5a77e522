"""The pages of the second factor: shown when signing in, set up on one's own page."""

import io
from urllib.parse import parse_qs, urlsplit

import segno
from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, VigieError
from vigie.people.audit import Action
from vigie.people.person import Person
from vigie.people.throttle import QUARTER, Limit
from vigie.web.cockpit import Cockpit, Hall, Here
from vigie.web.forms import Fields
from vigie.web.people.cookies import give
from vigie.web.people.door import SignInNeeded, admitted, note
from vigie.web.people.origin import visit_of
from vigie.web.people.visitor import pending_of
from vigie.web.people.way import safe

router = APIRouter(include_in_schema=False)


@router.get("/sign-in/code")
def ask(request: Request, hall: Hall, next: str = "/") -> HTMLResponse:
    """Asks for a code of somebody whose password was right."""
    return hall.pages.render(request, "people/code.html", error=None, wanted=safe(next))


@router.post("/sign-in/code")
def show(request: Request, hall: Hall, fields: Fields) -> Response:
    """Takes a code, and replaces the pending session by a real one."""
    people, session = hall.workspace.people, pending_of(request, hall.workspace)
    if session is None:
        raise SignInNeeded("Sign in first.")
    wanted, counted = safe(fields.get("next")), (Limit(f"code:{session.person_id}", 5, QUARTER),)
    try:
        people.throttle.count(counted)
        people.factors.check(session.person_id, fields.get("code", ""))
    except VigieError as error:
        people.audit.record(
            Action.SIGN_IN_FAILED, session.person_id, address=session.address, reason=error.code
        )
        view = {"error": error.text, "wanted": wanted}
        return hall.pages.render(request, "people/code.html", status=error.status, **view)
    people.throttle.forget(counted)
    person = people.directory.get(session.person_id)
    people.sessions.end(person.id, session.id)
    response = RedirectResponse(wanted, status_code=303)
    give(request, response, people.doorman.enter(person, visit_of(request)))
    people.audit.record(Action.SIGN_IN, person.id, address=session.address, factors=2)
    return response


@router.get("/account/second-factor")
def factor(request: Request, here: Here) -> HTMLResponse:
    """Where the second factor is turned on, or off."""
    return _page(request, here)


@router.post("/account/second-factor/begin")
def begin(request: Request, here: Here) -> Response:
    """Makes a new secret for a telephone."""
    here.workspace.people.factors.begin(_owner(request))
    return RedirectResponse("/account/second-factor", status_code=303)


@router.post("/account/second-factor/confirm")
def confirm(request: Request, here: Here, fields: Fields) -> HTMLResponse:
    """Turns it on once a first code was right, and shows the codes for paper."""
    owner = _owner(request)
    try:
        codes = here.workspace.people.factors.confirm(owner.id, fields.get("code", ""))
    except VigieError as error:
        return _page(request, here, error=error)
    note(request, Action.SECOND_FACTOR_ON, owner.id)
    return _page(request, here, codes=codes)


@router.post("/account/second-factor/off")
def turn_off(request: Request, here: Here, fields: Fields) -> Response:
    """Turns it off, for whoever still has it."""
    owner, factors = _owner(request), here.workspace.people.factors
    try:
        here.workspace.people.throttle.count((Limit(f"code:{owner.id}", 5, QUARTER),))
        factors.check(owner.id, fields.get("code", ""))
    except VigieError as error:
        return _page(request, here, error=error)
    factors.turn_off(owner.id)
    note(request, Action.SECOND_FACTOR_OFF, owner.id)
    return RedirectResponse("/account", status_code=303)


def drawing(address: str) -> Markup:
    """The address as a square that a telephone reads, drawn here: no script, no other site."""
    target = io.BytesIO()
    segno.make(address, error="m").save(
        target, kind="svg", xmldecl=False, svgns=True, border=3, omitsize=True, light="#fff"
    )
    return Markup(target.getvalue().decode())  # noqa: S704 - made of squares


def _page(
    request: Request,
    here: Cockpit,
    *,
    error: VigieError | None = None,
    codes: list[str] | None = None,
) -> HTMLResponse:
    owner, factors = admitted(request).owner, here.workspace.people.factors
    address = factors.begun(owner)
    secret = parse_qs(urlsplit(address).query)["secret"][0] if address else None
    return here.pages.render(
        request,
        "people/factor.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        is_on=factors.is_on(owner.id),
        drawing=drawing(address) if address else None,
        secret=secret,
        codes=codes,
    )


def _owner(request: Request) -> Person:
    visitor = admitted(request)
    if visitor.session is None or visitor.owner.is_demo:
        raise Forbidden("A second factor belongs to somebody who signs in with a password.")
    return visitor.owner
