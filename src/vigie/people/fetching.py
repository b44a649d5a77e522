"""The one way in which addresses are fetched over HTTP: each one is looked at, redirections too."""

from typing import TYPE_CHECKING, Any

from vigie.kit.errors import VigieError
from vigie.kit.reach import Reach

if TYPE_CHECKING:
    from httpx2 import BaseTransport


def transport(reach: Reach) -> "BaseTransport":
    """What an HTTP client sends its requests through; needs the extra `oidc`."""
    try:
        from httpx2 import BaseTransport, HTTPTransport, Request, Response
    except ModuleNotFoundError as error:
        raise VigieError("OpenID Connect needs another library: install vigie[oidc].") from error

    class Guarded(BaseTransport):
        """Connects to the very address that was looked at; the certificate is of the name.

        Proxies of the environment are left aside: one would look the name up by itself. A client
        that is handed a transport asks none; neither does this transport.
        """

        def __init__(self) -> None:
            self._inner = HTTPTransport()

        def handle_request(self, request: Request) -> Response:
            url = request.url
            address = reach.resolved(url.scheme, url.host, url.port)
            extensions: dict[str, Any] = {**request.extensions, "sni_hostname": url.host}
            request.extensions = extensions
            request.url = url.copy_with(host=address)
            try:
                return self._inner.handle_request(request)
            finally:
                request.url = url

        def close(self) -> None:
            self._inner.close()

    return Guarded()
