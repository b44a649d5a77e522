"""Signing in: by a password, by a one-time link, or by one click where it is a demo."""

from hashlib import sha256

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, Invalid, NotFound, VigieError
from vigie.people.audit import Action
from vigie.people.directory import ADMIN
from vigie.people.person import Person
from vigie.people.post import invite
from vigie.people.sessions import Visit
from vigie.people.throttle import limits
from vigie.people.tickets import Purpose
from vigie.web.address import address
from vigie.web.cockpit import Cockpit, Hall
from vigie.web.forms import Fields
from vigie.web.people.cookies import SESSION, give, held, take
from vigie.web.people.door import admitted, note
from vigie.web.people.origin import visit_of
from vigie.web.people.way import SIGN_IN, safe

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in(request: Request, hall: Hall, next: str = "/") -> HTMLResponse:
    """The page on which people say who they are."""
    return _page(request, hall, wanted=next)


@router.post("/sign-in")
def check(request: Request, hall: Hall, fields: Fields) -> Response:
    """Tries an e-mail address and a password."""
    wanted, email = safe(fields.get("next")), fields.get("email", "")
    try:
        person = _tried(hall, email, fields.get("password", ""), visit_of(request))
    except VigieError as error:
        known = sha256(email.strip().lower().encode()).hexdigest()[:16]
        note(request, Action.SIGN_IN_FAILED, known, reason=error.code)
        return _page(request, hall, wanted=wanted, email=email, error=error)
    return enter(request, hall, person, wanted)


@router.post("/sign-in/as")
def choose(request: Request, hall: Hall, fields: Fields) -> Response:
    """Enters the demo as one of its people."""
    if not hall.workspace.settings.entrance.sign_in.one_click:
        raise Forbidden("This is not a demo: sign in with your own e-mail address.")
    person = hall.workspace.people.directory.get(fields.get("person", ""))
    if not (person.is_demo and person.is_active):
        raise Forbidden("Only the people of the demo are entered by a click.")
    return enter(request, hall, person, safe(fields.get("next")))


@router.get("/sign-in/link/{secret}")
def link(request: Request, hall: Hall, secret: str) -> Response:
    """Opens a one-time link. Only the demo's is used up by looking: mail programs look too."""
    ticket = hall.workspace.people.tickets.look(secret)
    if ticket.purpose is Purpose.ENTER and ticket.person_id:
        hall.workspace.people.tickets.take(secret)
        return enter(request, hall, hall.workspace.people.directory.get(ticket.person_id), "/")
    return _link_page(request, hall, ticket.purpose)


@router.post("/sign-in/link/{secret}")
def use(request: Request, hall: Hall, secret: str, fields: Fields) -> Response:
    """Chooses a password, and a name where it is the first person; then they are in."""
    people = hall.workspace.people
    ticket = people.tickets.look(secret)
    try:
        password = _chosen(fields)
        if ticket.purpose is Purpose.OWNER:
            known = (fields.get("email", ""), fields.get("name", ""))
            people.passwords.judge(password, known)
            people.tickets.take(secret)
            person = people.directory.add(*known, ADMIN)
        else:
            person = people.directory.get(ticket.person_id or "")
            people.passwords.judge(password, (person.email, person.name))
            people.tickets.take(secret)
    except Invalid as error:
        return _link_page(request, hall, ticket.purpose, fields=fields, error=error)
    people.passwords.choose(person, password)
    people.sessions.end_all(person.id)
    note(request, Action.PASSWORD_CHOSEN, person.id)
    return enter(request, hall, person, "/")


@router.get("/sign-in/forgotten")
def forgotten(request: Request, hall: Hall) -> HTMLResponse:
    """Where a forgotten password is replaced."""
    by_mail = hall.workspace.settings.entrance.mail.host is not None
    return hall.pages.render(request, "people/forgotten.html", by_mail=by_mail, sent=False)


@router.post("/sign-in/forgotten")
def send(request: Request, hall: Hall, fields: Fields) -> Response:
    """Sends a link, if there is somebody to send it to; the answer does not tell."""
    email = fields.get("email", "").strip().lower()
    workspace = hall.workspace
    # Somebody else's letter box is filled no faster than passwords are guessed.
    workspace.people.throttle.count(limits(f"mail:{email}", visit_of(request).address, None))
    page = hall.pages.render(request, "people/forgotten.html", by_mail=True, sent=True)
    page.background = BackgroundTask(invite, workspace.people, email, str(request.base_url))
    return page


@router.post("/sign-out")
def sign_out(request: Request, hall: Hall) -> Response:
    """Ends this session."""
    visitor = admitted(request)
    if visitor.session:
        hall.workspace.people.sessions.end(visitor.owner.id, visitor.session.id)
        note(request, Action.SIGN_OUT)
    response = RedirectResponse(SIGN_IN, status_code=303)
    take(request, response)
    return response


def enter(
    request: Request, hall: Cockpit, person: Person, wanted: str, *, is_vouched: bool = False
) -> Response:
    """Opens a new session, whatever the browser held before, and goes on.

    A code is asked for first where the person has a second factor, unless a provider has vouched.
    """
    people = hall.workspace.people
    before = held(request, SESSION)
    if before and (session := people.sessions.find(before)):
        people.sessions.end(session.person_id, session.id)
    visit = visit_of(request)
    if people.factors.is_on(person.id) and not is_vouched:
        asked = address("/sign-in/code", [("next", wanted)])
        response = RedirectResponse(asked, status_code=303)
        give(request, response, people.doorman.enter(person, visit, is_pending=True))
        return response
    response = RedirectResponse(wanted, status_code=303)
    give(request, response, people.doorman.enter(person, visit))
    people.audit.record(Action.SIGN_IN, person.id, address=visit.address)
    return response


def _tried(hall: Cockpit, email: str, password: str, visit: Visit) -> Person:
    if not hall.workspace.settings.entrance.sign_in.passwords:
        raise Forbidden("Here people do not sign in with a password.")
    return hall.workspace.people.doorman.check(email, password, visit)


def _chosen(fields: Fields) -> str:
    password = fields.get("password", "")
    if password != fields.get("again", ""):
        raise Invalid("The two passwords are not the same.")
    return password


def _page(
    request: Request,
    hall: Cockpit,
    *,
    wanted: str,
    email: str = "",
    error: VigieError | None = None,
) -> HTMLResponse:
    people, door = hall.workspace.people, hall.workspace.settings.entrance.sign_in
    demo = [one for one in people.directory.all() if one.is_demo] if door.one_click else []
    return hall.pages.render(
        request,
        "people/sign_in.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        email=email,
        wanted=safe(wanted),
        demo=[(one, people.roles.roles.get(one.role)) for one in demo],
        passwords=door.passwords,
        provider=people.oidc.label,
        nobody=people.directory.is_empty(),
    )


def _link_page(
    request: Request,
    hall: Cockpit,
    purpose: Purpose,
    *,
    fields: Fields | None = None,
    error: VigieError | None = None,
) -> HTMLResponse:
    if purpose is Purpose.ENTER:
        raise NotFound("This link leads nowhere.")
    return hall.pages.render(
        request,
        "people/link.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        is_owner=purpose is Purpose.OWNER,
        fields=fields or {},
    )
