"""The rows that wait: why, which ones, and the way to bring them in after all."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.errors import Invalid
from vigie.web.cockpit import Here
from vigie.web.people.received import findings_seen, rows_seen, whole_only
from vigie.web.uploads import receive

router = APIRouter(include_in_schema=False)
PAGE: Final = 50
KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/quarantine")
def quarantine(
    request: Request,
    here: Here,
    import_: str | None = Query(None, alias="import"),
    table: str | None = None,
    page: int = Query(1, ge=1),
) -> HTMLResponse:
    """Why rows wait, by reason, and the rows themselves."""
    intake = here.workspace.intake
    return here.pages.render(
        request,
        "quarantine.html",
        findings=findings_seen(intake.quarantine(import_, table), here),
        rows=rows_seen(intake.quarantined_rows(import_, table, PAGE, (page - 1) * PAGE), here),
        tables=here.workspace.model.tables,
        page=page,
        full=PAGE,
        kind="bad",
    )


@router.get("/quarantine/export.{kind}")
def export(
    here: Here,
    kind: Literal["csv", "xlsx"],
    import_: str | None = Query(None, alias="import"),
    table: str | None = None,
) -> Response:
    """The waiting rows as a file to correct."""
    waiting = here.workspace.intake.quarantine(import_, table)
    whole_only(here, dict.fromkeys(finding.table for finding in waiting))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"quarantine.{kind}"
        here.workspace.intake.export_quarantine(path, import_, table)
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{path.name}"'}
    return Response(content, media_type=KINDS[kind], headers=headers)


@router.post("/quarantine/retry")
async def retry(request: Request, here: Here) -> Response:
    """Takes a corrected file in."""
    received = await receive(request, here.drafts.new_folder())
    try:
        if len(received.files) != 1:
            raise Invalid("Choose the one corrected file.")
        report = await run_in_threadpool(here.workspace.intake.retry, received.files[0])
    finally:
        received.discard()
    return RedirectResponse(f"/imports/{report.import_id}", status_code=303)
