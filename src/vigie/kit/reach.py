"""Where Vigie may fetch from: the world, and of the inner network only what settings name.

An address in a document that somebody else wrote could otherwise point at a machine that only we
can reach (server-side request forgery).
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Self
from urllib.parse import urlsplit

from vigie.kit.errors import VigieError

Address = IPv4Address | IPv6Address


class OutOfReach(VigieError):  # noqa: N818
    """An address that nothing may be fetched from."""

    code = "out_of_reach"
    status = 502


@dataclass(frozen=True, slots=True)
class Reach:
    """Networks that are named, and origins (host and port) that somebody chose by hand."""

    networks: tuple[str, ...] = ()
    origins: frozenset[tuple[str, int]] = field(default_factory=frozenset)

    def chosen(self, url: str | None) -> Self:
        """The same with the origin of a `url` that stands in the settings themselves."""
        parts = urlsplit(url or "")
        if not parts.hostname:
            return self
        origin = (parts.hostname, parts.port or _usual(parts.scheme))
        return type(self)(self.networks, self.origins | {origin})

    def resolved(self, scheme: str, host: str, port: int | None) -> str:
        """The address to connect to, and to no other: a name may answer differently next time.

        Raises OutOfReach for an inner address, or a name that has one.
        """
        if scheme not in {"http", "https"}:
            raise _refused(host)
        port = port or _usual(scheme)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise OutOfReach("There is no machine called {host}.", host=host) from error
        addresses = [str(one[4][0]).partition("%")[0] for one in found]
        if (host, port) not in self.origins:
            for address in addresses:
                if not is_outer(address) and not _is_among(address, self.networks):
                    raise _refused(host)
        return addresses[0]


NOWHERE_INNER: Final = Reach()


def is_outer(address: str) -> bool:
    """Whether an address is one of the open internet.

    >>> is_outer("169.254.169.254"), is_outer("::ffff:10.0.0.1"), is_outer("9.9.9.9")
    (False, False, True)
    """
    known = _plain(ip_address(address))
    return known.is_global and not known.is_multicast


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, by whichever of the ways of doing so."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in ip_network("64:ff9b::/96"):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


def _is_among(address: str, networks: Iterable[str]) -> bool:
    known = _plain(ip_address(address))
    return any(known in ip_network(network, strict=False) for network in networks)


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _refused(host: str) -> OutOfReach:
    return OutOfReach(
        "Nothing is fetched from {host}, which is on an inner network: if it has to be, name the "
        "network under reach in vigie.toml.",
        host=host,
    )
