"""Passwords: strong enough to be worth keeping, kept so that nobody can read them back."""

from functools import cached_property
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from vigie.kit.errors import Invalid
from vigie.people import tables
from vigie.people.person import Person
from vigie.state.store import Store

SHORTEST: Final = 10
LONGEST: Final = 200
SAFE: Final = 3  # of zxcvbn's scores 0 to 4: more than 10^8 guesses
_JUDGED: Final = 72  # letters; zxcvbn's time grows with the square of their number


class Passwords:
    """Sets and checks them. A hash takes 64 MB for a moment: few are made at a time."""

    def __init__(self, store: Store, company: str = "") -> None:
        self._store = store
        self._company = company
        self._hasher = PasswordHasher()
        self._turns = BoundedSemaphore(2)

    def choose(self, person: Person, password: str) -> None:
        """Replaces a person's password; raises Invalid for one that is guessed too easily."""
        self.judge(password, (person.email, person.name, self._company))
        self._keep(person.id, password)

    def judge(self, password: str, known: tuple[str, ...] = ()) -> None:
        """Raises Invalid for a password that is guessed too easily by one who knows `known`."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise Invalid(
                "A password has {shortest} to {longest} characters.",
                shortest=SHORTEST,
                longest=LONGEST,
            )
        # Its lists of common words take a while to load: only those who choose wait for them.
        from zxcvbn import zxcvbn

        told = [word for words in known for word in (words, *words.replace("@", " ").split())]
        if zxcvbn(password[:_JUDGED], user_inputs=told)["score"] < SAFE:
            raise Invalid("This password is too easy to guess: take several unrelated words.")

    def fits(self, person_id: str | None, password: str) -> bool:
        """Whether the password is right; an unknown person takes as long as a known one."""
        kept = self._kept(person_id) if person_id else None
        with self._turns:
            try:
                self._hasher.verify(kept or self._nobody, password[: LONGEST + 1])
            except (VerificationError, InvalidHashError):
                return False
        if kept is None or person_id is None:
            return False
        if self._hasher.check_needs_rehash(kept):
            self._keep(person_id, password)
        return True

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody has this password")

    def _kept(self, person_id: str) -> str | None:
        table = tables.person
        with self._store.read() as connection:
            found: str | None = connection.scalar(
                select(table.c.password).where(table.c.id == person_id)
            )
        return found

    def _keep(self, person_id: str, password: str) -> None:
        table = tables.person
        with self._turns:
            hashed = self._hasher.hash(password)
        with self._store.write() as connection:
            connection.execute(update(table).where(table.c.id == person_id).values(password=hashed))
