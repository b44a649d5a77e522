"""The pages of importing: what came in, what is coming in, and the way back."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.intake.plan import Plan
from vigie.kit.errors import Invalid
from vigie.people.audit import Action
from vigie.web.cockpit import Here
from vigie.web.drafts import Draft, Stage
from vigie.web.forms import Fields
from vigie.web.mapping_form import DELIMITERS, form_of, mapping_from, options_from
from vigie.web.people.door import note
from vigie.web.people.received import report_seen
from vigie.web.uploads import receive

router = APIRouter(include_in_schema=False)


@router.get("/imports")
def imports(request: Request, here: Here) -> HTMLResponse:
    """Everything that was imported, the latest first."""
    return here.pages.render(
        request,
        "imports.html",
        reports=[report_seen(one, here) for one in here.workspace.intake.imports()],
        waiting=here.workspace.intake.quarantine(),
        uploads=here.drafts.of(here.person.id),
    )


@router.get("/imports/new")
def new(request: Request, here: Here) -> HTMLResponse:
    """The place to drop files."""
    return here.pages.render(request, "imports_new.html", tables=here.workspace.model.tables)


@router.post("/imports/new")
async def upload(request: Request, here: Here) -> Response:
    """Takes files in and begins to read them."""
    received = await receive(request, here.drafts.new_folder())
    if not received.files:
        received.discard()
        raise Invalid("No file was sent: choose one or more.")
    table = received.fields.get("as_table") or None
    draft = here.drafts.open(here.person.id, received.folder, received.files, table)
    return _see(f"/imports/drafts/{draft.id}")


@router.get("/imports/drafts/{draft_id}")
def draft(request: Request, here: Here, draft_id: str) -> Response:
    """Where an import in the making stands."""
    found = here.drafts.get(here.person.id, draft_id).now()
    if found.report:
        found.report = report_seen(found.report, here)
    if found.stage is Stage.DONE and found.report:
        address = f"/imports/{found.report.import_id}"
        # An open page that waits for the end is sent on; a plain reader is redirected.
        if request.headers.get("hx-request"):
            return Response(headers={"HX-Redirect": address})
        return _see(address)
    form = form_of(found.plan, here.workspace.model) if found.plan else ()
    return here.pages.render(
        request,
        "draft.html",
        draft=found,
        form=form,
        delimiters=DELIMITERS,
        tables=here.workspace.model.tables,
        metrics=here.layer.catalog.metrics,
    )


@router.post("/imports/drafts/{draft_id}")
def decide(request: Request, here: Here, draft_id: str, fields: Fields) -> Response:
    """Follows the person's decision: read again, check, import, or give up."""
    found = here.drafts.get(here.person.id, draft_id)
    word, _, index = fields.get("do", "").partition(":")
    match word:
        case "drop":
            here.drafts.drop(found.id)
            return _see("/imports")
        case "retable" if index.isdecimal():
            here.drafts.retable(found, int(index), fields.get(f"as_table{index}") or None)
        case "reread":
            here.drafts.read(found, options_from(_read(found), fields))
        case "check":
            here.drafts.check(found, mapping_from(_read(found), fields))
        case "back":
            found.stage = Stage.READY
        case "commit":
            here.drafts.commit(found, remember=bool(fields.get("remember")))
            note(request, Action.IMPORTED, found.id, files=len(found.paths))
        case _:
            raise Invalid("'{word}' is not something to do with an import.", word=word)
    return _see(f"/imports/drafts/{found.id}")


@router.get("/imports/{import_id}")
def show(request: Request, here: Here, import_id: str) -> HTMLResponse:
    """One import's account."""
    report = report_seen(here.workspace.intake.show(import_id), here)
    return here.pages.render(
        request,
        "import.html",
        report=report,
        tables=here.workspace.model.tables,
        metrics=here.layer.catalog.metrics,
    )


@router.post("/imports/{import_id}/undo")
def undo(here: Here, import_id: str) -> Response:
    """Takes an import back."""
    here.workspace.intake.undo(import_id)
    return _see(f"/imports/{import_id}")


def _read(draft: Draft) -> Plan:
    if draft.plan is None:
        raise Invalid("The files have not been read yet.")
    return draft.plan


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
