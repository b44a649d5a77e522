"""What the feed refuses, in the form that OData asks for."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vigie.kit.errors import Invalid, VigieError

VERSION: Final = {"OData-Version": "4.0"}


class Malformed(Invalid):
    """An address that OData's grammar does not know, or words that name nothing here."""

    status = 400


class Unsupported(VigieError):  # noqa: N818
    """A part of OData that this feed does without."""

    code = "not_supported"
    status = 501


class Unacceptable(VigieError):  # noqa: N818
    """A form of answer, or a version, that the feed does not speak."""

    code = "not_acceptable"
    status = 406


class Gone(VigieError):  # noqa: N818
    """A later page of an answer that is no longer kept."""

    code = "gone"
    status = 410


class FeedRoute(APIRoute):
    """Answers every error as `{"error": {"code", "message"}}` with the version's header."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except VigieError as error:
                return problem(request, error)
            except RequestValidationError as error:
                reason = error.errors()[0]["msg"]
                return problem(
                    request, Malformed("The address cannot be read: {reason}.", reason=reason)
                )
            except HTTPException as error:
                reason = error.detail
                return problem(
                    request, Malformed("The address cannot be read: {reason}.", reason=reason)
                )

        return guarded


def problem(request: Request, error: VigieError) -> Response:
    """The refusal in the reader's language; OData knows no 422."""
    locale = request.app.state.cockpit.pages.reader(request).locale
    body = {"error": {"code": error.code, "message": error.to(locale)}}
    # Spreadsheets know names and passwords only: the password is a token.
    challenge = {"WWW-Authenticate": 'Basic realm="Vigie"'} if error.status == 401 else {}
    headers = {**VERSION, **challenge}
    return JSONResponse(body, 400 if error.status == 422 else error.status, headers=headers)
