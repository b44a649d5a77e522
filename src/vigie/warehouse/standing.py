"""Which rollups stand in the file, and which of them a session may believe."""

from collections.abc import Mapping
from dataclasses import dataclass

from vigie.warehouse.ddl import ROLLUPS
from vigie.warehouse.names import qualified
from vigie.warehouse.reading import Reader
from vigie.warehouse.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """A rollup that was made: whether it is worth its place, and its size."""

    name: str
    digest: str
    tables: frozenset[str]
    kept: bool
    rows: int
    base_rows: int  # those that it stands for
    size: int  # of its sources when it was made


Standings = Mapping[str, Standing]


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


def note(session: Session, standing: Standing) -> None:
    """Writes down what has become of a rollup."""
    _strike(session, standing.name)
    session.execute(
        "INSERT INTO meta.rollup VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            standing.name,
            standing.digest,
            sorted(standing.tables),
            standing.kept,
            standing.rows,
            standing.base_rows,
            standing.size,
        ],
    )


def drop(session: Session, name: str) -> None:
    """Takes a rollup out of the file."""
    session.execute(f"DROP TABLE IF EXISTS {qualified(ROLLUPS, name)}")
    _strike(session, name)


def forget(session: Session) -> None:
    """Holds no rollup for true any more."""
    session.execute("DELETE FROM meta.rollup")


def _strike(session: Session, name: str) -> None:
    session.execute("DELETE FROM meta.rollup WHERE name = ?", [name])
