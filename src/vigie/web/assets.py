"""The static files, kept by browsers for as long as their address names their content."""

from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from vigie.web.bundles import BUNDLES, Bundles
from vigie.web.pages import STATIC

FOREVER: Final = "public, max-age=31536000, immutable"
KINDS: Final = {"css": "text/css", "js": "text/javascript"}


class Assets(StaticFiles):
    """Style sheets, scripts and the font."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)
        self._bundles = Bundles(STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        bundled = path in BUNDLES
        response = (
            self._bundled(path, scope) if bundled else await super().get_response(path, scope)
        )
        # A fingerprint in the address changes whenever the file does.
        response.headers["Cache-Control"] = FOREVER if scope["query_string"] else "no-cache"
        return response

    def _bundled(self, name: str, scope: Scope) -> Response:
        bundle, kind = self._bundles.get(name), KINDS[name.rpartition(".")[2]]
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return Response(bundle.content, media_type=kind)
        # Compressed once, not at every visit.
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(bundle.packed, media_type=kind, headers=headers)
