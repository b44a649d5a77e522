"""Sums by day kept beside the rows that they stand for, renewed when the rows change.

`rollups.<name>` holds one row a day and key; `meta.rollup` says which of them stand. A session
notes the core tables that it writes: what rests on them is renewed before it commits, in the same
transaction, on the days that an import is known to bear on, or as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from vigie.warehouse.ddl import CORE, ROLLUPS
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.session import Session
from vigie.warehouse.standing import Standing, Standings, drop, note, standings

WORTH: Final = 10  # times fewer rows than those it stands for, or it is not kept
LEAST_ROWS: Final = 20_000  # fewer are summed up in no time
MOST_DAYS: Final = 0.3  # of its days: more of them are sooner made with all the others
GATHERED: Final = "gathered"

Days = set[date | None]


class Extent(StrEnum):
    """How much of a rollup is made."""

    WHOLE = "whole"
    DAYS = "days"  # $days, which lie between $first and $last
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of several rollups in one query; its column `cut` tells them apart."""

    select: str
    cut: str
    places: Mapping[str, int]  # rollup → its cut


class Family(Protocol):
    """Rollups that are made together."""

    def batch(self, names: Sequence[str], extent: Extent) -> Batch:
        """How the rows of some of them are made."""


class Recipe(Protocol):
    """What one rollup is."""

    @property
    def name(self) -> str: ...

    @property
    def day(self) -> str:
        """Its column of days."""

    @property
    def family(self) -> Family: ...

    @property
    def digest(self) -> str:
        """Changes with what the rollup means."""

    @property
    def columns(self) -> Sequence[str]:
        """Its columns: the day first, last how many rows each of its own stands for."""

    @property
    def tables(self) -> frozenset[str]:
        """The core tables whose rows it depends on."""

    @property
    def sources(self) -> Sequence[str]:
        """Those that it sums up."""

    @property
    def touched(self) -> Mapping[str, str] | None:
        """Core table → the days that its rows of import $import bear on; None: all, or none."""


class Work(StrEnum):
    """What is to be done with a rollup."""

    NONE = "none"
    MAKE = "make"
    RENEW = "renew"  # on some of its days
    DROP = "drop"


@dataclass(frozen=True)
class Keeper:
    """Makes and renews rollups inside the transactions of others."""

    recipes: Sequence[Recipe]
    least_rows: int = LEAST_ROWS
    worth: int = WORTH
    most_days: float = MOST_DAYS

    def foresee(self, session: Session, import_id: str, tables: Collection[str]) -> None:
        """Notes the days that an undo of `import_id` bears on, before it takes place."""
        concerned = self._renewable(standings(session), frozenset(tables))
        found = _touched(session, concerned, import_id, tables)
        # A document that goes leaves its lines without a day.
        session.foreseen = {name: {*days, None} for name, days in found.items()}

    def keep(self, session: Session, import_id: str | None = None) -> None:
        """Brings every rollup up to what the session wrote.

        With `import_id`, all of it is that import's; else it was foreseen, or may be anything.
        """
        known, written = standings(session), frozenset(session.written)
        for name in known.keys() - {recipe.name for recipe in self.recipes}:
            drop(session, name)
        days = session.foreseen
        if import_id is not None:
            days = _touched(session, self._renewable(known, written), import_id, written)
        concerned = [one for one in self.recipes if _concerns(one, known.get(one.name), written)]
        sizes = _sizes(session, concerned)
        work: dict[Work, list[Recipe]] = {}
        for recipe in concerned:
            standing, size = known.get(recipe.name), sizes[recipe.name]
            found = self._work(session, recipe, standing, size, days.get(recipe.name))
            work.setdefault(found, []).append(recipe)
        for recipe in work.get(Work.DROP, ()):
            drop(session, recipe.name)
        for members in _families(work.get(Work.MAKE, ())):
            self._make(session, members, sizes)
        for members in _families(work.get(Work.RENEW, ())):
            _renew(session, members, {day for one in members for day in days[one.name]})
            for recipe in members:
                self._note(session, recipe, known[recipe.name].size)
        session.written.clear()
        session.foreseen = {}

    def _renewable(self, known: Standings, written: frozenset[str]) -> list[Recipe]:
        """The rollups that rows of `written` tables bear on, and that can be made by days."""
        return [
            recipe
            for recipe in self.recipes
            if recipe.tables & written
            and recipe.name in known
            and known[recipe.name].kept
            and recipe.touched is not None
        ]

    def _work(
        self,
        session: Session,
        recipe: Recipe,
        standing: Standing | None,
        size: int,
        days: Days | None,
    ) -> Work:
        if size < self.least_rows:
            return Work.DROP if standing else Work.NONE
        if standing is None or standing.digest != recipe.digest:
            return Work.MAKE
        if not standing.kept:
            return Work.MAKE if size >= 2 * standing.size else Work.NONE
        if days is None or len(days) > self.most_days * _known_days(session, recipe):
            return Work.MAKE
        return Work.RENEW

    def _make(self, session: Session, recipes: Sequence[Recipe], sizes: Mapping[str, int]) -> None:
        """Makes rollups of one family as a whole; those not worth their place are not kept."""
        batch = recipes[0].family.batch([recipe.name for recipe in recipes], Extent.WHOLE)
        session.set_aside(GATHERED, batch.select)
        for recipe in recipes:
            table = qualified(ROLLUPS, recipe.name)
            session.execute(
                f"CREATE OR REPLACE TABLE {table} AS {_own(recipe, batch)} "
                f"ORDER BY {quote(recipe.day)}"
            )
            self._note(session, recipe, sizes[recipe.name])
        session.execute(f"DROP TABLE {GATHERED}")

    def _note(self, session: Session, recipe: Recipe, size: int) -> None:
        table, counted = qualified(ROLLUPS, recipe.name), quote(recipe.columns[-1])
        rows, base_rows = session.row(
            f"SELECT count(*), coalesce(sum({counted}), 0)::BIGINT FROM {table}"
        ) or (0, 0)
        kept = rows * self.worth <= base_rows and not _is_rounded(session, table)
        if not kept:
            session.execute(f"DROP TABLE {table}")
        note(
            session,
            Standing(recipe.name, recipe.digest, recipe.tables, kept, rows, base_rows, size),
        )


