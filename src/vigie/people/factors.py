"""The second factor: codes from a telephone, and a few on paper for the day it is lost."""

import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from typing import Any, Final

import pyotp
from sqlalchemy import Connection, Row, delete, insert, select, update

from vigie.kit.errors import Invalid
from vigie.people.clock import Clock, now
from vigie.people.digest import digest
from vigie.people.factor_tables import factor, recovery
from vigie.people.person import Person
from vigie.people.safe import Safe
from vigie.state.store import Store

CODES: Final = 10
STEP: Final = 30  # seconds
NEIGHBOURS: Final = 1  # steps by which a telephone's clock may be wrong
ISSUER: Final = "Vigie"
OPEN: Final = 32  # letters of a secret that is not sealed
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


class WrongCode(Invalid):
    """A code that is not, or no longer, good."""

    code = "wrong_code"
    status = 401


class Factors:
    """Sets second factors up and checks codes."""

    def __init__(self, store: Store, safe: Safe, clock: Clock = now) -> None:
        self._store = store
        self._safe = safe
        self._clock = clock

    def is_on(self, person_id: str) -> bool:
        """Whether the person has to show a code."""
        with self._store.read() as connection:
            row = _row(connection, person_id)
        return row is not None and row.confirmed_at is not None

    def begin(self, person: Person) -> str:
        """The address (otpauth://) that a telephone scans; nothing is asked for until `confirm`."""
        secret = pyotp.random_base32()
        with self._store.write() as connection:
            row = _row(connection, person.id)
            if row is not None and row.confirmed_at is not None:
                raise Invalid("A second factor is on already: turn it off first.")
            connection.execute(delete(factor).where(factor.c.person_id == person.id))
            connection.execute(
                insert(factor).values(
                    person_id=person.id, secret=self._sealed(secret, person.id), last_step=0
                )
            )
        return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)

    def begun(self, person: Person) -> str | None:
        """The address that `begin` gave, while it waits to be confirmed."""
        with self._store.read() as connection:
            row = _row(connection, person.id)
        if row is None or row.confirmed_at is not None:
            return None
        secret = self._opened(row.secret, person.id)
        return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)

    def confirm(self, person_id: str, code: str) -> list[str]:
        """Turns the factor on; the recovery codes, told this once. Raises WrongCode."""
        with self._store.write() as connection:
            self._use(connection, person_id, code)
            connection.execute(
                update(factor)
                .where(factor.c.person_id == person_id)
                .values(confirmed_at=self._clock())
            )
            connection.execute(delete(recovery).where(recovery.c.person_id == person_id))
            codes = [_paper_code() for _ in range(CODES)]
            rows = [{"person_id": person_id, "digest": digest(one)} for one in codes]
            connection.execute(insert(recovery), rows)
        return codes

    def check(self, person_id: str, code: str) -> None:
        """Uses a code up, from the telephone or from paper; raises WrongCode."""
        written = "".join(code.lower().split())
        with self._store.write() as connection:
            if "-" in written:
                mine = recovery.c.person_id == person_id
                used = connection.execute(
                    delete(recovery).where(mine, recovery.c.digest == digest(written))
                )
                if not used.rowcount:
                    raise _wrong()
            else:
                self._use(connection, person_id, written)

    def turn_off(self, person_id: str) -> None:
        """Asks for no second factor any more."""
        with self._store.write() as connection:
            for table in (factor, recovery):
                connection.execute(delete(table).where(table.c.person_id == person_id))

    def _use(self, connection: Connection, person_id: str, code: str) -> None:
        row = _row(connection, person_id, hold=True)
        if row is None:
            raise _wrong()
        secret = self._opened(row.secret, person_id)
        step = _step(secret, code, self._clock())
        if step is None or step <= row.last_step:
            raise _wrong()
        sealed = self._sealed(secret, person_id)
        connection.execute(
            update(factor)
            .where(factor.c.person_id == person_id)
            .values(last_step=step, secret=sealed)
        )

    def _sealed(self, secret: str, person_id: str) -> str:
        return self._safe.seal(b32decode(secret), person_id)

    def _opened(self, kept: str, person_id: str) -> str:
        """The secret in base32; one that was kept before secrets were sealed is as it was."""
        if len(kept) <= OPEN:
            return kept
        return b32encode(self._safe.open(kept, person_id)).decode()


def _step(secret: str, code: str, at: datetime) -> int | None:
    """The half-minute that a code belongs to, if it is one of now."""
    totp, here = pyotp.TOTP(secret, interval=STEP), int(at.timestamp()) // STEP
    for step in range(here - NEIGHBOURS, here + NEIGHBOURS + 1):
        if secrets.compare_digest(totp.generate_otp(step), "".join(code.split())):
            return step
    return None


def _row(connection: Connection, person_id: str, *, hold: bool = False) -> Row[Any] | None:
    query = select(factor).where(factor.c.person_id == person_id)
    return connection.execute(query.with_for_update() if hold else query).one_or_none()


def _paper_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _wrong() -> WrongCode:
    return WrongCode("This code is not good, or no longer: take the one that is shown now.")
