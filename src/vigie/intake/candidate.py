"""Rows as a mapping makes them: typed, keyed, one per distinct thing, not yet compared to core."""

from dataclasses import dataclass
from typing import Final

from vigie.intake.derivation import model_sql
from vigie.intake.feed import Feed
from vigie.intake.fill import condition_sql, fill_sql, required_column, text_of
from vigie.intake.literal import literal
from vigie.intake.reading import LINE
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

ROW: Final = '"#row"'  # the line of the received relation
BAD: Final = '"#bad"'  # a bit per column whose text does not read
CONFLICT: Final = '"#conflict"'  # other lines say something else of the same thing
LINES: Final = '"#lines"'  # received lines behind the row
_LAST: Final = 1 << 60  # ranks unreadable rows after all readable ones


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of the lines of a feed before any check."""

    read: int  # lines of the relation
    rows: int  # candidates made of them

    @property
    def skipped(self) -> int:
        return self.read - self.rows


def gather(session: Session, feed: Feed) -> Gathered:
    """Fills the feed's candidate table."""
    session.execute(f"CREATE TEMP TABLE {feed.candidates} AS {_candidates(feed)}")
    rows = session.scalar(f"SELECT count(*) FROM {feed.candidates}")
    return Gathered(feed.source.rows, int(rows))


def _candidates(feed: Feed) -> str:
    where = feed.mapping.where
    condition = f" WHERE {condition_sql(where, feed.source)}" if where else ""
    received = f"SELECT {', '.join(_columns(feed))} FROM {feed.source.relation}{condition}"
    if feed.unfilled_keys:
        received = f"SELECT *, {', '.join(_keys(feed))} FROM ({received})"
    return _distinct(feed, received) if feed.mapping.distinct_on else received


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


def content(feed: Feed) -> list[str]:
    """The columns of a candidate that come from the file."""
    kept = ["attributes"] if feed.mapping.keep else []
    return [quote(name) for name in [*feed.columns, *kept]]


def _distinct(feed: Feed, received: str) -> str:
    """One row per group: the first whose values all read; lines that name nothing are left out."""
    keys = [quote(name) for name in feed.mapping.distinct_on]
    columns = content(feed)
    packed = ", ".join(f"{column} := {column}" for column in (ROW, BAD, *columns))
    order = f"{ROW} + CASE WHEN {BAD} <> 0 THEN {_LAST} ELSE 0 END"
    unpacked = ", ".join(f"first.{column}" for column in (ROW, BAD, *columns))
    said = f"hash({', '.join(columns)})"
    return (
        f"SELECT {unpacked}, {CONFLICT}, {LINES} FROM ("
        f"SELECT arg_min(struct_pack({packed}), {order}) AS first, "
        f"min({said}) <> max({said}) AS {CONFLICT}, count(*) AS {LINES} "
        f"FROM ({received}) GROUP BY {', '.join(keys)} "
        f"HAVING coalesce({', '.join(f'{key}::VARCHAR' for key in keys)}) IS NOT NULL)"
    )
