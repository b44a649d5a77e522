"""Scalar SQL that a mapping may say over source columns: parsed, allow-listed, made exact."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from vigie.kit.errors import Invalid
from vigie.kit.spelling import nearest

_FUNCTIONS: Final = (
    exp.Abs,
    exp.Ceil,
    exp.Coalesce,
    exp.Concat,
    exp.ConcatWs,
    exp.Contains,
    exp.CurrentDate,
    exp.Date,
    exp.DateDiff,
    exp.DateFromParts,
    exp.Day,
    exp.EndsWith,
    exp.Extract,
    exp.Floor,
    exp.Greatest,
    exp.If,
    exp.LastDay,
    exp.Least,
    exp.Left,
    exp.Length,
    exp.Lower,
    exp.Month,
    exp.Nullif,
    exp.Pad,
    exp.RegexpExtract,
    exp.RegexpLike,
    exp.RegexpReplace,
    exp.Replace,
    exp.Right,
    exp.Round,
    exp.Sign,
    exp.SplitPart,
    exp.StartsWith,
    exp.StrPosition,
    exp.StrToTime,
    exp.Substring,
    exp.TimestampTrunc,
    exp.DateTrunc,
    exp.Trim,
    exp.Upper,
    exp.Year,
)
_OPERATORS: Final = (
    exp.Add,
    exp.And,
    exp.Between,
    exp.Boolean,
    exp.Case,
    exp.Cast,
    exp.Column,
    exp.DPipe,
    exp.DataType,
    exp.DataTypeParam,
    exp.Div,
    exp.EQ,
    exp.GT,
    exp.GTE,
    exp.ILike,
    exp.Identifier,
    exp.In,
    exp.IntDiv,
    exp.Interval,
    exp.Is,
    exp.LT,
    exp.LTE,
    exp.Like,
    exp.Literal,
    exp.Mod,
    exp.Mul,
    exp.NEQ,
    exp.Neg,
    exp.Not,
    exp.Null,
    exp.Or,
    exp.Paren,
    exp.Sub,
    exp.TryCast,
    exp.Tuple,
    exp.Var,
)
_BY_NAME: Final = ("try_strptime", "strip_accents", "nfc_normalize")
_ARITHMETIC: Final = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Abs, exp.Round)
_COMPARISON: Final = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_TEXTUAL: Final = (
    exp.Concat,
    exp.ConcatWs,
    exp.Contains,
    exp.DPipe,
    exp.EndsWith,
    exp.ILike,
    exp.Left,
    exp.Length,
    exp.Like,
    exp.Lower,
    exp.Pad,
    exp.RegexpExtract,
    exp.RegexpLike,
    exp.RegexpReplace,
    exp.Replace,
    exp.Right,
    exp.SplitPart,
    exp.StartsWith,
    exp.StrPosition,
    exp.StrToTime,
    exp.Substring,
    exp.Trim,
    exp.Upper,
    exp.Anonymous,  # all that a mapping may call by name work on text
)
_QUOTIENT: Final = "DECIMAL(28,10)"  # the engine divides decimals as floats: made decimal again


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression and the source columns that it reads, as the source writes them."""

    sql: str
    columns: tuple[str, ...]
    numbers: frozenset[str]  # those it counts with
    texts: frozenset[str]  # those it takes apart as text
    words: frozenset[str]  # those it compares with a word

    def __str__(self) -> str:
        return self.sql


def parse_expression(
    source: str, known: Iterable[str], rename: Callable[[str], str] = str
) -> Expression:
    """Checks `source` against the `known` columns; `rename` gives a column's name in the SQL.

    Raises Invalid for what is not scalar SQL, or names an unknown column or function.
    """
    columns = {name.casefold(): name for name in known}
    tree = _tree(source)
    for node in tree.walk():
        _allow(node, source)
    used: dict[str, None] = {}
    uses: list[set[str]] = [set(), set(), set()]
    for column in list(tree.find_all(exp.Column)):
        name = _known(column, columns, source)
        used[name] = None
        for found, names in zip((_counted, _spelled, _named), uses, strict=True):
            if found(column):
                names.add(name)
        column.set("this", exp.to_identifier(rename(name), quoted=True))
    return Expression(made_exact(tree).sql(dialect="duckdb"), tuple(used), *map(frozenset, uses))


