"""How much one client may ask for in a minute: nobody slows the others down."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from threading import Lock
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Scope

from vigie.entrance import WebSettings
from vigie.kit.errors import VigieError
from vigie.web.people.access import FILES

CLIENTS: Final = 20_000  # remembered at once
MINUTE: Final = 60.0


class Kind(StrEnum):
    """What is counted apart."""

    SIGN_IN = "sign_in"
    EXPORT = "export"
    ANY = "any"


class TooMany(VigieError):  # noqa: N818
    """One client asks for more than its share."""

    code = "too_many"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many requests from your address: wait {seconds} s before the next one.",
            seconds=seconds,
        )
        self.seconds = seconds


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """A bucket a client and kind, filled evenly; `clock` gives seconds."""

    def __init__(self, web: WebSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {
            Kind.SIGN_IN: web.sign_ins_per_minute,
            Kind.EXPORT: web.exports_per_minute,
            Kind.ANY: web.requests_per_minute,
        }
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[tuple[str, Kind], _Bucket] = OrderedDict()

    def count(self, client: str, kind: Kind) -> None:
        """Counts one request; raises TooMany when the client's share is used up."""
        with self._lock:
            waits = [self._take(client, one) for one in {kind, Kind.ANY}]
        if longest := max(waits):
            raise TooMany(ceil(longest))

    def _take(self, client: str, kind: Kind) -> float:
        limit, now = self._limits[kind], self._clock()
        bucket = self._buckets.setdefault((client, kind), _Bucket(limit, now))
        self._buckets.move_to_end((client, kind))
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        bucket.left = min(limit, bucket.left + (now - bucket.at) * limit / MINUTE)
        bucket.at = now
        if bucket.left < 1:
            return (1 - bucket.left) * MINUTE / limit
        bucket.left -= 1
        return 0.0


def kind_of(scope: Scope) -> Kind | None:
    """What a request counts as; None for what costs nothing."""
    path = scope["path"]
    if path.startswith("/static/") or path in {"/healthz", "/readyz"}:
        return None
    if path.startswith("/sign-in") and scope["method"] != "GET":
        return Kind.SIGN_IN
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    is_file = path.endswith((".csv", ".xlsx", ".parquet")) or asked.get("format") in FILES
    return Kind.EXPORT if is_file else Kind.ANY
