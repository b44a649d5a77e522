"""Slows guessing down without letting strangers lock anybody out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from vigie.kit.errors import VigieError
from vigie.people import tables
from vigie.people.clock import Clock, now
from vigie.people.digest import digest
from vigie.state.store import Store

FORGOTTEN: Final = timedelta(days=1)


class TooOften(VigieError):  # noqa: N818
    """Somebody has tried too often."""

    code = "too_often"
    status = 429


@dataclass(frozen=True, slots=True)
class Limit:
    """What tries are counted under: so many are free, then each doubles the wait."""

    key: str
    free: int
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long to wait after that many failures.

        >>> Limit("a", 5, timedelta(minutes=15)).wait(8)
        datetime.timedelta(seconds=8)
        """
        if failures < self.free:
            return timedelta()
        return min(timedelta(seconds=2 ** min(failures - self.free, 20)), self.longest)


QUARTER: Final = timedelta(minutes=15)


def limits(email: str, address: str, device: str | None) -> tuple[Limit, ...]:
    """What a try to sign in counts under.

    A device that this person has signed in from counts by itself: whatever strangers do, the
    owner's own machines stay free. Strangers are held by where they come from; the account as a
    whole only ever waits a minute.
    """
    if device:
        return (Limit(f"device:{device}", 5, QUARTER),)
    account = digest(email)[:32]
    place = network(address)
    return (
        Limit(f"pair:{account}:{place}", 5, QUARTER),
        Limit(f"account:{account}", 50, timedelta(minutes=1)),
        Limit(f"address:{place}", 50, QUARTER),
    )


def network(address: str) -> str:
    """Where an address belongs: a household has all of an IPv6 /64.

    >>> network("2001:db8:1:2:3:4:5:6"), network("192.0.2.7"), network("unknown")
    ('2001:db8:1:2::/64', '192.0.2.7', 'unknown')
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address[:45]
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


class Throttle:
    """Counts tries. One is counted before it is judged: a crowd that tries at once waits too."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def count(self, counted: Sequence[Limit]) -> None:
        """Counts one try; raises TooOften while it is too early for the next one."""
        try:
            self._count(counted)
        except IntegrityError:
            # Two first tries at once: the other one was quicker to be written down.
            self._count(counted)

    def _count(self, counted: Sequence[Limit]) -> None:
        at = self._clock()
        with self._store.write() as connection:
            for limit in counted:
                _count(connection, limit, at)

    def forget(self, counted: Iterable[Limit]) -> None:
        """What was tried is forgiven, as it was right in the end."""
        keys = [limit.key for limit in counted if not limit.key.startswith("address:")]
        old = tables.throttle.c.last_at < self._clock() - FORGOTTEN
        with self._store.write() as connection:
            table = tables.throttle
            connection.execute(delete(table).where(table.c.key.in_(keys) | old))


def _count(connection: Connection, limit: Limit, at: datetime) -> None:
    table = tables.throttle
    row = connection.execute(
        select(table).where(table.c.key == limit.key).with_for_update()
    ).one_or_none()
    if row is None:
        connection.execute(insert(table).values(key=limit.key, failures=1, last_at=at))
        return
    failures = 0 if at - row.last_at > FORGOTTEN else row.failures
    left = row.last_at + limit.wait(failures) - at
    if left > timedelta():
        raise TooOften(
            "Too many tries: wait {seconds} s before the next one.",
            seconds=ceil(left.total_seconds()),
        )
    connection.execute(
        update(table).where(table.c.key == limit.key).values(failures=failures + 1, last_at=at)
    )
