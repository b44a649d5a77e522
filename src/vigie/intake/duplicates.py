"""Keys that a file gives twice: the same row again is dropped, another row is refused."""

from dataclasses import dataclass

from vigie.intake.candidate import ROW, content, define
from vigie.intake.faults import Fault, Faults
from vigie.intake.feed import Feed
from vigie.intake.stretch import Stretch
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

RULE = "duplicate"


@dataclass(frozen=True, slots=True)
class Repetitions:
    """Rows whose key an earlier line has: `relation` holds row, said, first, same; None: none."""

    feed: Feed
    relation: str | None = None
    dropped: int = 0  # exact repetitions

    def note(self, stretch: Stretch, faults: Faults) -> None:
        """Every row of the stretch that contradicts an earlier line is a fault."""
        if self.relation:
            fault = Fault(column=self.feed.table.key[-1], rule=RULE, reject=True)
            found = f"FROM {self.relation} WHERE NOT same AND {stretch.of(ROW)}"
            faults.add(f"SELECT {ROW}, said, first {found}", fault)

    def discard(self, session: Session) -> None:
        if self.relation:
            session.execute(f"DROP TABLE {self.relation}")
            session.execute(f"DROP VIEW IF EXISTS {_every(self.feed)}")


def settle(session: Session, feed: Feed) -> Repetitions:
    """Finds the repetitions among the candidates, and drops the exact ones."""
    if set(feed.mapping.distinct_on) == set(feed.table.key) or not _any_repeated(session, feed):
        return Repetitions(feed)
    relation = quote(f"repeated_{feed.number}")
    session.execute(f"CREATE TEMP TABLE {relation} AS {_repetitions(feed)}")
    dropped = int(session.scalar(f"SELECT count(*) FROM {relation} WHERE same"))
    if dropped:
        every = _every(feed)
        session.execute(f"ALTER VIEW {feed.candidates} RENAME TO {every}")
        same = f"SELECT {ROW} FROM {relation} WHERE same"
        define(session, feed, f"SELECT * FROM {every} WHERE {ROW} NOT IN ({same})")
    return Repetitions(feed, relation, dropped)


def _every(feed: Feed) -> str:
    """The candidates, exact repetitions included."""
    return quote(f"every_{feed.number}")


def _keys(feed: Feed) -> list[str]:
    return [quote(name) for name in feed.table.key]


def _grouped(feed: Feed) -> str:
    keys = _keys(feed)
    named = " AND ".join(
        f"{key} IS NOT NULL"
        for name, key in zip(feed.table.key, keys, strict=True)
        if feed.table.columns[name].required
    )
    where = f" WHERE {named}" if named else ""
    columns = ", ".join(keys)
    return f"SELECT {columns} FROM {feed.candidates}{where} GROUP BY {columns} HAVING count(*) > 1"


def _any_repeated(session: Session, feed: Feed) -> bool:
    return session.row(f"{_grouped(feed)} LIMIT 1") is not None


def _repetitions(feed: Feed) -> str:
    """Every line after the first of its key: what it said, that line, and whether it agrees."""
    keys = _keys(feed)
    match = " AND ".join(f"c.{key} IS NOT DISTINCT FROM k.{key}" for key in keys)
    said = f"hash({', '.join(f'c.{column}' for column in content(feed))})"
    group = ", ".join(f"c.{key}" for key in keys)
    text = f"concat_ws('|', {', '.join(f'c.{key}::VARCHAR' for key in keys)})"
    return (
        f"SELECT {ROW}, said, first, same FROM (SELECT c.{ROW}, {text} AS said, "
        f"min(c.{ROW}) OVER (PARTITION BY {group}) AS first, "
        f"{said} = first_value({said}) OVER (PARTITION BY {group} ORDER BY c.{ROW}) AS same "
        f"FROM {feed.candidates} c JOIN ({_grouped(feed)}) k ON {match}) WHERE {ROW} <> first"
    )
