"""The way in: a password is tried, the try is counted, a session is opened."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, insert, select

from vigie.kit.errors import NotFound, VigieError
from vigie.people import tables
from vigie.people.clock import Clock, now
from vigie.people.digest import digest, fresh
from vigie.people.directory import Directory
from vigie.people.passwords import Passwords
from vigie.people.person import Person
from vigie.people.sessions import Sessions, Visit
from vigie.people.throttle import Throttle, limits
from vigie.state.store import Store

REMEMBERED: Final = timedelta(days=400)  # how long a machine is known


class WrongPassword(VigieError):  # noqa: N818
    """Whoever it is, they did not get in; which of the two was wrong is not told."""

    code = "wrong_password"
    status = 401


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who is in: the secrets of their cookies."""

    person: Person
    session: str
    device: str


class Doorman:
    """Lets people in."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        passwords: Passwords,
        sessions: Sessions,
        throttle: Throttle,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._directory = directory
        self._passwords = passwords
        self._sessions = sessions
        self._throttle = throttle
        self._clock = clock

    def check(self, email: str, password: str, visit: Visit) -> Person:
        """Who signs in with that password; raises WrongPassword or TooOften."""
        person = self._known(email)
        device = self._device(person, visit)
        counted = limits(email.strip().lower(), visit.address, device)
        self._throttle.count(counted)
        if not self._passwords.fits(person.id if person else None, password) or person is None:
            raise WrongPassword("This e-mail address and this password do not go together.")
        self._throttle.forget(counted)
        return person

    def enter(self, person: Person, visit: Visit, *, is_pending: bool = False) -> Entry:
        """Opens a session; the machine is known from now on, once nothing is pending."""
        secret = self._sessions.open(person.id, visit, is_pending=is_pending)
        device = visit.device or fresh()
        if not is_pending:
            self._remember(person, device)
        return Entry(person, secret, device)

    def _known(self, email: str) -> Person | None:
        try:
            person = self._directory.find(email)
        except NotFound:
            return None
        return person if person.is_active else None

    def _device(self, person: Person | None, visit: Visit) -> str | None:
        """The digest of the machine, if this person has signed in from it before."""
        if person is None or visit.device is None:
            return None
        table, known = tables.device, digest(visit.device)
        theirs = (table.c.digest == known) & (table.c.person_id == person.id)
        with self._store.read() as connection:
            return known if connection.scalar(select(table.c.digest).where(theirs)) else None

    def _remember(self, person: Person, device: str) -> None:
        table, at = tables.device, self._clock()
        with self._store.write() as connection:
            same = (table.c.digest == digest(device)) & (table.c.person_id == person.id)
            connection.execute(delete(table).where(same | (table.c.seen_at < at - REMEMBERED)))
            connection.execute(
                insert(table).values(digest=digest(device), person_id=person.id, seen_at=at)
            )
