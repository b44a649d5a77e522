"""`field op value`: the words of a filter, parsed, typed, never pasted into SQL."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Text, text
from vigie.model.schema import NUMERIC_TYPES, ColumnType

Value = str | Decimal | date | datetime | bool


class Operator(StrEnum):
    """How a field is compared; the negative ones keep rows where the field is not filled."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    IN = "in"
    NOT_IN = "not in"
    LIKE = "like"
    CONTAINS = "contains"
    IS_NULL = "is null"
    IS_NOT_NULL = "is not null"

    @property
    def takes_list(self) -> bool:
        return self in (Operator.IN, Operator.NOT_IN)

    @property
    def takes_nothing(self) -> bool:
        return self in (Operator.IS_NULL, Operator.IS_NOT_NULL)

    @property
    def is_textual(self) -> bool:
        return self in (Operator.LIKE, Operator.CONTAINS)


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter as written; `values` are still words."""

    field: str
    operator: Operator
    values: tuple[str, ...]


_FIELD: Final = r"(?P<field>[^\W\d][\w]*(?:\.[^=<>!]+?)?)"
_OPERATOR: Final = (
    r"(?P<operator>is\s+not\s+null|is\s+null|not\s+in|in|not\s+like|like|contains"
    r"|!=|<>|<=|>=|==|=|<|>)"
)
_WORDS: Final = re.compile(
    rf"\s*{_FIELD}\s*(?:(?<=\s)|(?=[=<>!])){_OPERATOR}(?P<value>.*)", re.IGNORECASE | re.DOTALL
)
_SPELLINGS: Final = {"<>": "!=", "==": "="}
_ITEM: Final = re.compile(r"\s*(?:'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"|([^,'\"()]+?))\s*(,|$)")


def parse_condition(words: str) -> Condition:
    """The filter that `words` express, as in `channel = 'online'` or `region in (A, B)`."""
    match = _WORDS.fullmatch(words)
    if not match:
        raise Invalid(
            "'{words}' is not a filter: write field, operator and value, as in {example}.",
            words=words,
            example="channel = 'online'",
        )
    spelling = " ".join(match["operator"].lower().split())
    spelling = _SPELLINGS.get(spelling, spelling)
    if spelling not in list(Operator):
        raise _bad_operator(spelling)
    operator = Operator(spelling)
    return Condition(match["field"].strip(), operator, _values(operator, match["value"], words))


def _values(operator: Operator, written: str, words: str) -> tuple[str, ...]:
    written = written.strip()
    if operator.takes_nothing:
        if written:
            raise _unreadable(words, text("nothing follows '{operator}'", operator=operator.value))
        return ()
    if operator.takes_list:
        if not (written.startswith("(") and written.endswith(")")):
            raise _unreadable(words, text("a list stands in brackets, as in (A, B)"))
        return tuple(_items(written[1:-1], words))
    values = (written,) if written and written[0] not in "'\"" else tuple(_items(written, words))
    if len(values) != 1:
        raise _unreadable(words, text("one value is expected"))
    return values


def _items(written: str, words: str) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(written) or not found:
        match = _ITEM.match(written, place)
        if not match:
            raise _unreadable(words, text("a value is missing or its quotes do not close"))
        single, double, bare, comma = match.groups()
        if single is not None:
            found.append(single.replace("''", "'"))
        elif double is not None:
            found.append(double.replace('""', '"'))
        else:
            found.append(bare)
        place = match.end()
        if not comma:
            break
    return found


def typed(condition: Condition, kind: ColumnType) -> tuple[Value, ...]:
    """The condition's values as `kind` holds them; raises Invalid for a value of another kind."""
    if condition.operator.is_textual and kind not in _TEXTS:
        raise Invalid(
            "'{operator}' compares texts, but '{field}' holds a {kind}: use =, < or >.",
            operator=condition.operator.value,
            field=condition.field,
            kind=kind.value,
        )
    return tuple(_typed(value, kind, condition.field) for value in condition.values)


def _typed(word: str, kind: ColumnType, field: str) -> Value:
    try:
        if kind in NUMERIC_TYPES:
            number = Decimal(word)
            if not number.is_finite():
                raise InvalidOperation
            return number
        if kind is ColumnType.DATE:
            return date.fromisoformat(word)
        if kind is ColumnType.INSTANT:
            return datetime.fromisoformat(word)
        if kind is ColumnType.BOOLEAN:
            return _BOOLEANS[word.lower()]
    except (ValueError, InvalidOperation, KeyError) as error:
        raise Invalid(
            "'{word}' is not a {kind}, which is what '{field}' holds: write {example}.",
            word=word,
            kind=_KIND_WORDS.get(kind, text("number")),
            field=field,
            example=_EXAMPLES.get(kind, "12.5"),
        ) from error
    return word


def _bad_operator(spelling: str) -> Invalid:
    return Invalid(
        "'{operator}' is not an operator here; known: {known}.",
        operator=spelling,
        known=", ".join(Operator),
    )


def _unreadable(words: str, reason: Text) -> Invalid:
    return Invalid("The filter '{words}' cannot be read: {reason}.", words=words, reason=reason)


_TEXTS: Final = (ColumnType.TEXT, ColumnType.KEY, ColumnType.ENUM, ColumnType.JSON)
_BOOLEANS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_KIND_WORDS: Final = {
    ColumnType.DATE: text("date"),
    ColumnType.INSTANT: text("date"),
    ColumnType.BOOLEAN: text("yes or no"),
}
_EXAMPLES: Final = {
    ColumnType.DATE: "2026-03-31",
    ColumnType.INSTANT: "2026-03-31",
    ColumnType.BOOLEAN: "true",
}
