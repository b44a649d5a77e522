"""Whether a row passes a filter: OData's own rules, with null for what is not known."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final

from vigie.kit.i18n import text
from vigie.web.odata.problems import Malformed, Unsupported
from vigie.web.odata.sets import Edm, EntitySet
from vigie.web.odata.syntax import (
    Call,
    Comparison,
    Junction,
    Literal,
    Member,
    Membership,
    Negation,
    Node,
    Value,
)

TEXT: Final = "text"
NUMBER: Final = "number"
DATE: Final = "date"
INSTANT: Final = "instant"
BOOLEAN: Final = "boolean"
_KINDS: Final[Mapping[Edm, str]] = {
    Edm.TEXT: TEXT,
    Edm.DATE: DATE,
    Edm.INSTANT: INSTANT,
    Edm.INTEGER: NUMBER,
    Edm.DECIMAL: NUMBER,
    Edm.NUMBER: NUMBER,
    Edm.BOOLEAN: BOOLEAN,
}
_ORDERED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"lt": lt, "le": le, "gt": gt, "ge": ge}
_Functions = Mapping[str, tuple[tuple[str, ...], str, Callable[..., Any]]]
FUNCTIONS: Final[_Functions] = {
    "contains": ((TEXT, TEXT), BOOLEAN, lambda whole, part: part in whole),
    "startswith": ((TEXT, TEXT), BOOLEAN, lambda whole, part: whole.startswith(part)),
    "endswith": ((TEXT, TEXT), BOOLEAN, lambda whole, part: whole.endswith(part)),
    "tolower": ((TEXT,), TEXT, lambda whole: whole.lower()),
    "toupper": ((TEXT,), TEXT, lambda whole: whole.upper()),
    "trim": ((TEXT,), TEXT, lambda whole: whole.strip()),
    "length": ((TEXT,), NUMBER, lambda whole: Decimal(len(whole))),
    "year": ((DATE,), NUMBER, lambda day: Decimal(day.year)),
    "month": ((DATE,), NUMBER, lambda day: Decimal(day.month)),
    "day": ((DATE,), NUMBER, lambda day: Decimal(day.day)),
}


def judged(node: Node, table: EntitySet) -> Node:
    """The tree, once its columns and kinds of values are known to fit; raises Malformed."""
    if _kind(node, table) not in (BOOLEAN, None):
        raise Malformed("A filter is a condition that holds or not, as in region eq 'Bretagne'.")
    return node


def passes(node: Node, row: Mapping[str, Any]) -> bool:
    """Whether the condition is true of a row; what is not known is not true."""
    return _value(node, row) is True


def _kind(node: Node, table: EntitySet) -> str | None:
    """What kind of value a tree has; None: null, which fits anything."""
    match node:
        case Literal(value):
            return _kind_of(value)
        case Member(name):
            return _KINDS[table.column(name).type]
        case Call(function, arguments):
            return _of_call(function, arguments, table)
        case Comparison(_, left, right):
            _same(_kind(left, table), _kind(right, table))
        case Membership(subject, values):
            for value in values:
                _same(_kind(subject, table), _kind_of(value))
        case Junction(_, parts):
            for part in parts:
                judged(part, table)
        case Negation(part):
            judged(part, table)
    return BOOLEAN


def _of_call(function: str, arguments: tuple[Node, ...], table: EntitySet) -> str:
    if function not in FUNCTIONS:
        raise Unsupported(
            "The function '{function}' is not offered; known: {known}.",
            function=function,
            known=", ".join(FUNCTIONS),
        )
    wanted, given, _ = FUNCTIONS[function]
    if len(arguments) != len(wanted):
        raise Malformed("'{function}' takes {count} values.", function=function, count=len(wanted))
    for argument, kind in zip(arguments, wanted, strict=True):
        _same(_kind(argument, table), kind)
    return given


def _kind_of(value: Value) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return BOOLEAN
        case str():
            return TEXT
        case datetime():
            return INSTANT
        case date():
            return DATE
        case _:
            return NUMBER


def _same(one: str | None, other: str | None) -> None:
    if one is not None and other is not None and one != other:
        raise Malformed(
            "A {one} is not compared with a {other} in a filter.",
            one=KIND_WORDS[one],
            other=KIND_WORDS[other],
        )


def _value(node: Node, row: Mapping[str, Any]) -> Any:
    match node:
        case Literal(value):
            return value
        case Member(name):
            return row[name]
        case Call(function, arguments):
            given = [_value(argument, row) for argument in arguments]
            return None if None in given else FUNCTIONS[function][2](*given)
        case Comparison(operator, left, right):
            return _compared(operator, _value(left, row), _value(right, row))
        case Membership(subject, values):
            held = _value(subject, row)
            return any(_compared("eq", held, value) for value in values)
        case Junction("and", parts):
            return _all([_value(part, row) for part in parts])
        case Junction(_, parts):
            denied = _all([_denied(_value(part, row)) for part in parts])
            return _denied(denied)
        case Negation(part):
            return _denied(_value(part, row))


def _compared(operator: str, left: Any, right: Any) -> bool:
    if operator in ("eq", "ne"):
        return bool(_exact(left) == _exact(right)) is (operator == "eq")
    if left is None or right is None:
        return False
    return _ORDERED[operator](_exact(left), _exact(right))


def _exact(value: Any) -> Any:
    """A rate as the decimal that it prints as: 0.1 written is 0.1 held."""
    return Decimal(str(value)) if isinstance(value, float) else value


def _all(values: list[Any]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _denied(value: Any) -> bool | None:
    return None if value is None else not value


KIND_WORDS: Final = {
    TEXT: text("text"),
    NUMBER: text("number"),
    DATE: text("date"),
    INSTANT: text("point in time"),
    BOOLEAN: text("yes or no"),
}
