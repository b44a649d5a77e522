"""Requests of persons and the digests of those who are not to come back, kept in the state."""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from vigie.kit.errors import NotFound
from vigie.people.clock import Clock, now
from vigie.privacy.tables import mask, rectification, request, secret
from vigie.state.store import Store

TERM: Final = timedelta(days=30)  # within which a person is answered (RGPD, art. 12.3)


class Kind(StrEnum):
    """What a person asked for."""

    EXPORT = "export"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    RELEASE = "release"  # of a restriction
    ERASE = "erase"
    RETENTION = "retention"  # nobody asked: the time was over


class State(StrEnum):
    """How far a request has come."""

    RUNNING = "running"
    DONE = "done"


class Mask(StrEnum):
    """Why a row comes in without what tells who it is about."""

    ERASED = "erased"
    RESTRICTED = "restricted"
    REKEYED = "rekeyed"  # the key itself told it


@dataclass(frozen=True, slots=True)
class Request:
    """One request and what came of it."""

    id: str
    kind: Kind
    state: State
    actor: str
    opened_at: datetime
    closed_at: datetime | None
    certificate: Mapping[str, Any] | None


class Ledger:
    """Opens and closes requests; knows digests, never whom they stand for."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def secret(self) -> str:
        """What digests are keyed with; made at the first use."""
        with self._store.read() as connection:
            found = connection.scalar(select(secret.c.value))
        if found:
            return str(found)
        with self._store.write() as connection:
            found = connection.scalar(select(secret.c.value))
            if not found:
                found = secrets.token_hex(32)
                connection.execute(insert(secret).values(id=1, value=found))
        return str(found)

    def open(self, kind: Kind, actor: str) -> str:
        """Notes that work on a request begins; gives its name."""
        name = f"{self._clock():%Y%m%d}-{secrets.token_hex(4)}"
        values = {"kind": kind, "state": State.RUNNING, "actor": actor, "opened_at": self._clock()}
        with self._store.write() as connection:
            connection.execute(insert(request).values(id=name, **values))
        return name

    def close(self, name: str, certificate: Mapping[str, Any]) -> None:
        """Notes what came of it."""
        told = json.dumps(certificate, ensure_ascii=False, sort_keys=True, default=str)
        with self._store.write() as connection:
            connection.execute(
                update(request)
                .where(request.c.id == name)
                .values(state=State.DONE, closed_at=self._clock(), certificate=told)
            )

    def requests(self) -> list[Request]:
        """Every request, the latest first."""
        with self._store.read() as connection:
            rows = connection.execute(select(request).order_by(request.c.opened_at.desc()))
            return [_request(dict(row._mapping)) for row in rows]

    def request(self, name: str) -> Request:
        """One request; raises NotFound."""
        for one in self.requests():
            if one.id == name:
                return one
        raise NotFound("There is no request '{name}': see 'vigie privacy requests'.", name=name)

    def keep(self, kind: Mask, table: str, digests: Iterable[str], request_id: str) -> None:
        """Remembers rows by the digests of their keys."""
        known = self.digests(kind).get(table, frozenset())
        rows = [
            {"kind": kind, "table_name": table, "digest": one, "request_id": request_id}
            for one in set(digests) - known
        ]
        if rows:
            with self._store.write() as connection:
                connection.execute(insert(mask), rows)

    def forget(self, kind: Mask, table: str, digests: Collection[str]) -> None:
        """Lets rows come in as they are again."""
        with self._store.write() as connection:
            connection.execute(
                delete(mask).where(
                    mask.c.kind == kind, mask.c.table_name == table, mask.c.digest.in_(digests)
                )
            )

    def digests(self, kind: Mask) -> Mapping[str, frozenset[str]]:
        """Table → the digests that are remembered."""
        found: dict[str, set[str]] = {}
        with self._store.read() as connection:
            query = select(mask.c.table_name, mask.c.digest).where(mask.c.kind == kind)
            for table, one in connection.execute(query):
                found.setdefault(table, set()).add(one)
        return {table: frozenset(ones) for table, ones in found.items()}

    def correct(self, table: str, key: str, column: str, wrong: str, request_id: str) -> None:
        """Remembers that a value of a row is wrong: digests of the row's key and of the value."""
        values = {
            "table_name": table, "key_digest": key, "column_name": column, "wrong_digest": wrong,
        }  # fmt: skip
        with self._store.write() as connection:
            same = [rectification.c[name] == value for name, value in values.items()]
            if connection.execute(select(rectification).where(*same)).first() is None:
                connection.execute(insert(rectification).values(**values, request_id=request_id))

    def corrections(self) -> list[tuple[str, str, str, str]]:
        """Table, digest of the key, column, digest of the wrong value."""
        columns = (
            rectification.c.table_name, rectification.c.key_digest,
            rectification.c.column_name, rectification.c.wrong_digest,
        )  # fmt: skip
        with self._store.read() as connection:
            return [(a, b, c, d) for a, b, c, d in connection.execute(select(*columns))]


def digest(secret: str, kind: str, value: str) -> str:
    """What is kept in the place of a value; the engine works it out alike (`intake.guard`)."""
    return sha256(f"{secret}:{kind}:{value}{secret}".encode()).hexdigest()


def _request(said: Mapping[str, Any]) -> Request:
    certificate = said["certificate"]
    return Request(
        said["id"],
        Kind(said["kind"]),
        State(said["state"]),
        said["actor"],
        said["opened_at"],
        said["closed_at"],
        json.loads(certificate) if certificate else None,
    )
