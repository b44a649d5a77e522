"""A person found in the data: which rows are about them, and what gives them away elsewhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vigie.kit.errors import Invalid
from vigie.model.schema import ColumnType, Model
from vigie.privacy import pattern
from vigie.privacy.subjects import Subject, links, load_subjects
from vigie.privacy.traces import Traces
from vigie.warehouse import persons
from vigie.warehouse.engine import Session
from vigie.warehouse.persons import Rows

LEAST: Final = 8  # characters: shorter words are nobody's own


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A row that is about one person."""

    table: str
    key: str

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


@dataclass(frozen=True, slots=True)
class Found:
    """A row that a search gives, with what tells people apart."""

    anchor: Anchor
    name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]


def anchor(said: str) -> Anchor:
    """`contact:K1` as an anchor; raises Invalid."""
    table, _, key = said.partition(":")
    if table not in load_subjects() or not key:
        raise Invalid(
            "'{word}' names no person: write {tables}, a colon and the key.",
            word=said,
            tables=", ".join(load_subjects()),
        )
    return Anchor(table, key)


def find(session: Session, model: Model, term: str) -> list[Found]:
    """Everybody whom an e-mail address, a phone number, a name or a key may mean."""
    term = term.strip()
    found: list[Found] = []
    if not term:
        return found
    for table, subject in load_subjects().items():
        columns, patterns = _asked(term, subject)
        rows = persons.search(
            session, model.tables[table], columns, patterns, term, subject.condition
        )
        found += [_found(table, model.tables[table].key[0], subject, row) for row in rows]
    return found


def _asked(term: str, subject: Subject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    columns = (*subject.names, *subject.parts, *subject.emails, *subject.phones)
    if "@" in term:
        return columns, (pattern.email(term),)
    if len(pattern.national(term)) >= pattern.LEAST_DIGITS and not re.search(r"[A-Za-z]", term):
        return columns, (pattern.phone(term),)
    return columns, tuple(pattern.word(one) for one in pattern.words_of(term))


def _found(table: str, key: str, subject: Subject, row: Mapping[str, object]) -> Found:
    def said(columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(str(row[c]) for c in columns if row[c] is not None)

    name = next(iter(said(subject.names)), "")
    return Found(Anchor(table, str(row[key])), name, said(subject.emails), said(subject.phones))


@dataclass(frozen=True)
class Reach:
    """The rows that belong to some persons."""

    model: Model
    anchors: tuple[Anchor, ...]

    def keys(self, table: str) -> list[str]:
        """The keys of their rows in a table."""
        return [one.key for one in self.anchors if one.table == table]

    def tables(self) -> Iterator[tuple[str, Subject, list[str]]]:
        """The tables that hold rows about them."""
        for table, subject in load_subjects().items():
            if keys := self.keys(table):
                yield table, subject, keys

    def linked(self) -> Iterator[tuple[Rows, Subject]]:
        """Rows of other tables that point to them."""
        for table, subject, keys in self.tables():
            for link in links(self.model, table):
                if link.table not in load_subjects():
                    yield persons.pointing(link.table, link.column, keys), subject

    def lines(self) -> Iterator[Rows]:
        """The lines of the documents that point to them."""
        for rows, _ in self.linked():
            yield from persons.lines_of(self.model, rows)

    def traces(self, session: Session) -> Traces:
        """What gives them away, in today's rows and in those of before."""
        own = Traces()
        for table, subject, keys in self.tables():
            columns = (*subject.telling(self.model.tables[table]), *subject.also)
            rows = persons.of_keys(self.model.tables[table], keys)
            put_away = persons.put_away_of(session, table, keys).values()
            for row in (*persons.values(session, rows, list(dict.fromkeys(columns))), *put_away):
                own += _traces(subject, row)
        return self._told_apart(session, (own + self._beside(session)).distinct())

    def _beside(self, session: Session) -> Traces:
        """Streets, numbers, comments, places: what nobody else's rows say word for word."""
        said: list[str] = []
        for rows, subject in self.linked():
            if subject.audience != "employees":
                for column in self.model.tables[rows.table].columns.values():
                    if column.personal and column.type is ColumnType.TEXT:
                        said += persons.only_here(session, rows, column.name, LEAST)
        return Traces(others=tuple(said))

    def _told_apart(self, session: Session, own: Traces) -> Traces:
        """A name or a number that somebody else bears too counts in their own rows only."""
        names = [n for n in own.names if not self._shared(session, pattern.name(n))]
        emails = [e for e in own.emails if not self._shared(session, pattern.email(e))]
        phones = [p for p in own.phones if not self._shared(session, pattern.phone(p))]
        left = [n for n in own.names if n not in names]
        return Traces(
            tuple(names), tuple(emails), tuple(phones), own.others, (*own.words, *left)
        ).distinct()

    def _shared(self, session: Session, one: str) -> bool:
        for table, subject in load_subjects().items():
            columns = (*subject.names, *subject.emails, *subject.phones)
            apart, declared = self.keys(table), self.model.tables[table]
            if persons.bearers(session, declared, columns, one, apart, subject.condition):
                return True
        return False


def _traces(subject: Subject, row: Mapping[str, object]) -> Traces:
    def said(columns: Iterable[str]) -> tuple[str, ...]:
        return tuple(str(row[c]) for c in columns if row.get(c) is not None)

    parts = said(subject.parts)
    whole = (" ".join(parts),) if len(parts) > 1 else ()
    names = (*said(subject.names), *whole)
    words = (*parts, *(word for name in names for word in pattern.words_of(name)))
    return Traces(
        names=names,
        emails=said(subject.emails),
        phones=said(subject.phones),
        others=said(c for c in ("linkedin_url", "vat_number", "siret") if c in row),
        words=words,
    )