def _renew(session: Session, recipes: Sequence[Recipe], days: Days) -> None:
    """Makes the rows of `days` anew, in rollups of one family."""
    dated = sorted(one for one in days if one is not None)
    # A document that comes gives a day to lines that had none, one that goes takes it from them.
    if None in days or any(_has_undated(session, recipe) for recipe in recipes):
        _replace(session, recipes, Extent.UNDATED, "IS NULL", {})
    if dated:
        values = {"days": dated, "first": dated[0], "last": dated[-1]}
        _replace(session, recipes, Extent.DAYS, "IN (SELECT unnest($days::DATE[]))", values)


def _replace(
    session: Session,
    recipes: Sequence[Recipe],
    extent: Extent,
    condition: str,
    values: Mapping[str, object],
) -> None:
    batch = recipes[0].family.batch([recipe.name for recipe in recipes], extent)
    session.set_aside(GATHERED, batch.select, values)
    for recipe in recipes:
        table = qualified(ROLLUPS, recipe.name)
        of_days = {"days": values["days"]} if "days" in values else None
        session.execute(f"DELETE FROM {table} WHERE {quote(recipe.day)} {condition}", of_days)
        session.execute(f"INSERT INTO {table} {_own(recipe, batch)}")
    session.execute(f"DROP TABLE {GATHERED}")


def _own(recipe: Recipe, batch: Batch) -> str:
    """The rows of one rollup among those gathered."""
    columns = ", ".join(quote(name) for name in recipe.columns)
    place = batch.places[recipe.name]
    return f"SELECT {columns} FROM {GATHERED} WHERE {quote(batch.cut)} = {place:d}"


def _families(recipes: Iterable[Recipe]) -> Iterable[list[Recipe]]:
    found: dict[int, list[Recipe]] = {}
    for recipe in recipes:
        found.setdefault(id(recipe.family), []).append(recipe)
    return found.values()


def _concerns(recipe: Recipe, standing: Standing | None, written: frozenset[str]) -> bool:
    if standing is None or recipe.tables & written:
        return True
    return standing.digest != recipe.digest


def _sizes(session: Session, recipes: Sequence[Recipe]) -> Mapping[str, int]:
    """How many rows each of them sums up, at most."""
    tables = sorted({table for recipe in recipes for table in recipe.sources})
    if not tables:
        return {}
    counts = [f"(SELECT count(*) FROM {qualified(CORE, table)})" for table in tables]
    rows = dict(zip(tables, session.row(f"SELECT {', '.join(counts)}") or (), strict=True))
    return {recipe.name: sum(rows[table] for table in recipe.sources) for recipe in recipes}


def _touched(
    session: Session, recipes: Sequence[Recipe], import_id: str, tables: Collection[str]
) -> dict[str, Days]:
    """The days that the import's rows of `tables` bear on, of each rollup made by days."""
    asked: dict[str, Days] = {}
    found: dict[str, Days] = {}
    for recipe in recipes:
        found[recipe.name] = set()
        for table, sql in (recipe.touched or {}).items():
            if table in tables:
                if sql not in asked:
                    rows = session.rows(sql, {"import": import_id})
                    asked[sql] = {day for (day,) in rows}
                found[recipe.name] |= asked[sql]
    return found


def _known_days(session: Session, recipe: Recipe) -> int:
    table, day = qualified(ROLLUPS, recipe.name), quote(recipe.day)
    return max(1, int(session.scalar(f"SELECT count(DISTINCT {day}) FROM {table}")))


def _has_undated(session: Session, recipe: Recipe) -> bool:
    table, day = qualified(ROLLUPS, recipe.name), quote(recipe.day)
    return bool(session.scalar(f"SELECT count(*) > count({day}) FROM {table}"))


def _is_rounded(session: Session, table: str) -> bool:
    """Whether some sum is a binary fraction, which depends on the order of its terms."""
    return any(kind in ("DOUBLE", "FLOAT") for _, kind in session.describe(f"FROM {table}"))
