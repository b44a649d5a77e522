"""Sums by day kept beside the rows that they stand for, renewed when the rows change.

`rollups.<name>` holds one row a day and key; `meta.rollup` says which of them stand. A session
notes the core tables that it writes: what rests on them is renewed before it commits, in the same
transaction, on the days that an import is known to bear on, or as a whole.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from vigie.warehouse.ddl import CORE, ROLLUPS
from vigie.warehouse.names import qualified, quote
from vigie.warehouse.reading import Reader
from vigie.warehouse.session import Session

WORTH: Final = 10  # times fewer rows than those it stands for, or it is not kept
LEAST_ROWS: Final = 20_000  # fewer are summed up in no time
MOST_DAYS: Final = 0.3  # of its days: more of them are sooner made with all the others

Days = set[date | None]


@dataclass(frozen=True, slots=True)
class Parts:
    """How some days of a rollup are made anew."""

    of_days: str  # the rows of $days, which lie between $first and $last
    undated: str  # those without a day
    touched: Mapping[str, str]  # core table → the days that its rows of import $import bear on


class Recipe(Protocol):
    """How one rollup is made."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str:
        """Changes with what the rollup means."""

    @property
    def tables(self) -> frozenset[str]:
        """The core tables whose rows it depends on."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The core tables that it sums up."""

    @property
    def day(self) -> str:
        """Its column of days."""

    @property
    def rows(self) -> str:
        """Its column of how many rows each of its own stands for."""

    @property
    def select(self) -> str:
        """The query of all its rows."""

    @property
    def parts(self) -> Parts | None:
        """How a part of it is made; None where it is made as a whole or not at all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A rollup in the file: whether it is worth its place, and its size."""

    name: str
    digest: str
    tables: frozenset[str]
    kept: bool
    rows: int
    base_rows: int  # those that it stands for
    size: int  # of its sources when it was made


Standings = Mapping[str, Standing]


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
            _drop(session, name)
        days = session.foreseen
        if import_id is not None:
            days = _touched(session, self._renewable(known, written), import_id, written)
        concerned = [one for one in self.recipes if _concerns(one, known.get(one.name), written)]
        sizes = _sizes(session, concerned)
        for recipe in concerned:
            standing, size = known.get(recipe.name), sizes[recipe.name]
            self._renew(session, recipe, standing, size, days.get(recipe.name))
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
            and recipe.parts is not None
        ]

    def _renew(
        self,
        session: Session,
        recipe: Recipe,
        standing: Standing | None,
        size: int,
        days: Days | None,
    ) -> None:
        if size < self.least_rows:
            if standing is not None:
                _drop(session, recipe.name)
        elif standing is None or standing.digest != recipe.digest:
            self._make(session, recipe, size)
        elif not standing.kept:
            if size >= 2 * standing.size:
                self._make(session, recipe, size)
        elif days is None or not self._replace(session, recipe, days):
            self._make(session, recipe, size)
        else:
            self._note(session, recipe, size)

    def _make(self, session: Session, recipe: Recipe, size: int) -> None:
        table = qualified(ROLLUPS, recipe.name)
        session.execute(f"CREATE OR REPLACE TABLE {table} AS {recipe.select}")
        self._note(session, recipe, size)

    def _replace(self, session: Session, recipe: Recipe, days: Days) -> bool:
        """Makes the rows of `days` anew; does nothing, and says so, when all may as well be."""
        if recipe.parts is None:
            return False
        table, day = qualified(ROLLUPS, recipe.name), quote(recipe.day)
        known, undated = session.row(
            f"SELECT count(DISTINCT {day}), count(*) > count({day}) FROM {table}"
        ) or (0, False)
        dated = sorted(one for one in days if one is not None)
        if len(dated) > self.most_days * max(known, 1):
            return False
        # A header that comes gives a day to lines that had none, one that goes takes it from them.
        if undated or None in days:
            session.execute(f"DELETE FROM {table} WHERE {day} IS NULL")
            session.execute(f"INSERT INTO {table} {recipe.parts.undated}")
        if dated:
            values = {"days": dated, "first": dated[0], "last": dated[-1]}
            session.execute(
                f"DELETE FROM {table} WHERE {day} IN (SELECT unnest($days::DATE[]))",
                {"days": dated},
            )
            session.execute(f"INSERT INTO {table} {recipe.parts.of_days}", values)
        return True

    def _note(self, session: Session, recipe: Recipe, size: int) -> None:
        table = qualified(ROLLUPS, recipe.name)
        rows, base_rows = session.row(
            f"SELECT count(*), coalesce(sum({quote(recipe.rows)}), 0)::BIGINT FROM {table}"
        ) or (0, 0)
        kept = rows * self.worth <= base_rows and not _is_rounded(session, table)
        if not kept:
            session.execute(f"DROP TABLE {table}")
        session.execute("DELETE FROM meta.rollup WHERE name = ?", [recipe.name])
        session.execute(
            "INSERT INTO meta.rollup VALUES (?, ?, ?, ?, ?, ?, ?)",
            [recipe.name, recipe.digest, sorted(recipe.tables), kept, rows, base_rows, size],
        )


def standings(session: Session) -> Standings:
    """Every rollup that was made, worth its place or not, by name."""
    rows = session.rows("SELECT name, digest, tables, kept, rows, base_rows, size FROM meta.rollup")
    return {
        name: Standing(name, digest, frozenset(tables), *rest)
        for name, digest, tables, *rest in rows
    }


def seen(reader: Reader) -> Standings:
    """The rollups that hold what `reader` sees: another engine has none."""
    if not isinstance(reader, Session):
        return {}
    return {
        name: standing
        for name, standing in standings(reader).items()
        if not standing.tables & reader.written
    }


def forget(session: Session) -> None:
    """Holds no rollup for true any more."""
    session.execute("DELETE FROM meta.rollup")


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
        touched = recipe.parts.touched if recipe.parts else {}
        for table, sql in touched.items():
            if table in tables:
                if sql not in asked:
                    rows = session.rows(sql, {"import": import_id})
                    asked[sql] = {day for (day,) in rows}
                found[recipe.name] |= asked[sql]
    return found


def _drop(session: Session, name: str) -> None:
    session.execute(f"DROP TABLE IF EXISTS {qualified(ROLLUPS, name)}")
    session.execute("DELETE FROM meta.rollup WHERE name = ?", [name])


def _is_rounded(session: Session, table: str) -> bool:
    """Whether some sum is a binary fraction, which depends on the order of its terms."""
    return any(kind in ("DOUBLE", "FLOAT") for _, kind in session.describe(f"FROM {table}"))
