"""Two addresses for whoever starts and watches the process: it lives; it can work."""

import logging

from fastapi import APIRouter
from starlette.responses import JSONResponse

from vigie.web.cockpit import Cockpit, Hall

router = APIRouter(include_in_schema=False)
_log = logging.getLogger(__name__)


@router.get("/healthz")
def health() -> dict[str, str]:
    """200 for as long as requests are answered: restart the process when it is not."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(here: Hall) -> JSONResponse:
    """200 when rows and state can be read, 503 else and while it stops: send no visitor then."""
    if here.stopping:
        return JSONResponse({"status": "stopping"}, 503)
    try:
        _read(here)
    except Exception:
        # Whatever it is: no visitor may be sent here.
        _log.exception("The data cannot be read")
        return JSONResponse({"status": "unready"}, 503)
    return JSONResponse({"status": "ready"})


def _read(here: Cockpit) -> None:
    with here.workspace.warehouse.read() as session:
        session.scalar("SELECT value FROM meta.state")
    here.workspace.people.directory.is_empty()
