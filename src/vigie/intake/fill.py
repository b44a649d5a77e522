"""The SQL by which one target column gets its value from a staged relation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vigie.intake.expression import Expression, parse_expression, widened
from vigie.intake.literal import literal, literals
from vigie.intake.mapping import ANYTHING_ELSE, Fill, FillKind
from vigie.intake.reading import LINE, Source, SourceColumn, parse
from vigie.intake.reading.formats import ValueKind
from vigie.kit.errors import Invalid
from vigie.kit.spelling import nearest
from vigie.model.schema import Column, ColumnType
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.names import quote

HOLE: Final = re.compile(r"\{([^{}]+)\}")
_MARK: Final = "\N{SECTION SIGN}"
_NUMBER: Final = ColumnType.DECIMAL
_WIDE: Final = widened(ENGINE_TYPES[_NUMBER])
_VERBATIM: Final = (ColumnType.TEXT, ColumnType.KEY, ColumnType.ENUM)
_READ_AS: Final[Mapping[ValueKind, ColumnType]] = {
    ValueKind.INTEGER: ColumnType.DECIMAL,
    ValueKind.NUMBER: ColumnType.DECIMAL,
    ValueKind.DATE: ColumnType.DATE,
    ValueKind.DATETIME: ColumnType.INSTANT,
    ValueKind.BOOLEAN: ColumnType.BOOLEAN,
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A target's value, and the condition under which the source's text does not read as one."""

    value: str
    unreadable: str | None = None


def fill_sql(fill: Fill, target: Column, source: Source, prefix: str) -> Filled:
    """How `fill` makes `target` from a row of `source`.

    Raises Invalid when the fill names a column that the source does not have.
    """
    filled = _typed(fill, target, source)
    if target.type is ColumnType.ENUM:
        return Filled(_canonical(filled.value, target), filled.unreadable)
    if target.type is ColumnType.KEY and prefix:
        return Filled(f"{literal(prefix)} || {filled.value}", filled.unreadable)
    return filled


def condition_sql(condition: str, source: Source) -> str:
    """`where`, true also where it cannot be told because a value does not read.

    Such a row must reach the quarantine, not vanish.
    """
    expression = parse_expression(condition, _names(source), _token)
    said, unreadable = _evaluated(expression, source)
    return f"coalesce({said}, {unreadable or 'FALSE'})"


def required_column(source: Source, name: str) -> SourceColumn:
    """The source's column; raises Invalid, with the nearest one, when there is none."""
    column = source.column(name)
    if column is None:
        raise Invalid(
            "{source} has no column '{name}'; did you mean '{guess}'?",
            source=source.name,
            name=name,
            guess=nearest(name, _names(source)) or ", ".join(_names(source)[:5]),
        )
    return column


def text_of(column: SourceColumn) -> str:
    """The column's text, blanks as NULL."""
    return parse(column, ColumnType.KEY)


def ordinal_column(name: str) -> str:
    """Where a numbered relation holds the ordinal of the target column `name`."""
    return quote(f"#ordinal {name}")


def ordinal(name: str, fill: Fill, source: Source) -> str:
    """The row's number in its group, under the name that a numbered relation has for it."""
    group = ", ".join(text_of(required_column(source, column)) for column in fill.group)
    counted = f"row_number() OVER (PARTITION BY {group} ORDER BY {quote(LINE)})"
    return f"{counted} AS {ordinal_column(name)}"


def columns_read(fill: Fill, source: Source) -> tuple[SourceColumn, ...]:
    """The source columns that a fill looks at."""
    if fill.kind is FillKind.EXPRESSION:
        names = parse_expression(fill.source, _names(source)).columns
    elif fill.kind is FillKind.TEMPLATE:
        names = tuple(HOLE.findall(fill.source))
    elif fill.kind is FillKind.ORDINAL:
        names = fill.group
    else:
        names = (fill.source,) if fill.kind is FillKind.COLUMN else ()
    return tuple(required_column(source, name) for name in names)


def _token(name: str) -> str:
    """A stand-in for a column in an expression's SQL, which no file's column is called."""
    return f"{_MARK}{name}"


def _typed(fill: Fill, target: Column, source: Source) -> Filled:
    match fill.kind:
        case FillKind.COLUMN:
            return _column(fill, target, required_column(source, fill.source))
        case FillKind.TEMPLATE:
            return Filled(_cast(_translated(_template(fill, source), fill, target), target))
        case FillKind.EXPRESSION:
            return _expression(fill, target, source)
        case FillKind.VALUE:
            return Filled(_cast(literal(fill.source), target))
        case FillKind.ORDINAL:
            return Filled(_cast(_ordinal(fill, target, source), target))


