"""Who is signed in, where from, and for how long still."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update

from vigie.people import tables
from vigie.people.clock import Clock, now
from vigie.people.digest import digest, fresh, identifier
from vigie.state.store import Store

NOTED: Final = timedelta(minutes=1)  # how often it is written down that somebody is still there


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a request comes from."""

    address: str
    agent: str = ""
    device: str | None = None  # the secret of a machine that somebody has signed in from


@dataclass(frozen=True, slots=True)
class Session:
    """One machine on which somebody is signed in."""

    id: str
    person_id: str
    made_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    agent: str
    is_pending: bool  # the second factor is still to be shown
    seen_as: str | None  # the person through whose eyes an administrator looks


class Sessions:
    """Opens, finds and ends sessions; the cookie holds a secret, the state its digest."""

    def __init__(
        self,
        store: Store,
        idle: timedelta = timedelta(hours=12),
        longest: timedelta = timedelta(days=7),
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._idle = idle
        self._longest = longest
        self._clock = clock

    def open(self, person_id: str, visit: Visit, *, is_pending: bool = False) -> str:
        """Signs somebody in; the secret for their cookie, which is nowhere else."""
        secret, at = fresh(), self._clock()
        with self._store.write() as connection:
            table = tables.session
            gone = (table.c.ends_at < at) | (table.c.seen_at < at - self._idle)
            connection.execute(delete(table).where(gone))
            connection.execute(
                insert(table).values(
                    id=identifier(),
                    digest=digest(secret),
                    person_id=person_id,
                    made_at=at,
                    seen_at=at,
                    ends_at=at + self._longest,
                    address=visit.address[:64],
                    agent=visit.agent[:300],
                    is_pending=is_pending,
                )
            )
        return secret

    def find(self, secret: str) -> Session | None:
        """The living session that a cookie's secret opens."""
        table, at = tables.session, self._clock()
        with self._store.read() as connection:
            row = connection.execute(
                select(table).where(table.c.digest == digest(secret))
            ).one_or_none()
        if row is None or row.ends_at <= at or row.seen_at + self._idle <= at:
            return None
        if at - row.seen_at > NOTED:
            with self._store.write() as connection:
                connection.execute(update(table).where(table.c.id == row.id).values(seen_at=at))
        return _session(row)

    def lives(self, session_id: str) -> bool:
        """Whether a session has not ended; to ask does not keep it alive."""
        table, at = tables.session, self._clock()
        query = select(table.c.id).where(
            table.c.id == session_id, table.c.ends_at > at, table.c.seen_at > at - self._idle
        )
        with self._store.read() as connection:
            return connection.execute(query).first() is not None

    def of(self, person_id: str) -> list[Session]:
        """The living sessions of a person, the one used last first."""
        table, at = tables.session, self._clock()
        query = (
            select(table)
            .where(table.c.person_id == person_id, table.c.ends_at > at, ~table.c.is_pending)
            .where(table.c.seen_at > at - self._idle)
            .order_by(table.c.seen_at.desc())
        )
        with self._store.read() as connection:
            return [_session(row) for row in connection.execute(query)]

    def end(self, person_id: str, session_id: str) -> None:
        """Ends one session of a person."""
        table = tables.session
        with self._store.write() as connection:
            connection.execute(
                delete(table).where(table.c.person_id == person_id, table.c.id == session_id)
            )

    def end_all(self, person_id: str, *, but: str | None = None) -> None:
        """Ends every session of a person, `but` one."""
        table = tables.session
        with self._store.write() as connection:
            connection.execute(
                delete(table).where(table.c.person_id == person_id, table.c.id != (but or ""))
            )

    def look_as(self, session_id: str, person_id: str | None) -> None:
        """Shows the session what another person sees; None: what its owner sees."""
        table = tables.session
        with self._store.write() as connection:
            connection.execute(
                update(table).where(table.c.id == session_id).values(seen_as=person_id)
            )


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        person_id=row.person_id,
        made_at=row.made_at,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        address=row.address,
        agent=row.agent,
        is_pending=row.is_pending,
        seen_as=row.seen_as,
    )
