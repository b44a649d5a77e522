"""The counts, for a Prometheus that may have them."""

import secrets
from typing import Final

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import Response

from vigie.kit.errors import Forbidden
from vigie.kit.secrets import secret
from vigie.web.cockpit import Hall
from vigie.web.hosts import is_loopback
from vigie.web.monitoring.measures import Measures
from vigie.web.people.origin import address_of, is_among
from vigie.web.people.visitor import BEARER

TOKEN: Final = "VIGIE_MONITORING_TOKEN"  # noqa: S105 - the name of a variable
FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
router = APIRouter(include_in_schema=False)


@router.get("/prometheus")
def prometheus(request: Request, here: Hall) -> Response:
    """Every count; for this machine, the networks of `monitors`, and whoever has the token."""
    if not _may_see(request, here.workspace.settings.entrance.web.monitors):
        raise Forbidden(
            "The counts are for this machine only: name others under monitors in vigie.toml, or "
            "send the token in VIGIE_MONITORING_TOKEN."
        )
    measures: Measures = request.app.state.measures
    return Response(measures.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_see(request: Request, monitors: tuple[str, ...]) -> bool:
    known, told = secret(TOKEN), request.headers.get("authorization", "")
    if known and told.lower().startswith(BEARER):
        return secrets.compare_digest(told[len(BEARER) :].strip().encode(), known.encode())
    address = address_of(request)
    if is_among(address, monitors):
        return True
    # A proxy on this machine that nobody named among the trusted ones brings strangers.
    is_brought = any(name in request.headers for name in FORWARDED)
    return is_loopback(address) and not is_brought