def _column(fill: Fill, target: Column, column: SourceColumn) -> Filled:
    text = text_of(column)
    value = parse(column, ColumnType.TEXT if target.type is ColumnType.ENUM else target.type)
    if fill.values:
        value = _translated(text, fill, target, otherwise=value)
    if target.type in _VERBATIM:
        return Filled(value)
    return Filled(value, f"({text} IS NOT NULL AND {value} IS NULL)")


def _template(fill: Fill, source: Source) -> str:
    """The template with its holes filled; NULL where one of them is blank."""
    parts: list[str] = []
    for place, piece in enumerate(HOLE.split(fill.source)):
        if place % 2:
            parts.append(text_of(required_column(source, piece)))
        elif piece:
            parts.append(literal(piece))
    return " || ".join(f"({part})" for part in parts) or "NULL"


def _ordinal(fill: Fill, target: Column, source: Source) -> str:
    """The row's number in its group; a key also holds the group, to be unique in the table.

    While a mapping is looked at, no row is numbered: any number will do.
    """
    group = [text_of(required_column(source, name)) for name in fill.group]
    number = ordinal_column(target.name) if source.numbered else quote(LINE)
    if target.type not in _VERBATIM:
        return number
    return " || '-' || ".join([*(f"({part})" for part in group), f"({number})"])


def _expression(fill: Fill, target: Column, source: Source) -> Filled:
    expression = parse_expression(fill.source, _names(source), _token)
    value, unreadable = _evaluated(expression, source)
    return Filled(_cast(_translated(value, fill, target), target), unreadable)


def _evaluated(expression: Expression, source: Source) -> tuple[str, str | None]:
    """The expression over typed values, and when one of these is filled yet does not read."""
    values: dict[str, str] = {}
    unreadable: list[str] = []
    for name in expression.columns:
        column = required_column(source, name)
        kind = _read_as(column, expression)
        typed = parse(column, kind)
        values[quote(_token(name))] = f"({typed})::{_WIDE}" if kind is _NUMBER else f"({typed})"
        if kind is not ColumnType.TEXT:
            unreadable.append(f"({text_of(column)} IS NOT NULL AND {typed} IS NULL)")
    tokens = "|".join(re.escape(token) for token in values) or "$^"
    sql = re.sub(tokens, lambda token: values[token[0]], expression.sql)
    return f"TRY({sql})", f"({' OR '.join(unreadable)})" if unreadable else None


def _read_as(column: SourceColumn, expression: Expression) -> ColumnType:
    """What an expression sees: what the column looks like, unless its use says otherwise."""
    kind = _READ_AS.get(column.kind, ColumnType.TEXT)
    if column.name in expression.texts:
        return ColumnType.TEXT
    if column.name in expression.numbers:
        return _NUMBER if kind is ColumnType.TEXT else kind
    if column.name in expression.words and kind in (_NUMBER, ColumnType.BOOLEAN):
        return ColumnType.TEXT
    return kind


def _translated(text: str, fill: Fill, target: Column, otherwise: str | None = None) -> str:
    """`text` through the fill's `values`; blanks stay blank."""
    if not fill.values:
        return text
    known = " ".join(
        f"WHEN {literal(said.strip().casefold())} THEN {_cast(literal(meant), target)}"
        for said, meant in fill.values.items()
        if said != ANYTHING_ELSE
    )
    rest = otherwise or text
    if ANYTHING_ELSE in fill.values:
        rest = _cast(literal(fill.values[ANYTHING_ELSE]), target)
        rest = f"CASE WHEN {text} IS NOT NULL THEN {rest} END"
    return f"CASE lower(trim(({text})::VARCHAR)) {known} ELSE {rest} END" if known else rest


def _canonical(value: str, target: Column) -> str:
    """An enum's word as the model writes it, letter case, spaces and hyphens aside."""
    loose = f"replace(replace(lower(trim({value})), ' ', '_'), '-', '_')"
    return f"CASE WHEN {loose} IN ({literals(target.values)}) THEN {loose} ELSE {value} END"


def _cast(value: str, target: Column) -> str:
    if target.type in _VERBATIM:
        return f"({value})::VARCHAR"
    return f"TRY_CAST({value} AS {ENGINE_TYPES[target.type]})"


def _names(source: Source) -> tuple[str, ...]:
    return tuple(column.name for column in source.columns)
