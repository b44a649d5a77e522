"""One-time links: to become the owner, to choose a password, to look at the demo."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import delete, insert, select

from vigie.kit.errors import VigieError
from vigie.people import tables
from vigie.people.clock import Clock, now
from vigie.people.digest import digest, fresh
from vigie.state.store import Store

PATH: Final = "/sign-in/link/"


class Purpose(StrEnum):
    """What a link opens."""

    OWNER = "owner"  # the first person may say who they are
    CHOOSE = "choose"  # somebody chooses a password, and is in
    ENTER = "enter"  # somebody is in at once: the demo only


LASTS: Final = {
    Purpose.OWNER: timedelta(days=1),
    Purpose.CHOOSE: timedelta(days=2),
    Purpose.ENTER: timedelta(hours=1),
}


class Spent(VigieError):  # noqa: N818
    """A link that was used before, or too late."""

    code = "spent"
    status = 410


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link is for, and for whom."""

    purpose: Purpose
    person_id: str | None


class Tickets:
    """Makes and takes one-time links; only their digest is kept."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def make(self, purpose: Purpose, person_id: str | None = None) -> str:
        """A link's path, `/sign-in/link/…`; an earlier one for the same is void."""
        secret, at, table = fresh(), self._clock(), tables.ticket
        same = (table.c.purpose == purpose.value) & (table.c.person_id == person_id)
        with self._store.write() as connection:
            connection.execute(delete(table).where(same | (table.c.ends_at < at)))
            connection.execute(
                insert(table).values(
                    digest=digest(secret),
                    purpose=purpose.value,
                    person_id=person_id,
                    ends_at=at + LASTS[purpose],
                )
            )
        return PATH + secret

    def look(self, secret: str) -> Ticket:
        """What a link is for; raises Spent."""
        table = tables.ticket
        with self._store.read() as connection:
            row = connection.execute(
                select(table).where(
                    table.c.digest == digest(secret), table.c.ends_at > self._clock()
                )
            ).one_or_none()
        if row is None:
            raise Spent("This link was used before, or is too old: ask for another one.")
        return Ticket(Purpose(row.purpose), row.person_id)

    def take(self, secret: str) -> Ticket:
        """Uses a link up; of two who come at once, one is too late (Spent)."""
        found = self.look(secret)
        table = tables.ticket
        with self._store.write() as connection:
            gone = connection.execute(delete(table).where(table.c.digest == digest(secret)))
            if not gone.rowcount:
                raise Spent("This link was used before, or is too old: ask for another one.")
        return found
