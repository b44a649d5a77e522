"""Who did what: each entry is sealed with the one before it, so that none can be altered unseen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from vigie.people.audit_tables import entry, head
from vigie.people.clock import Clock, now
from vigie.state.store import Store

FIRST: Final = "0" * 64  # the seal before the first entry
NOBODY: Final = "-"
COMMAND_LINE: Final = "command line"  # whoever owns the folder
_ONE: Final = 1


class Action(StrEnum):
    """What is written down."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SESSION_ENDED = "session_ended"
    PASSWORD_CHOSEN = "password_chosen"  # noqa: S105 - a word
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    LINK_MADE = "link_made"
    TOKEN_MADE = "token_made"  # noqa: S105 - a word
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a word
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    LOOKED_AS = "looked_as"
    EXPORTED = "exported"
    IMPORTED = "imported"
    UNDONE = "undone"
    BOARD_MADE = "board_made"
    BOARD_CHANGED = "board_changed"
    BOARD_SHARED = "board_shared"
    BOARD_REMOVED = "board_removed"
    BOARD_RESTORED = "board_restored"
    BOARD_PUBLISHED = "board_published"
    BOARD_REVERTED = "board_reverted"
    VIEW_SAVED = "view_saved"
    VIEW_SHARED = "view_shared"
    VIEW_REMOVED = "view_removed"
    ANNOTATION_MADE = "annotation_made"
    ANNOTATION_REMOVED = "annotation_removed"
    DEFINITIONS_CHANGED = "definitions_changed"
    PERSONAL_DATA_SEEN = "personal_data_seen"
    AUDIT_EXPORTED = "audit_exported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    PERSON_EXPORTED = "person_exported"
    PERSON_ERASED = "person_erased"
    PERSON_RECTIFIED = "person_rectified"
    PERSON_RESTRICTED = "person_restricted"
    RETENTION_LOOKED_AT = "retention_looked_at"
    RETENTION_APPLIED = "retention_applied"
    CONSENT_RECORDED = "consent_recorded"
    CONTACTS_LISTED = "contacts_listed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did."""

    number: int
    at: datetime
    action: str
    actor: str
    subject: str
    detail: str
    address: str
    seal: str

    def sealed_after(self, before: str) -> str:
        """What its seal must be after an entry with the seal `before`."""
        told = (
            before, self.number, self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.action, self.actor, self.subject, self.detail, self.address,
        )  # fmt: skip
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the record is whole; `broken` is the first entry that does not fit."""

    count: int
    seal: str
    broken: int | None = None

    @property
    def is_sound(self) -> bool:
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Wish:
    """Which entries to list."""

    action: str | None = None
    actor: str | None = None
    before: int | None = None  # numbers below this one
    limit: int | None = None


class Audit:
    """Adds entries, lists them, and finds out whether any was altered, removed or slipped in."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def record(
        self,
        action: Action,
        actor: str = NOBODY,
        subject: str = "",
        address: str = "",
        **detail: object,
    ) -> None:
        """Writes down that `actor` did `action` to `subject`."""
        told = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
        with self._store.write() as connection:
            number, seal = _last(connection)
            draft = Entry(
                number + 1, self._clock(), action.value, actor, subject, told, address[:64], ""
            )
            made = draft.sealed_after(seal)
            values = {f: getattr(draft, f) for f in Entry.__dataclass_fields__} | {"seal": made}
            connection.execute(insert(entry).values(values))
            _keep_head(connection, draft.number, made)

    def entries(self, wish: Wish | None = None) -> list[Entry]:
        """The entries, the latest first."""
        wish = wish or Wish()
        query = select(entry).order_by(entry.c.number.desc()).limit(wish.limit)
        if wish.action:
            query = query.where(entry.c.action == wish.action)
        if wish.actor:
            query = query.where(entry.c.actor == wish.actor)
        if wish.before:
            query = query.where(entry.c.number < wish.before)
        with self._store.read() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def oldest_first(self) -> Iterator[Entry]:
        """Every entry in the order in which they were written."""
        with self._store.read() as connection:
            rows = connection.execution_options(yield_per=1000).execute(
                select(entry).order_by(entry.c.number)
            )
            yield from map(_entry, rows)

    def verify(self) -> Verdict:
        """Follows the seals from the first entry to the last."""
        seal, count = FIRST, 0
        for one in self.oldest_first():
            if one.number != count + 1 or one.seal != one.sealed_after(seal):
                return Verdict(count, seal, count + 1)
            seal, count = one.seal, one.number
        with self._store.read() as connection:
            known = connection.execute(select(head.c.number, head.c.seal)).one_or_none()
        expected = (known.number, known.seal) if known else (0, FIRST)
        broken = None if expected == (count, seal) else count + 1
        return Verdict(count, seal, broken)


def _last(connection: Connection) -> tuple[int, str]:
    """The head, held until the transaction ends: entries are sealed one after the other."""
    known = connection.execute(select(head).with_for_update()).one_or_none()
    if known is None:
        if connection.scalar(select(func.count()).select_from(entry)):
            # Somebody has taken the head away: what follows must not look sound.
            return int(connection.scalar(select(func.max(entry.c.number))) or 0), FIRST
        return 0, FIRST
    return known.number, known.seal


def _keep_head(connection: Connection, number: int, seal: str) -> None:
    changed = connection.execute(update(head).values(number=number, seal=seal))
    if not changed.rowcount:
        connection.execute(insert(head).values(id=_ONE, number=number, seal=seal))


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)
