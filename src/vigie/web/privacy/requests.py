"""The pages on which requests of persons are answered."""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Invalid, VigieError
from vigie.kit.i18n import Text, text
from vigie.people.audit import Action
from vigie.privacy.correction import correctable
from vigie.privacy.finding import Anchor, anchor
from vigie.privacy.ledger import Kind, State
from vigie.privacy.requests import Requests
from vigie.web.cockpit import Here
from vigie.web.forms import Fields
from vigie.web.people.door import admitted, note
from vigie.web.privacy.tasks import Job

router = APIRouter(include_in_schema=False)
WORDS: Final[Mapping[Kind, Text]] = {
    Kind.EXPORT: text("data handed over"),
    Kind.RECTIFY: text("data corrected"),
    Kind.RESTRICT: text("data set aside"),
    Kind.RELEASE: text("data released"),
    Kind.ERASE: text("person erased"),
    Kind.RETENTION: text("time over: persons erased"),
}
PAGE: Final = "/privacy/requests"
CHOSEN: Final = "row-"


@router.get(PAGE)
def requests(request: Request, here: Here) -> HTMLResponse:
    """What was asked for and what came of it; the place to look for a person."""
    return _page(request, here)


@router.post("/privacy/find")
def find(request: Request, here: Here, fields: Fields) -> HTMLResponse:
    """The rows that may be about the person; what was looked for stays out of the address."""
    term = fields.get("term", "")
    found = here.workspace.privacy.requests.find(term)
    note(request, Action.PERSONAL_DATA_SEEN, PAGE, rows=len(found))
    return _page(request, here, term=term, found=found, searched=True)


@router.post(PAGE)
def answer(request: Request, here: Here, fields: Fields) -> Response:
    """Does what the person asked for with the rows that were ticked."""
    rows = [anchor(name.removeprefix(CHOSEN)) for name in fields if name.startswith(CHOSEN)]
    if not rows:
        return _page(request, here, error=Invalid("Tick at least one row of the person."))
    try:
        return _done(request, here, fields, rows)
    except VigieError as error:
        return _page(request, here, error=error)


@router.post("/privacy/resume")
def resume(request: Request, here: Here) -> Response:
    """Finishes what was cut off."""
    desk, actor = here.workspace.privacy.requests, admitted(request).owner.id
    waiting = desk.unfinished()
    if not waiting:
        return RedirectResponse(PAGE, status_code=303)
    here.tasks.start(lambda: (waiting[0], lambda progress: [*desk.resume(actor, progress)]))
    return RedirectResponse(f"{PAGE}/{waiting[0]}", status_code=303)


@router.get("/privacy/requests/{request_id}")
def certificate(request: Request, here: Here, request_id: str) -> HTMLResponse:
    """How far it is; then what was done, when, and what a search found: nothing about whom."""
    # The task is asked first: when it has ended, the certificate is there.
    task = here.tasks.last(request_id)
    one = here.workspace.privacy.ledger.request(request_id)
    actors = {person.id: person.name for person in here.workspace.people.directory.all()}
    return here.pages.render(
        request,
        "privacy/certificate.html",
        one=one,
        words=WORDS,
        actors=actors,
        headway=task.headway if task and task.is_running else None,
        error=task.error if task and task.error and one.state is State.RUNNING else None,
    )


def _done(request: Request, here: Here, fields: Fields, rows: Sequence[Anchor]) -> Response:
    desk, actor = here.workspace.privacy.requests, admitted(request).owner.id
    match fields.get("do"):
        case "export":
            made = desk.hand_over(rows, actor)
            headers = {"Content-Disposition": 'attachment; filename="person.zip"'}
            return Response(made, media_type="application/zip", headers=headers)
        case "restrict":
            desk.restrict(rows, actor)
        case "release":
            desk.release(rows, actor)
        case "correct":
            return _correct(request, here, fields, rows)
        case "erase" if "sure" not in fields:
            return here.pages.render(request, "privacy/erase.html", rows=rows)
        case "erase":
            name = here.tasks.start(lambda: _erasure(desk, rows, actor))
            return RedirectResponse(f"{PAGE}/{name}", status_code=303)
    return RedirectResponse(PAGE, status_code=303)


def _erasure(desk: Requests, rows: Sequence[Anchor], actor: str) -> tuple[str, Job]:
    plan = desk.begin(rows, actor)
    return plan.request, lambda progress: desk.carry_out(plan, actor, progress)


def _correct(request: Request, here: Here, fields: Fields, rows: Sequence[Anchor]) -> Response:
    if len(rows) != 1:
        raise Invalid("Tick one row to correct.")
    column = fields.get("column")
    if not column:
        table = here.workspace.model.tables[rows[0].table]
        columns = [table.columns[name] for name in correctable(here.workspace.model, table.name)]
        return here.pages.render(request, "privacy/correct.html", row=rows[0], columns=columns)
    actor = admitted(request).owner.id
    here.workspace.privacy.requests.correct(rows[0], column, fields.get("value", ""), actor)
    return RedirectResponse(PAGE, status_code=303)


def _page(
    request: Request,
    here: Here,
    *,
    term: str = "",
    found: Sequence[object] = (),
    searched: bool = False,
    error: VigieError | None = None,
) -> HTMLResponse:
    office = here.workspace.privacy
    return here.pages.render(
        request,
        "privacy/requests.html",
        status=error.status if error else 200,
        requests=office.ledger.requests(),
        unfinished=[] if here.tasks.running else office.requests.unfinished(),
        tables=here.workspace.model.tables,
        words=WORDS,
        term=term,
        found=found,
        searched=searched,
        error=error.text if error else None,
    )
