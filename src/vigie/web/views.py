"""Saved views: a menu on every page, and the page that opens first."""

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vigie.people.audit import Action
from vigie.people.permission import Permission
from vigie.personal.sharing import Share, With
from vigie.personal.views import checked
from vigie.web.cockpit import Here
from vigie.web.forms import Fields
from vigie.web.pages import SPOKEN
from vigie.web.people.door import note
from vigie.web.people.visitor import Visitor

router = APIRouter(include_in_schema=False)


@router.post("/views")
def save(request: Request, here: Here, fields: Fields) -> Response:
    """Keeps the page with its question by a name, for oneself or shared."""
    where = fields.get("address", "")
    name = here.views.save(here.person, fields.get("name", ""), where)
    note(request, Action.VIEW_SAVED, name)
    circles = _circles(here.visitor, fields.get("for", ""), here.person.role)
    if circles:
        here.views.share(here.person, name, circles)
        note(request, Action.VIEW_SHARED, name, circles=[one.kind for one in circles])
    return RedirectResponse(where, status_code=303)


@router.post("/views/first")
def first(here: Here, fields: Fields) -> Response:
    """Opens with this page from now on; without an address, with the company's first one."""
    where = fields.get("address", "")
    here.views.open_first(here.person, where or None)
    return RedirectResponse(checked(fields.get("back") or where or "/"), status_code=303)


@router.post("/views/{name}/remove")
def remove(request: Request, here: Here, name: str, fields: Fields) -> Response:
    """Forgets a view of one's own."""
    here.views.remove(here.person, name)
    note(request, Action.VIEW_REMOVED, name)
    return RedirectResponse(checked(fields.get("back") or "/"), status_code=303)


def _circles(visitor: Visitor | None, wanted: str, role: str) -> list[Share]:
    if visitor is None or Permission.SHARE not in visitor.may:
        return []
    shares = {"everyone": Share(With.EVERYONE), "role": Share(With.ROLE, role)}
    return [shares[wanted]] if wanted in shares else []


def is_bare(request: Request) -> bool:
    """Whether the first page was asked for without a question of its own."""
    asked = {name for name in request.query_params if name not in SPOKEN}
    return not asked and urlsplit(str(request.url)).path == "/"
