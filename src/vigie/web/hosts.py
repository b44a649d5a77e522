"""By which names the cockpit may be called: a foreign name that leads here is a trap."""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from vigie.entrance import WebSettings
from vigie.kit.errors import VigieError

LOCAL: Final = frozenset({"localhost"})


class UnknownHost(VigieError):  # noqa: N818
    """A request for another site that arrived here."""

    code = "unknown_host"
    status = 421


def names(web: WebSettings, bound: str) -> frozenset[str]:
    """Every name that is right: the settings', the machine's own, and where it listens."""
    machine = socket.gethostname().lower()
    said = urlsplit(web.address or "").hostname
    named = (bound, machine, f"{machine}.local", said or machine, *web.hosts)
    return LOCAL | {name.lower() for name in named}


def is_known(host: str, known: Iterable[str]) -> bool:
    """Whether the `Host` of a request is right; an address is no name that a trap could bear.

    >>> is_known("vigie.example:8320", {"vigie.example"}), is_known("[::1]:80", ())
    (True, True)
    >>> is_known("evil.example", {"vigie.example"}), is_known("", ())
    (False, False)
    """
    name = host_name(host)
    return bool(name) and (is_address(name) or name in set(known))


def host_name(host: str) -> str:
    """The name in a `Host` header, without its port; '' for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_address(name: str) -> bool:
    """Whether a name is an address of IPv4 or IPv6."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(address: str) -> bool:
    """Whether an address is this machine itself."""
    return is_address(address) and ip_address(address).is_loopback
