"""The door that every route stands behind: who comes, and whether they may."""

from collections.abc import Iterator
from typing import Final

from fastapi.routing import APIRoute
from starlette.requests import Request

from vigie.kit.errors import Forbidden, VigieError
from vigie.kit.events import Event
from vigie.people.audit import NOBODY, Action
from vigie.people.house import forbidden
from vigie.people.permission import Permission
from vigie.web.people.access import ACCESS, FILES, RECORDED, Open
from vigie.web.people.origin import address_of
from vigie.web.people.told import told
from vigie.web.people.visitor import Visitor, pending_of, visitor_of
from vigie.workspace import Workspace

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
LEAVING: Final = frozenset({"POST /sign-out", "POST /people/back"})
RIGHTS: Final = "rights"  # the topic of a change after which somebody may not be in any more


class SignInNeeded(VigieError):  # noqa: N818
    """Nobody is known to be there."""

    code = "sign_in"
    status = 401


def admit(request: Request) -> Iterator[None]:
    """Lets the request through to its route, and writes down what has to be once it is answered.

    Raises SignInNeeded or Forbidden. What the visitor is and may see is noted in the request's
    state.
    """
    _let_in(request)
    # A refusal of the route is raised here, and nothing is written down of it.
    yield
    name = _name(request)
    if request.method not in SAFE:
        request.app.state.cockpit.events.publish(Event(RIGHTS))
    action = RECORDED.get(name)
    if action is None and request.query_params.get("format") in FILES:
        action = Action.EXPORTED
    if action and (action is not Action.PERSONAL_DATA_SEEN or _is_about_persons(request)):
        catalog = request.app.state.cockpit.layer.catalog
        note(request, action, request.url.path, **told(request.query_params, catalog))


def note(request: Request, action: Action, subject: str = "", **detail: object) -> None:
    """Writes down what the visitor has just done."""
    workspace: Workspace = request.app.state.cockpit.workspace
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    if visitor and visitor.is_looking_as:
        detail = {**detail, "seen_as": visitor.person.id}
    if visitor and visitor.token:
        detail = {**detail, "token": visitor.token.id}
    actor = visitor.owner.id if visitor else NOBODY
    workspace.people.audit.record(action, actor, subject, address_of(request), **detail)


def _is_about_persons(request: Request) -> bool:
    """Whether the document that was shown has personal columns that its reader may see."""
    cockpit = request.app.state.cockpit
    table = cockpit.workspace.model.tables.get(request.path_params.get("table", ""))
    sight = request.state.visitor.sight
    return table is not None and any(
        column.personal and not sight.hides(table.name, column.name)
        for column in table.columns.values()
    )


def _let_in(request: Request) -> None:
    name = _name(request)
    needed = ACCESS.get(name)
    if needed is None:
        raise Forbidden(
            "Nobody may come to {route}: web/people/access.py does not name it.", route=name
        )
    if needed is Open.EVERYBODY:
        return
    workspace: Workspace = request.app.state.cockpit.workspace
    if needed is Open.PENDING:
        if pending_of(request, workspace) is None:
            raise _who()
        return
    visitor = visitor_of(request, workspace)
    if visitor is None:
        raise _who()
    _check(visitor, needed, name)
    if visitor.session and _lacks_factor(visitor, workspace) and needed is not Open.SIGNED_IN:
        raise Forbidden("Your role needs a second factor: turn it on under My account.")
    if request.query_params.get("format") in FILES:
        _check(visitor, Permission.EXPORT, name)
    request.state.visitor = visitor
    request.state.policy = visitor.sight.rows


def admitted(request: Request) -> Visitor:
    """Who was let in; raises SignInNeeded on a route that everybody may come to."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    if visitor is None:
        raise _who()
    return visitor


def _check(visitor: Visitor, needed: Permission | Open, name: str) -> None:
    if isinstance(needed, Permission) and needed not in visitor.may:
        raise forbidden(needed)
    if visitor.is_looking_as and name.split(" ")[0] not in SAFE and name not in LEAVING:
        raise Forbidden("You are looking through somebody else's eyes: nothing can be changed.")


def _lacks_factor(visitor: Visitor, workspace: Workspace) -> bool:
    people = workspace.people
    return people.needs_factor(visitor.owner) and not people.factors.is_on(visitor.owner.id)


def _name(request: Request) -> str:
    route: APIRoute = request.scope["route"]
    return f"{request.method} {route.path}"


def _who() -> SignInNeeded:
    return SignInNeeded("Sign in first.")
