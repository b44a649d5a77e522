"""The words of `$filter`, read into a tree; nothing of it is ever pasted into SQL."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from vigie.web.odata.problems import Malformed, Unsupported

Value = None | bool | Decimal | str | date | datetime

LONGEST: Final = 20_000  # characters of a filter
DEEPEST: Final = 40  # brackets within brackets
COMPARED: Final = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
_TURNED: Final = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_CONSTANTS: Final[dict[str, Value]] = {"null": None, "true": True, "false": False}
_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)
      | (?P<date>\d{4}-\d\d-\d\d(?!\w))
      | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?!\w))
      | (?P<word>[^\W\d]\w*)
      | (?P<mark>[(),])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value."""

    value: Value


@dataclass(frozen=True, slots=True)
class Member:
    """A column."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of other values."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right`; a literal alone stands on the right."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Membership:
    """`subject in (values)`."""

    subject: "Node"
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Junction:
    """Parts that must all hold (`and`), or of which one must (`or`)."""

    operator: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """What must not hold."""

    part: "Node"


Node = Literal | Member | Call | Comparison | Membership | Junction | Negation


def parse_filter(words: str) -> Node:
    """The tree of a `$filter`; raises Malformed, or Unsupported for what the feed leaves out."""
    if len(words) > LONGEST:
        raise Malformed("The filter is longer than {most} characters.", most=LONGEST)
    return _Parser(words).whole()


def conjuncts(node: Node) -> Iterator[Node]:
    """The parts that must all hold."""
    if isinstance(node, Junction) and node.operator == "and":
        for part in node.parts:
            yield from conjuncts(part)
    else:
        yield node


def members(node: Node) -> frozenset[str]:
    """The columns that a tree names."""
    match node:
        case Member(name):
            return frozenset({name})
        case Literal():
            return frozenset()
        case Call(_, parts) | Junction(_, parts):
            return frozenset().union(*(members(part) for part in parts))
        case Comparison(_, left, right):
            return members(left) | members(right)
        case Membership(subject, _) | Negation(subject):
            return members(subject)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    said: str
    place: int


class _Parser:
    """Reads from left to right; `not` binds closest, then comparisons, `and`, `or`."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._tokens = list(_tokens(words))
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._or()
        if self._next < len(self._tokens):
            raise self._unexpected()
        return node

    def _or(self) -> Node:
        parts = [self._and()]
        while self._takes("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Junction("or", tuple(parts))

    def _and(self) -> Node:
        parts = [self._not()]
        while self._takes("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Junction("and", tuple(parts))

    def _not(self) -> Node:
        if not self._takes("not"):
            return self._comparison()
        self._deeper()
        part = self._not()
        self._depth -= 1
        return Negation(part)

    def _comparison(self) -> Node:
        left = self._operand()
        word = self._peek().said
        if word in COMPARED:
            self._next += 1
            right = self._operand()
            if isinstance(left, Literal) and not isinstance(right, Literal):
                return Comparison(_TURNED.get(word, word), right, left)
            return Comparison(word, left, right)
        if self._takes("in"):
            return Membership(left, self._list())
        return left

    def _operand(self) -> Node:
        token = self._peek()
        self._next += 1
        if token.kind == "mark" and token.said == "(":
            self._deeper()
            node = self._or()
            self._expect(")")
            self._depth -= 1
            return node
        if token.kind == "word" and token.said not in _CONSTANTS:
            return self._call(token) if self._takes("(") else Member(token.said)
        return Literal(self._value(token))

    def _call(self, token: _Token) -> Call:
        self._deeper()
        arguments = [self._or()]
        while self._takes(","):
            arguments.append(self._or())
        self._expect(")")
        self._depth -= 1
        return Call(token.said, tuple(arguments))

    def _list(self) -> tuple[Value, ...]:
        self._expect("(")
        values = [self._constant()]
        while self._takes(","):
            values.append(self._constant())
        self._expect(")")
        return tuple(values)

    def _constant(self) -> Value:
        token = self._peek()
        self._next += 1
        return self._value(token)

    def _value(self, token: _Token) -> Value:
        try:
            match token.kind:
                case "text":
                    return token.said[1:-1].replace("''", "'")
                case "number":
                    return Decimal(token.said)
                case "date":
                    return date.fromisoformat(token.said)
                case "instant":
                    return datetime.fromisoformat(token.said)
        except ValueError as error:
            raise self._unexpected(token) from error
        if token.said in _CONSTANTS:
            return _CONSTANTS[token.said]
        raise self._unexpected(token)

    def _peek(self) -> _Token:
        if self._next < len(self._tokens):
            return self._tokens[self._next]
        return _Token("end", "", len(self._words))

    def _takes(self, word: str) -> bool:
        token = self._peek()
        if token.said != word or token.kind == "text":
            return False
        self._next += 1
        return True

    def _expect(self, mark: str) -> None:
        if not self._takes(mark):
            raise self._unexpected()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Malformed("The filter has more than {most} brackets in brackets.", most=DEEPEST)

    def _unexpected(self, token: _Token | None = None) -> Malformed:
        token = token or self._peek()
        return Malformed(
            "The filter cannot be read from character {place} on, at '{rest}'.",
            place=token.place + 1,
            rest=self._words[token.place : token.place + 20],
        )


def _tokens(words: str) -> Iterator[_Token]:
    place = 0
    words = words.rstrip()
    while place < len(words):
        match = _TOKEN.match(words, place)
        if match is None:
            raise Unsupported(
                "The filter holds '{rest}', which this feed does without: compare columns with "
                "values, and join the comparisons with and, or, not.",
                rest=words[place : place + 20],
            )
        kind = str(match.lastgroup)
        yield _Token(kind, match[kind], match.start(kind))
        place = match.end()
