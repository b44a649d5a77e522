"""Keys that a file gives twice: the same row again is dropped, another row is refused."""

from vigie.intake.candidate import ROW, content
from vigie.intake.faults import Fault, Faults
from vigie.intake.feed import Feed
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

RULE = "duplicate"


def settle(session: Session, feed: Feed, faults: Faults) -> int:
    """Drops exact repetitions; every other row whose key an earlier line has is a fault.

    Gives the number of rows dropped.
    """
    if set(feed.mapping.distinct_on) == set(feed.table.key) or not _any_repeated(session, feed):
        return 0
    repeated = quote(f"repeated_{feed.number}")
    session.execute(f"CREATE TEMP TABLE {repeated} AS {_repetitions(feed)}")
    same = f"SELECT {ROW} FROM {repeated} WHERE same"
    identical = int(session.scalar(f"SELECT count(*) FROM ({same})"))
    session.execute(f"DELETE FROM {feed.candidates} WHERE {ROW} IN ({same})")
    fault = Fault(column=feed.table.key[-1], rule=RULE, reject=True)
    faults.add(f"SELECT {ROW}, said, first FROM {repeated} WHERE NOT same", fault)
    return identical


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
