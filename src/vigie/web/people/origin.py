"""Where a request comes from: whose word is taken depends on who brings it."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from starlette.requests import Request
from starlette.types import Scope

from vigie.people.sessions import Visit
from vigie.web.people.cookies import DEVICE, held

UNKNOWN = "unknown"


def visit_of(request: Request) -> Visit:
    """The visitor's own address (behind trusted proxies too), browser and machine."""
    return Visit(address_of(request), request.headers.get("user-agent", ""), held(request, DEVICE))


def address_of(request: Request) -> str:
    """The last address on the way here that is not one of the company's own proxies."""
    proxies = request.app.state.cockpit.workspace.settings.entrance.web.trusted_proxies
    here = request.client.host if request.client else UNKNOWN
    told = [one.strip() for one in request.headers.get("x-forwarded-for", "").split(",")]
    for hop in reversed([one for one in told if one]):
        if not is_among(here, proxies):
            break
        here = hop
    return here


def is_from_proxy(request: Request) -> bool:
    """Whether the request was brought by one of the company's own proxies."""
    proxies = request.app.state.cockpit.workspace.settings.entrance.web.trusted_proxies
    return is_among(request.client.host, proxies) if request.client else False


def is_from_proxy_of(scope: Scope) -> bool:
    """The same, before there is a request."""
    return is_from_proxy(Request(scope))


def is_among(address: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks.

    >>> is_among("10.1.2.3", ["10.0.0.0/8"]), is_among("192.0.2.1", ["10.0.0.0/8"])
    (True, False)
    """
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in ip_network(network, strict=False) for network in networks)
