"""The notes on dates: written, listed, taken away and brought back."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Forbidden, Invalid, VigieError
from vigie.kit.i18n import Label
from vigie.people.audit import Action
from vigie.people.permission import Permission
from vigie.personal.annotations import About, Annotation
from vigie.web.cockpit import Cockpit, Here
from vigie.web.forms import Fields
from vigie.web.people.door import note

router = APIRouter(include_in_schema=False)
PATH: Final = "/annotations"


@dataclass(frozen=True, slots=True)
class Line:
    """One note of the list."""

    annotation: Annotation
    metric: Label | None
    member: str | None
    is_removable: bool


@router.get(PATH)
def annotations(request: Request, here: Here, removed: str = "") -> HTMLResponse:
    """Every note that the visitor may see, the latest first."""
    return _page(request, here, removed=removed)


@router.post(PATH)
def add(request: Request, here: Here, fields: Fields) -> Response:
    """Writes a note; a wrong one is said on the page."""
    try:
        dimension, _, member = fields.get("member", "").partition(":")
        metric = fields.get("metric", "")
        about = About(here.metric(metric).id if metric else None, dimension or None, member or None)
        name = here.notes.add(
            _day(fields.get("from", "")) or here.layer.settings.today(),
            _day(fields.get("to", "")),
            Label(fields.get("en", ""), fields.get("fr", "")),
            about,
            here.person.id,
        )
    except VigieError as error:
        return _page(request, here, error=error)
    note(request, Action.ANNOTATION_MADE, name, metric=metric, member=member)
    return RedirectResponse(PATH, status_code=303)


@router.post(PATH + "/{name}/remove")
def remove(request: Request, here: Here, name: str) -> Response:
    """Takes a note away: one's own, or any for those who manage people."""
    found = next((one for one in here.annotations() if one.id == name), None)
    if found and not _may_remove(here, found):
        raise Forbidden("Only its author or an administrator takes a note away.")
    here.notes.remove(name)
    note(request, Action.ANNOTATION_REMOVED, name)
    return RedirectResponse(f"{PATH}?removed={name}", status_code=303)


@router.post(PATH + "/{name}/restore")
def restore(request: Request, here: Here, name: str) -> Response:
    """Brings a note back that was just taken away."""
    here.notes.restore(name)
    note(request, Action.ANNOTATION_MADE, name, restored=True)
    return RedirectResponse(PATH, status_code=303)


def _page(
    request: Request, here: Cockpit, *, removed: str = "", error: VigieError | None = None
) -> HTMLResponse:
    catalog = here.layer.catalog
    members = here.members.offered(here.version)
    return here.pages.render(
        request,
        "annotations.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        lines=[_line(here, request, one) for one in reversed(here.annotations())],
        removed=removed,
        today=here.layer.settings.today().isoformat(),
        metrics=catalog.shown,
        members=[(name, catalog.dimensions[name].label, held) for name, held in members.items()],
    )


def _line(here: Cockpit, request: Request, one: Annotation) -> Line:
    about, locale = one.about, here.pages.reader(request).locale
    member = None
    if about.dimension and about.member:
        member = here.members.name(about.dimension, about.member, here.version, locale)
    metric = here.layer.catalog.metrics[about.metric].label if about.metric else None
    return Line(one, metric, member, _may_remove(here, one))


def _may_remove(here: Cockpit, one: Annotation) -> bool:
    assert here.visitor is not None  # noqa: S101 - `Here` has a visitor
    is_own = one.author_id == here.person.id
    may = here.visitor.may
    return Permission.ANNOTATE in may and (is_own or Permission.MANAGE_PEOPLE in may)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise Invalid(
            "'{written}' is not a day: write '{name}' as in 2026-03-31.",
            written=written,
            name="from",
        ) from error
