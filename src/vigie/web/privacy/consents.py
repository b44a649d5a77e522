"""The pages of consent: what holds for a person, a decision, the list of whom one may contact."""

import csv
import io
from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import VigieError
from vigie.model.words import word
from vigie.people.audit import Action
from vigie.privacy.consents import Answer, Recorded, table
from vigie.privacy.finding import anchor
from vigie.warehouse.consents import Contact
from vigie.web.cockpit import Here
from vigie.web.export import cell
from vigie.web.forms import Fields
from vigie.web.people.door import admitted, note

router = APIRouter(include_in_schema=False)
PAGE: Final = "/privacy/consents"
NAMES: Final = tuple(field.name for field in fields(Contact))


@router.get(PAGE)
def consents(request: Request, here: Here) -> HTMLResponse:
    """The rule, and the lists that it gives."""
    return _page(request, here)


@router.post("/privacy/contacts")
def contacts(request: Request, here: Here, fields: Fields) -> Response:
    """Whom one may contact, as a file."""
    desk = here.workspace.privacy.consents
    purpose, channel = fields.get("purpose", ""), fields.get("channel", "")
    try:
        rows = table(desk.contacts(purpose, channel, admitted(request).owner.id))
    except VigieError as error:
        return _page(request, here, error=error)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(NAMES)
    writer.writerows([cell(row[name]) for name in NAMES] for row in rows)
    name = f"contacts-{purpose}-{channel}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/privacy/consents/{row}")
def person(request: Request, here: Here, row: str) -> HTMLResponse:
    """What one person decided, and the place for another decision."""
    note(request, Action.PERSONAL_DATA_SEEN, PAGE)
    return _person(request, here, row)


@router.post("/privacy/consents/{row}")
def record(request: Request, here: Here, row: str, fields: Fields) -> Response:
    """Keeps a decision with its proof."""
    said = Recorded(
        **{name: fields.get(name, "").strip() for name in Recorded.__dataclass_fields__}
    )
    try:
        here.workspace.privacy.consents.record(anchor(row), said, admitted(request).owner.id)
    except VigieError as error:
        return _person(request, here, row, fields, error)
    return RedirectResponse(f"{PAGE}/{row}", status_code=303)


def _page(request: Request, here: Here, error: VigieError | None = None) -> HTMLResponse:
    office = here.workspace.privacy
    return here.pages.render(
        request,
        "privacy/consents.html",
        status=error.status if error else 200,
        error=error.text if error else None,
        rule=office.declaration.company.contacting,
        texts=office.declaration.company.texts,
        **_choices(here),
    )


def _person(
    request: Request,
    here: Here,
    row: str,
    fields: Mapping[str, str] | None = None,
    error: VigieError | None = None,
) -> HTMLResponse:
    office = here.workspace.privacy
    return here.pages.render(
        request,
        "privacy/consent.html",
        status=error.status if error else 200,
        row=row,
        decisions=office.consents.of(anchor(row)),
        answers=[*Answer],
        texts=office.declaration.company.texts,
        filled={name: (fields or {}).get(name, "") for name in Recorded.__dataclass_fields__},
        error=error.text if error else None,
        **_choices(here),
    )


def _choices(here: Here) -> dict[str, object]:
    desk = here.workspace.privacy.consents
    return {
        "purposes": desk.choices("purpose"),
        "channels": [one for one in desk.choices("channel") if one != "cookie"],
        "word": lambda value: word(value, "consent"),
    }
