"""Persons who were erased stay nameless when a source sends them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from vigie.intake.candidate import define
from vigie.intake.feed import Feed
from vigie.model.schema import ColumnType
from vigie.warehouse.digests import keyed, rekeyed
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

EMAIL: Final = "email"
KEY: Final = "key"
ATTRIBUTES: Final = "attributes"


@dataclass(frozen=True, slots=True)
class Persons:
    """How the rows of a table are about persons."""

    emails: tuple[str, ...]
    neutral: Mapping[str, str]  # column → SQL of what stands in its place


@dataclass(frozen=True, slots=True)
class Met:
    """A row that came in about somebody who is not to be known: what it said of them."""

    table: str
    key: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a source keeps sending although it is wrong, by digests."""

    table: str
    key: str
    column: str
    wrong: str


@dataclass(frozen=True)
class Masking:
    """Whom a run keeps nameless; digests stand for keys and addresses."""

    secret: str
    hidden: Mapping[str, frozenset[str]]  # table, or EMAIL → digests
    rekeyed: frozenset[str]
    persons: Mapping[str, Persons]
    corrections: Sequence[Correction] = ()

    def apply(self, session: Session, feed: Feed) -> list[Met]:
        """Changes what the feed's candidates say; gives the persons who were among them."""
        met: list[Met] = []
        values: dict[str, str] = self._corrected(feed)
        persons = self.persons.get(feed.table.name)
        hit = self._hit(session, feed, persons) if persons else None
        if persons and hit:
            met = self._met(session, feed, persons, hit)
            if met:
                columns = {*feed.columns, *([ATTRIBUTES] if feed.mapping.keep else [])}
                values |= {
                    name: f"CASE WHEN {hit} THEN {sql} ELSE {quote(name)} END"
                    for name, sql in persons.neutral.items()
                    if name in columns
                }
        values |= self._rekeyed(session, feed)
        if values:
            bare = quote(f"bare_{feed.number}")
            session.execute(f"ALTER VIEW {feed.candidates} RENAME TO {bare}")
            said = ", ".join(f"{sql} AS {quote(name)}" for name, sql in values.items())
            define(session, feed, f"SELECT * REPLACE ({said}) FROM {bare}")
        return met

    def discard(self, session: Session, feed: Feed) -> None:
        """Forgets what was put aside for a feed."""
        session.execute(f"DROP VIEW IF EXISTS {quote(f'bare_{feed.number}')}")

    def _hit(self, session: Session, feed: Feed, persons: Persons) -> str:
        """The condition that a candidate is about one of them."""
        table, key = feed.table.name, quote(feed.table.key[0])
        ways = [f"{keyed(table, key, self.secret)} IN ({self._listed(session, table)})"]
        for email in persons.emails:
            if email in feed.columns:
                said = f"lower(trim({quote(email)}))"
                digest = keyed(EMAIL, said, self.secret)
                ways.append(f"coalesce({digest} IN ({self._listed(session, EMAIL)}), FALSE)")
        return f"({' OR '.join(ways)})"

    def _listed(self, session: Session, kind: str) -> str:
        """The digests of a kind, as a query; they are many, and are put aside once a session."""
        name = quote(f"hidden_{kind}")
        session.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {name} AS SELECT unnest(?::VARCHAR[]) AS digest",
            [sorted(self.hidden.get(kind, ()))],
        )
        return f"SELECT digest FROM {name}"

    def _met(self, session: Session, feed: Feed, persons: Persons, hit: str) -> list[Met]:
        known = [name for name in persons.neutral if name in feed.columns]
        columns = ", ".join(map(quote, [feed.table.key[0], *known]))
        rows = session.rows(f"SELECT {columns} FROM {feed.candidates} WHERE {hit}")
        return [
            Met(feed.table.name, key, dict(zip(known, said, strict=True))) for key, *said in rows
        ]

    def _rekeyed(self, session: Session, feed: Feed) -> dict[str, str]:
        if not self.rekeyed:
            return {}
        name = quote(f"hidden_{KEY}")
        session.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {name} AS SELECT unnest(?::VARCHAR[]) AS digest",
            [sorted(self.rekeyed)],
        )
        return {
            column: (
                f"CASE WHEN {keyed(KEY, quote(column), self.secret)} IN (SELECT digest FROM {name})"
                f" THEN {rekeyed(quote(column), self.secret)} ELSE {quote(column)} END"
            )
            for column, declared in feed.table.columns.items()
            if column in feed.columns and declared.type is ColumnType.KEY
        }

    def _corrected(self, feed: Feed) -> dict[str, str]:
        """A wrong value that comes again gives way to the one that stands in core."""
        found: dict[str, list[Correction]] = {}
        for one in self.corrections:
            if one.table == feed.table.name and one.column in feed.columns:
                found.setdefault(one.column, []).append(one)
        key = feed.table.key[0]
        return {
            column: (
                f"CASE WHEN {self._is_wrong(feed, column, ones)} "
                f"THEN (SELECT any_value(o.{quote(column)}) FROM core.{quote(feed.table.name)} o "
                f"WHERE o.{quote(key)} = {quote(f'bare_{feed.number}')}.{quote(key)}) "
                f"ELSE {quote(column)} END"
            )
            for column, ones in found.items()
        }

    def _is_wrong(self, feed: Feed, column: str, ones: Sequence[Correction]) -> str:
        key = keyed(feed.table.name, quote(feed.table.key[0]), self.secret)
        value = keyed(column, f"coalesce({quote(column)}::VARCHAR, '')", self.secret)
        pairs = ", ".join(f"('{one.key}', '{one.wrong}')" for one in ones)
        return f"({key}, {value}) IN ({pairs})"


class Guard(Protocol):
    """Knows whom imports keep nameless."""

    def masking(self) -> Masking | None:
        """What holds for the run that begins; None: nobody is to be kept nameless."""

    def sweep(self, session: Session, import_id: str, met: Sequence[Met]) -> None:
        """Cleans what else the run wrote about those whom it met, before it is committed."""

    def clean(self, kept: Path, met: Sequence[Met]) -> None:
        """Cleans a copy of a received file before it takes its place among those kept."""


class Nobody:
    """Guards nothing."""

    def masking(self) -> Masking | None:
        return None

    def sweep(self, session: Session, import_id: str, met: Sequence[Met]) -> None:
        del session, import_id, met

    def clean(self, kept: Path, met: Sequence[Met]) -> None:
        del kept, met
