"""Refusals and failures as the reader meets them: a page, a fragment, or JSON; never a trace."""

import logging
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vigie.kit.errors import Invalid, NotFound, VigieError
from vigie.web.monitoring.log import request_id
from vigie.web.monitoring.requests import route_of
from vigie.web.pages import Pages
from vigie.web.people.door import SignInNeeded
from vigie.web.people.way import to_sign_in
from vigie.web.reader import Reader

API: Final = "/api/"
CHALLENGE: Final = {"WWW-Authenticate": "Bearer"}
_log = logging.getLogger(__name__)


class Failure(VigieError):  # noqa: N818
    """Something broke on our side."""

    code = "failed"
    status = 500


class NotAllowed(VigieError):  # noqa: N818
    """The address exists, but not for this kind of request."""

    code = "not_allowed"
    status = 405


def refusal(scope: Scope, error: VigieError) -> Response:
    """The answer to a request that met `error`, in the form that its sender can read."""
    request = Request(scope)
    pages: Pages = request.app.state.cockpit.pages
    reader = pages.reader(request)
    if request.url.path.startswith(API):
        body = {"error": as_json(error, reader)}
        return JSONResponse(body, error.status, CHALLENGE if error.status == 401 else None)
    if isinstance(error, SignInNeeded):
        return to_sign_in(request)
    template = "_problem.html" if is_fragment(request) else "problem.html"
    sentence = error.to(reader.locale)
    return pages.render(request, template, status=error.status, sentence=sentence)


def as_json(error: VigieError, reader: Reader) -> dict[str, str]:
    """What a program is told: a stable code and a sentence."""
    return {"code": error.code, "message": error.to(reader.locale)}


def is_fragment(request: Request) -> bool:
    """Whether the request was made to fill a part of an open page."""
    return request.headers.get("hx-request-type") == "partial"


def install(app: FastAPI) -> None:
    """Makes `app` answer every error through `refusal`."""
    app.add_exception_handler(VigieError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_wrong_parameter)
    app.add_exception_handler(HTTPException, _on_http)


def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, VigieError)  # noqa: S101 - what the handler is registered for
    return refusal(request.scope, error)


def _on_wrong_parameter(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    wrong = Invalid(
        "The parameter '{name}' is not right: {reason}.", name=name, reason=first["msg"]
    )
    return refusal(request.scope, wrong)


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    path = request.url.path
    known: dict[int, VigieError] = {
        404: NotFound("There is no page at {path}.", path=path),
        405: NotAllowed("The page at {path} does not accept this kind of request.", path=path),
    }
    other = Invalid("The request cannot be understood: {reason}.", reason=error.detail)
    return refusal(request.scope, known.get(error.status_code, other))


class LastResort:
    """Turns what nobody foresaw into a calm page, and keeps the trace for the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:
            if scope["type"] != "http" or started:
                raise
            _log.exception("An answer failed at %s", route_of(scope))
            failure = Failure(
                "Something went wrong on our side. It has been written to the log as {number}.",
                number=request_id.get(),
            )
            await refusal(scope, failure)(scope, receive, send)
