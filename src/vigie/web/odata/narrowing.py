"""What of a filter the metric layer can do itself: members into `where`, periods into dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain, Period
from vigie.web.odata.problems import Malformed
from vigie.web.odata.sets import EntitySet, Kind, Property
from vigie.web.odata.syntax import (
    Call,
    Comparison,
    Junction,
    Literal,
    Member,
    Membership,
    Node,
    Value,
    conjuncts,
    members,
)

_WORDS: Final = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_OF_KEYS: Final = ("eq", "ne", "gt", "ge")  # a key that is not filled is '', not null
_SEARCHES: Final = ("contains", "startswith", "endswith")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter taken apart: `rest` is asked of each row, `where` and the days of the layer.

    The days are the first and the last of the periods that are wanted; None: no end.
    """

    where: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    rest: tuple[Node, ...] = ()


def narrowed(
    node: Node | None, table: EntitySet, selected: frozenset[str], calendar: Calendar
) -> Narrowed:
    """Takes a filter apart; raises Malformed where it needs columns that were not chosen.

    What the layer narrows is judged again by each row where its columns are there: the layer's
    own comparison of texts may be the more generous one.
    """
    where: list[str] = []
    days: list[tuple[date | None, date | None]] = []
    rest: list[Node] = []
    for part in conjuncts(node) if node else ():
        exact = False
        if (bounds := _days(part, table, calendar)) is not None:
            days.append(bounds)
            exact = True
        elif words := _words(part, table):
            where.append(words)
            exact = not isinstance(part, Call)
        if members(part) <= selected:
            rest.append(part)
        elif not exact:
            raise _unchosen(part, selected)
    return Narrowed(
        tuple(where),
        max((first for first, _ in days if first), default=None),
        min((last for _, last in days if last), default=None),
        tuple(rest),
    )


def _unchosen(part: Node, selected: frozenset[str]) -> Malformed:
    missing = ", ".join(sorted(members(part) - selected))
    return Malformed("This filter needs columns that were not chosen: {missing}.", missing=missing)


def _days(
    part: Node, table: EntitySet, calendar: Calendar
) -> tuple[date | None, date | None] | None:
    """The first and last day of the periods that a comparison with a day keeps."""
    match part:
        case Comparison(operator, Member(name), Literal(day)) if type(day) is date:
            one = table.column(name)
            if one.kind is Kind.PERIOD and operator != "ne":
                return _bounds(operator, day, Grain(one.word), calendar)
    return None


def _bounds(
    operator: str, day: date, grain: Grain, calendar: Calendar
) -> tuple[date | None, date | None]:
    """The days of the periods of `grain` whose first day compares so with `day`."""
    if not date(1000, 1, 1) <= day <= date(9000, 1, 1):
        raise Malformed("The day {day} is out of reach.", day=day.isoformat())
    held = calendar.period(day, grain)
    following = held.end + timedelta(days=1)
    is_start = held.start == day
    before = held.start - timedelta(days=1)
    match operator:
        case "ge":
            return (day if is_start else following), None
        case "gt":
            return following, None
        case "le":
            return None, held.end
        case "lt":
            return None, (before if is_start else held.end)
    # Equal to a day that begins no period: from the next one until the last one, so never.
    return (day, held.end) if is_start else (following, before)


def _words(part: Node, table: EntitySet) -> str | None:
    """The condition as the metric layer reads it; None for one that it cannot carry."""
    match part:
        case Comparison(operator, Member(name), Literal(value)):
            return _compared(table.column(name), operator, value)
        case Membership(Member(name), values):
            return _among(table.column(name), values)
        case Junction("or", parts):
            return _any(parts, table)
        case Call(function, (Member(name), Literal(str(sought)))) if function in _SEARCHES:
            one = table.column(name)
            if sought and one.kind in (Kind.KEY, Kind.MEMBER):
                return f"{_field(one)} contains {_quoted(sought)}"
    return None


def _compared(one: Property, operator: str, value: Value) -> str | None:
    if one.kind not in (Kind.KEY, Kind.MEMBER):
        return None
    empty = "" if one.kind is Kind.KEY else None
    if value == empty and type(value) is type(empty):
        return {"eq": f"{_field(one)} is null", "ne": f"{_field(one)} is not null"}.get(operator)
    if value is None or (one.kind is Kind.KEY and operator not in _OF_KEYS):
        return None
    return f"{_field(one)} {_WORDS[operator]} {_quoted(value)}"


def _among(one: Property, values: tuple[Value, ...]) -> str | None:
    empty = "" if one.kind is Kind.KEY else None
    if one.kind not in (Kind.KEY, Kind.MEMBER) or empty in values or None in values:
        return None
    return f"{_field(one)} in ({', '.join(_quoted(value) for value in values)})"


def _any(parts: tuple[Node, ...], table: EntitySet) -> str | None:
    """`a eq 1 or a eq 2 or a in (3)` is one list."""
    named: set[str] = set()
    values: list[Value] = []
    for name, value in (pair for part in parts for pair in _equals(part)):
        named.add(name)
        values.append(value)
    if len(named) != 1 or "" in named:
        return None
    return _among(table.column(named.pop()), tuple(values))


def _equals(part: Node) -> Iterator[tuple[str, Value]]:
    match part:
        case Comparison("eq", Member(name), Literal(value)):
            yield name, value
        case Membership(Member(name), values):
            yield from ((name, value) for value in values)
        case _:
            yield "", None


def _field(one: Property) -> str:
    return f"{one.word}.key" if one.kind is Kind.KEY else one.word


def _quoted(value: Value) -> str:
    match value:
        case bool():
            written = "true" if value else "false"
        case datetime() | date():
            written = value.isoformat()
        case Decimal():
            written = format(value, "f")
        case _:
            written = str(value)
    return "'" + written.replace("'", "''") + "'"


def clamped(first: date | None, last: date | None, known: Period) -> Period | None:
    """The wanted days among the known ones; None where they never meet."""
    start, end = max(first or known.start, known.start), min(last or known.end, known.end)
    return Period(start, end) if start <= end else None
