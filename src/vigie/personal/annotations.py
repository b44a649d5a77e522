"""Notes on dates: what happened, said once and shown on every chart in time."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, insert, select, update

from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import Label
from vigie.people.clock import Clock, now
from vigie.people.tables import person
from vigie.personal.tables import annotation
from vigie.state.store import Store

LONGEST: Final = 300  # letters


@dataclass(frozen=True, slots=True)
class About:
    """What a note is about; nothing: every figure."""

    metric: str | None = None
    dimension: str | None = None
    member: str | None = None  # the key of one of the dimension


@dataclass(frozen=True, slots=True)
class Annotation:
    """One note; its last day is included."""

    id: str
    start: date
    end: date
    words: Label
    about: About
    author_id: str | None
    author: str | None  # the name; None: written on the command line


class Annotations:
    """The notes of a company."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def add(
        self,
        start: date,
        end: date | None,
        words: Label,
        about: About | None = None,
        author_id: str | None = None,
    ) -> str:
        """Keeps a note; its name. Raises Invalid without words, or for days in the wrong order."""
        en, fr = (one.strip()[:LONGEST] or None for one in (words.en, words.fr))
        if not (en or fr):
            raise Invalid("A note has words.")
        if end and end < start:
            raise Invalid("The last day is before the first: swap them.")
        about = about or About()
        if bool(about.dimension) != bool(about.member):
            raise Invalid("A note on a member names the dimension and the member.")
        name = secrets.token_hex(4)
        values = {
            "id": name,
            "starts_on": start,
            "ends_on": end or start,
            "words_en": en,
            "words_fr": fr,
            "metric": about.metric or None,
            "dimension": about.dimension or None,
            "member": about.member or None,
            "author_id": author_id,
            "made_at": self._clock(),
        }
        with self._store.write() as connection:
            connection.execute(insert(annotation).values(values))
        return name

    def all(self) -> tuple[Annotation, ...]:
        """The notes, in the order of their days."""
        query = (
            select(annotation, person.c.name.label("author"))
            .outerjoin(person, person.c.id == annotation.c.author_id)
            .where(annotation.c.removed_at.is_(None))
            .order_by(annotation.c.starts_on, annotation.c.made_at, annotation.c.id)
        )
        with self._store.read() as connection:
            return tuple(map(_annotation, connection.execute(query)))

    def remove(self, name: str) -> None:
        """Takes a note away; raises NotFound where there is none."""
        self._put(name, gone=True)

    def restore(self, name: str) -> None:
        """Brings a note back that was taken away; raises NotFound where there was none."""
        self._put(name, gone=False)

    def _put(self, name: str, *, gone: bool) -> None:
        one = update(annotation).where(
            annotation.c.id == name, annotation.c.removed_at.is_(None) == gone
        )
        with self._store.write() as connection:
            changed = connection.execute(one.values(removed_at=self._clock() if gone else None))
        if not changed.rowcount:
            raise NotFound("There is no note '{name}'.", name=name)


def _annotation(row: Row[Any]) -> Annotation:
    return Annotation(
        id=row.id,
        start=row.starts_on,
        end=row.ends_on,
        words=Label(row.words_en or row.words_fr, row.words_fr or row.words_en),
        about=About(row.metric, row.dimension, row.member),
        author_id=row.author_id,
        author=row.author,
    )
