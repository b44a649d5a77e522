"""API tokens: how programs come in, with the rights of their scopes, for as long as was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update

from vigie.kit.errors import Invalid
from vigie.people import tables
from vigie.people.clock import Clock, now
from vigie.people.digest import digest, fresh, identifier
from vigie.state.store import Store

PREFIX: Final = "vigie_"  # lets a scanner of leaked secrets know one
LONGEST: Final = timedelta(days=366)
NOTED: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret."""

    id: str
    person_id: str
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None


class Tokens:
    """Makes, finds and revokes tokens; only their digest is kept."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def make(
        self, person_id: str, name: str, scopes: Iterable[str], lasts: timedelta
    ) -> tuple[Token, str]:
        """A new token and its secret, which is told this once."""
        if not timedelta() < lasts <= LONGEST:
            raise Invalid("A token lasts from a day to {longest} days.", longest=LONGEST.days)
        kept = tuple(dict.fromkeys(scopes))
        if not kept:
            raise Invalid("A token without a scope opens nothing: give it at least one.")
        secret, at = PREFIX + fresh(), self._clock()
        made = Token(
            identifier(), person_id, " ".join(name.split())[:100], kept, at, at + lasts, None
        )
        with self._store.write() as connection:
            connection.execute(
                insert(tables.token).values(
                    id=made.id,
                    digest=digest(secret),
                    person_id=person_id,
                    name=made.name,
                    scopes=made.scopes,
                    made_at=made.made_at,
                    ends_at=made.ends_at,
                )
            )
        return made, secret

    def find(self, secret: str) -> Token | None:
        """The living token of that secret."""
        table, at = tables.token, self._clock()
        with self._store.read() as connection:
            row = connection.execute(
                select(table).where(table.c.digest == digest(secret), table.c.ends_at > at)
            ).one_or_none()
        if row is None:
            return None
        if row.used_at is None or at - row.used_at > NOTED:
            with self._store.write() as connection:
                connection.execute(update(table).where(table.c.id == row.id).values(used_at=at))
        return _token(row)

    def lives(self, token_id: str) -> bool:
        """Whether a token has neither been revoked nor come to its end."""
        table = tables.token
        query = select(table.c.id).where(table.c.id == token_id, table.c.ends_at > self._clock())
        with self._store.read() as connection:
            return connection.execute(query).first() is not None

    def of(self, person_id: str | None = None) -> list[Token]:
        """The living tokens of a person, or of all."""
        table = tables.token
        query = select(table).where(table.c.ends_at > self._clock()).order_by(table.c.made_at)
        if person_id:
            query = query.where(table.c.person_id == person_id)
        with self._store.read() as connection:
            return [_token(row) for row in connection.execute(query)]

    def revoke(self, token_id: str, person_id: str | None = None) -> bool:
        """Ends a token (of that person); whether there was one."""
        table = tables.token
        query = delete(table).where(table.c.id == token_id)
        if person_id:
            query = query.where(table.c.person_id == person_id)
        with self._store.write() as connection:
            return bool(connection.execute(query).rowcount)


def _token(row: Row[Any]) -> Token:
    return Token(row.id, row.person_id, row.name, row.scopes, row.made_at, row.ends_at, row.used_at)
