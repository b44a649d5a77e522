"""The pages of who may come in: people, their roles, and what another one sees."""

from collections.abc import Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, VigieError
from vigie.people.audit import Action
from vigie.people.permission import MEANINGS
from vigie.people.person import Link, LinkKind, Person
from vigie.people.tickets import Purpose
from vigie.web.cockpit import Cockpit, Here
from vigie.web.forms import Fields
from vigie.web.people.door import admitted, note

router = APIRouter(include_in_schema=False)


@router.get("/people")
def people(request: Request, here: Here) -> HTMLResponse:
    """Everybody who may come in."""
    return _list(request, here)


@router.post("/people")
def add(request: Request, here: Here, fields: Fields) -> Response:
    """Lets somebody in, and shows the link to hand over."""
    directory = here.workspace.people.directory
    try:
        person = directory.add(
            fields.get("email", ""), fields.get("name", ""), fields.get("role", ""), _links(fields)
        )
    except VigieError as error:
        return _list(request, here, fields=fields, error=error)
    note(request, Action.PERSON_ADDED, person.id, role=person.role)
    return _one(request, here, person, link=_link(request, here, person))


@router.get("/people/roles")
def roles(request: Request, here: Here) -> HTMLResponse:
    """What each role may do and see."""
    return here.pages.render(
        request, "people/roles.html", roles=here.workspace.people.roles, meanings=MEANINGS
    )


@router.post("/people/back")
def back(request: Request, here: Here) -> Response:
    """Lets an administrator see with their own eyes again."""
    visitor = admitted(request)
    if visitor.session:
        here.workspace.people.sessions.look_as(visitor.session.id, None)
    return RedirectResponse("/people", status_code=303)


@router.get("/people/{person_id}")
def person(request: Request, here: Here, person_id: str) -> HTMLResponse:
    """One person: role, links, whether they may come in."""
    return _one(request, here, here.workspace.people.directory.get(person_id))


@router.post("/people/{person_id}")
def change(request: Request, here: Here, person_id: str, fields: Fields) -> Response:
    """Changes somebody's name, role and links, or whether they may come in."""
    directory = here.workspace.people.directory
    known = directory.get(person_id)
    try:
        directory.rename(known.id, fields.get("name", known.name))
        directory.give_role(known.id, fields.get("role", known.role))
        directory.activate(known.id, "active" in fields)
        directory.relink(known.id, _links(fields))
    except VigieError as error:
        return _one(request, here, directory.get(person_id), error=error)
    now = directory.get(person_id)
    note(
        request, Action.PERSON_CHANGED, now.id, role=now.role, active=now.is_active,
        links=[f"{link.kind}={link.key}" for link in now.links],
    )  # fmt: skip
    return RedirectResponse(f"/people/{person_id}", status_code=303)


@router.post("/people/{person_id}/link")
def reset(request: Request, here: Here, person_id: str) -> HTMLResponse:
    """Makes a link by which somebody chooses a password."""
    known = here.workspace.people.directory.get(person_id)
    return _one(request, here, known, link=_link(request, here, known))


@router.post("/people/{person_id}/see-as")
def see_as(request: Request, here: Here, person_id: str) -> Response:
    """Shows an administrator what somebody else sees; it is written down."""
    visitor, known = admitted(request), here.workspace.people.directory.get(person_id)
    if visitor.session is None:
        raise Forbidden("Only a session on the pages sees through other eyes, a program does not.")
    here.workspace.people.sessions.look_as(visitor.session.id, known.id)
    note(request, Action.LOOKED_AS, known.id)
    return RedirectResponse("/", status_code=303)


def _link(request: Request, here: Cockpit, person: Person) -> str:
    place = here.workspace.settings.entrance.web.address or str(request.base_url).rstrip("/")
    note(request, Action.LINK_MADE, person.id)
    return place + here.workspace.people.tickets.make(Purpose.CHOOSE, person.id)


def _links(fields: Fields) -> Iterator[Link]:
    """The keys of a form, several in a field apart by commas."""
    for kind in LinkKind:
        for key in fields.get(kind.value, "").split(","):
            if key.strip():
                yield Link(kind, key.strip())


def _list(
    request: Request,
    here: Cockpit,
    *,
    fields: Fields | None = None,
    error: VigieError | None = None,
) -> HTMLResponse:
    return here.pages.render(
        request,
        "people/people.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        people=here.workspace.people.directory.all(),
        roles=here.workspace.people.roles.roles,
        fields=fields or {},
    )


def _one(
    request: Request,
    here: Cockpit,
    person: Person,
    *,
    link: str | None = None,
    error: VigieError | None = None,
) -> HTMLResponse:
    return here.pages.render(
        request,
        "people/person.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        person=person,
        roles=here.workspace.people.roles.roles,
        sessions=here.workspace.people.sessions.of(person.id),
        link=link,
        keys={kind.value: ", ".join(person.keys(kind)) for kind in LinkKind},
    )
