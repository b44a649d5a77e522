"""Rows as a mapping makes them: typed, keyed, one per distinct thing, not yet compared to core.

They are a view over the staged rows: what is not looked at is not worked out, and nothing of it
stays in memory.
"""

from dataclasses import dataclass, replace
from typing import Final

from vigie.intake.derivation import model_sql
from vigie.intake.feed import Feed
from vigie.intake.fill import condition_sql, fill_sql, ordinal, required_column, text_of
from vigie.intake.literal import literal
from vigie.intake.mapping import FillKind
from vigie.intake.reading import LINE
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

ROW: Final = '"#row"'  # the line of the received relation
BAD: Final = '"#bad"'  # a bit per column whose text does not read
CONFLICT: Final = '"#conflict"'  # other lines say something else of the same thing
_LAST: Final = 1 << 60  # ranks unreadable rows after all readable ones


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of the lines of a feed before any check."""

    feed: Feed
    read: int  # lines of the relation
    rows: int  # candidates made of them

    @property
    def skipped(self) -> int:
        return self.read - self.rows


def gather(session: Session, feed: Feed) -> Gathered:
    """Makes the feed's candidates, in the order of their lines."""
    feed = _numbered(session, feed)
    read = feed.source.rows
    if not feed.mapping.distinct_on:
        define(session, feed, _received(feed))
        if not feed.mapping.where:
            return Gathered(feed, read, read)
        rows = session.scalar(f"SELECT count(*) FROM {feed.candidates}")
        return Gathered(feed, read, int(rows))
    chosen = _chosen_name(feed)
    session.execute(f"CREATE TEMP TABLE {chosen} AS {_chosen(feed)}")
    define(session, feed, f"SELECT r.*, k.{CONFLICT} FROM {_joined(feed, chosen)}")
    return Gathered(feed, read, int(session.scalar(f"SELECT count(*) FROM {chosen}")))


def define(session: Session, feed: Feed, rows: str) -> None:
    """Says of which rows the candidates are made."""
    session.execute(f"CREATE OR REPLACE TEMP VIEW {feed.candidates} AS {rows}")


def discard(session: Session, feed: Feed) -> None:
    """Forgets the candidates, and what was worked out for them."""
    session.execute(f"DROP VIEW {feed.candidates}")
    for name in (_chosen_name(feed), _number_name(feed)):
        session.execute(f"DROP TABLE IF EXISTS {name}")


def content(feed: Feed) -> list[str]:
    """The columns of a candidate that come from the file."""
    kept = ["attributes"] if feed.mapping.keep else []
    return [quote(name) for name in [*feed.columns, *kept]]


def _numbered(session: Session, feed: Feed) -> Feed:
    """The feed, its rows numbered within their groups: counted once, not at every look."""
    source = feed.source
    fills = {n: f for n, f in feed.mapping.columns.items() if f.kind is FillKind.ORDINAL}
    if source.numbered or not fills:
        return feed
    numbers, line = _number_name(feed), quote(LINE)
    counted = ", ".join(ordinal(name, fill, source) for name, fill in fills.items())
    session.execute(
        f"CREATE TEMP TABLE {numbers} AS SELECT {line} AS line, {counted} "
        f"FROM {source.relation} ORDER BY line"
    )
    relation = (
        f"(SELECT s.*, n.* EXCLUDE (line) FROM {source.relation} s "
        f"JOIN {numbers} n ON n.line = s.{line})"
    )
    return replace(feed, source=replace(source, relation=relation, numbered=True))


def _chosen_name(feed: Feed) -> str:
    return quote(f"chosen_{feed.number}")


def _number_name(feed: Feed) -> str:
    return quote(f"number_{feed.number}")


def _received(feed: Feed) -> str:
    where = feed.mapping.where
    condition = f" WHERE {condition_sql(where, feed.source)}" if where else ""
    received = f"SELECT {', '.join(_columns(feed))} FROM {feed.source.relation}{condition}"
    if feed.unfilled_keys:
        received = f"SELECT *, {', '.join(_keys(feed))} FROM ({received})"
    return received


def _columns(feed: Feed) -> list[str]:
    values: list[str] = []
    bad: list[str] = []
    for name, target in feed.targets.items():
        filled = fill_sql(feed.mapping.columns[name], target, feed.source, feed.prefix)
        values.append(f"{filled.value} AS {quote(name)}")
        if filled.unreadable and name in feed.bits:
            bad.append(f"CASE WHEN {filled.unreadable} THEN {1 << feed.bits[name]} ELSE 0 END")
    mask = f"({' + '.join(bad) or '0'})::BIGINT AS {BAD}"
    return [f"{quote(LINE)} AS {ROW}", mask, *values, *_attributes(feed)]


def _keys(feed: Feed) -> list[str]:
    """The key columns that no fill gives, worked out from those that are given."""
    found: list[str] = []
    for column in feed.unfilled_keys:
        absent = feed.table.columns.keys() - feed.targets.keys()
        ways = [model_sql(way, feed.table, absent=absent) for way in column.derive]
        value = f"coalesce({', '.join(way for way in ways if way)}, NULL)" if any(ways) else "NULL"
        found.append(f"TRY_CAST({value} AS {ENGINE_TYPES[column.type]}) AS {quote(column.name)}")
    return found


def _attributes(feed: Feed) -> list[str]:
    """The kept source columns as one JSON object, blanks left out."""
    if not feed.mapping.keep:
        return []
    columns = [required_column(feed.source, name) for name in feed.mapping.keep]
    pairs = ", ".join(f"{literal(column.name)}, {text_of(column)}" for column in columns)
    return [f"json_merge_patch('{{}}', json_object({pairs})) AS attributes"]


def _chosen(feed: Feed) -> str:
    """One row per group: the first whose values all read; lines that name nothing are left out."""
    keys = [quote(name) for name in feed.mapping.distinct_on]
    rank = f"{ROW} + CASE WHEN {BAD} <> 0 THEN {_LAST} ELSE 0 END"
    said = f"hash({', '.join(content(feed))})"
    return (
        f"SELECT min({rank}) % {_LAST} AS {ROW}, min({said}) <> max({said}) AS {CONFLICT} "
        f"FROM ({_received(feed)}) GROUP BY {', '.join(keys)} "
        f"HAVING coalesce({', '.join(f'{key}::VARCHAR' for key in keys)}) IS NOT NULL "
        f"ORDER BY {ROW}"
    )


def _joined(feed: Feed, chosen: str) -> str:
    return f"({_received(feed)}) r JOIN {chosen} k ON k.{ROW} = r.{ROW}"
