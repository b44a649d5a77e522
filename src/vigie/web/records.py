"""One document: an order or an invoice with its lines, and where each row comes from."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vigie.kit.errors import NotFound
from vigie.warehouse.record import Record, find, lines
from vigie.web.cockpit import Cockpit, Here

router = APIRouter(include_in_schema=False)


@router.get("/records/{table}/{key:path}")
def record(request: Request, here: Here, table: str, key: str) -> HTMLResponse:
    """A row, what belongs to it, and its import."""
    model = here.workspace.model
    with here.workspace.warehouse.read() as session:
        found = find(session, model, table, key)
        belonging = list(lines(session, model, found))
    return here.pages.render(
        request,
        "record.html",
        record=found,
        lines=belonging,
        files=_files(here, found),
        version=here.version,
    )


def _files(here: Cockpit, record: Record) -> tuple[str, ...]:
    """The files of the import that brought the row."""
    if record.origin.import_id is None:
        return ()
    try:
        report = here.workspace.intake.show(record.origin.import_id)
    except NotFound:
        return ()
    return tuple(file.name for file in report.files)
