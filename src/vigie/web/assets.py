"""The static files, kept by browsers for as long as their address names their content."""

from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from vigie.web import sheets
from vigie.web.pages import STATIC

FOREVER: Final = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """Style sheets, scripts and the font."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == sheets.NAME:
            response = Response(sheets.together(STATIC), media_type="text/css")
        else:
            response = await super().get_response(path, scope)
        # A fingerprint in the address changes whenever the file does.
        response.headers["Cache-Control"] = FOREVER if scope["query_string"] else "no-cache"
        return response