def widened(decimal: str) -> str:
    """The engine's decimal type with room for products.

    Two factors of up to 18 digits would get a product of 18, which a large amount overflows.
    """
    return re.sub(r"\(\d+,", "(28,", decimal)


def made_exact(tree: exp.Expr) -> exp.Expr:
    """The same expression, whose divisions yield decimals, and NULL instead of an infinity."""
    for division in reversed(list(tree.find_all(exp.Div))):
        _exact(division)
    return tree


def _tree(source: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(source, dialect="duckdb")
    except SqlglotError as error:
        raise Invalid(
            "'{source}' is not an SQL expression: write one such as Quantity * UnitPrice.",
            source=source,
        ) from error
    return exp.paren(tree) if isinstance(tree, exp.Condition) else tree


def _allow(node: exp.Expr, source: str) -> None:
    if isinstance(node, exp.Anonymous):
        if node.name.lower() in _BY_NAME:
            return
        words = [*_BY_NAME, *(name.lower() for kind in _FUNCTIONS for name in kind.sql_names())]
        raise Invalid(
            "'{source}' calls {name}, which a mapping cannot use; did you mean {guess}?",
            source=source,
            name=node.name,
            guess=nearest(node.name.lower(), words) or "coalesce",
        )
    if isinstance(node, exp.In) and node.args.get("query"):
        raise Invalid("'{source}' asks another table: only this row can be read.", source=source)
    if not isinstance(node, _FUNCTIONS + _OPERATORS):
        raise Invalid(
            "'{source}' uses {word}, which a mapping cannot say: keep to operators and scalar "
            "functions over the file's columns.",
            source=source,
            word=node.key.upper(),
        )


def _known(column: exp.Column, columns: dict[str, str], source: str) -> str:
    name = columns.get(column.name.casefold())
    if name is None or column.table:
        raise Invalid(
            "'{source}' names the column '{name}', which the file does not have; "
            "did you mean '{guess}'?",
            source=source,
            name=column.sql(),
            guess=nearest(column.name, columns.values()) or next(iter(columns.values()), ""),
        )
    return name


def _counted(column: exp.Column) -> bool:
    """Whether the column stands where only a number makes sense."""
    parent = _place(column)
    if isinstance(parent, _ARITHMETIC):
        return True
    return isinstance(parent, _COMPARISON) and any(
        isinstance(side, exp.Literal) and not side.is_string for side in parent.iter_expressions()
    )


def _spelled(column: exp.Column) -> bool:
    """Whether the column stands where only text makes sense."""
    return isinstance(_place(column), _TEXTUAL)


def _named(column: exp.Column) -> bool:
    """Whether the column is held against a word, as in State = 'CA'."""
    parent = _place(column)
    return isinstance(parent, (exp.In, *_COMPARISON)) and any(
        isinstance(side, exp.Literal) and side.is_string for side in parent.iter_expressions()
    )


def _place(column: exp.Column) -> exp.Expr | None:
    """What uses the column, brackets and stand-ins for blanks aside."""
    parent = column.parent
    while isinstance(parent, exp.Paren | exp.Coalesce):
        parent = parent.parent
    return parent


def _exact(division: exp.Div) -> None:
    divisor = exp.Nullif(this=division.expression, expression=exp.Literal.number(0))
    quotient = exp.Div(this=division.this, expression=divisor)
    decimal = exp.DataType.build(_QUOTIENT, dialect="duckdb")
    division.replace(exp.Cast(this=quotient, to=decimal))
