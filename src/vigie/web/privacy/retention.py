"""The page of how long personal data stay, and of what is over today."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.web.cockpit import Here
from vigie.web.people.door import admitted

router = APIRouter(include_in_schema=False)


@router.get("/privacy/retention")
def retention(request: Request, here: Here) -> HTMLResponse:
    """Every rule, since when it counts, and how much is over."""
    return here.pages.render(
        request,
        "privacy/retention.html",
        due=here.workspace.privacy.retention.due(),
        tables=here.workspace.model.tables,
    )


@router.post("/privacy/retention")
def run(request: Request, here: Here) -> Response:
    """Makes nameless what is over."""
    here.workspace.privacy.retention.run(actor=admitted(request).owner.id)
    return RedirectResponse("/privacy/retention", status_code=303)
