"""Received text → typed value, as an SQL expression: NULL where a value does not parse.

What counts as a number or a date is said once, in `number` and `dates`; this module only says it
to the engine. Numbers never pass through binary floats.
"""

from collections.abc import Sequence

from vigie.intake.reading import dates
from vigie.intake.reading.formats import EXCEL_SERIAL, NumberFormat, ValueKind
from vigie.intake.reading.months import MONTHS
from vigie.intake.reading.number import NEGATIVE, body, shape, thousands_marks
from vigie.intake.reading.source import SourceColumn
from vigie.intake.reading.words import FALSE, TRUE
from vigie.model.schema import NUMERIC_TYPES, ColumnType
from vigie.warehouse.ddl import ENGINE_TYPES
from vigie.warehouse.names import quote

_NUMERIC_KINDS = frozenset({ValueKind.INTEGER, ValueKind.NUMBER})
_DATE_KINDS = frozenset({ValueKind.DATE, ValueKind.DATETIME})


def parse(column: SourceColumn, target: ColumnType) -> str:
    """The typed value of `column` for a model column of type `target`.

    The expression stands over the staged relation. Empty and blank cells are NULL, and so is a
    value that does not parse, or that the engine's type cannot hold.
    """
    name = quote(column.name)
    if target is ColumnType.INTEGER:
        return _integer(column, name)
    if target in NUMERIC_TYPES:
        return f"TRY_CAST({number_text(column, name)} AS {ENGINE_TYPES[target]})"
    if target is ColumnType.DATE:
        return _day(column, name)
    if target is ColumnType.INSTANT:
        return _instant(column, name)
    if target is ColumnType.BOOLEAN:
        return boolean(name)
    if target is ColumnType.JSON:
        return f"TRY_CAST({name} AS JSON)"
    return _text(column, name, target)


def literal(value: str) -> str:
    """`value` as an SQL string."""
    return "'" + value.replace("'", "''") + "'"


def matches(expression: str, regex: str) -> str:
    """Whether a whole value matches `regex`, as SQL."""
    return f"regexp_full_match({expression}, {literal(regex)})"


def boolean(name: str) -> str:
    """TRUE, FALSE or NULL, as SQL."""
    word = f"lower(trim({name}))"
    yes, no = f"{word} IN ({_list(TRUE)})", f"{word} IN ({_list(FALSE)})"
    return f"CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END"


def number_text(column: SourceColumn, name: str) -> str:
    """The column's numbers in the engine's own notation, NULL for what is no number."""
    form = column.number
    if column.uniform and column.kind in _NUMERIC_KINDS:
        return name if form.decimal == "." else f"replace({name}, ',', '.')"
    return _number(name, form)


def moment(name: str, date_format: str | None, time_zone: str) -> str:
    """A TIMESTAMP (wall clock in `time_zone`) or NULL, as SQL."""
    if date_format == EXCEL_SERIAL:
        return _serial(_number(name, NumberFormat()))
    iso = f"WHEN {matches(name, dates.ISO_SHAPE)} THEN {_iso(name, time_zone)}"
    if date_format in (None, dates.ISO):
        return f"CASE {iso} END"
    assert date_format is not None  # noqa: S101  ruled out above
    fits = matches(name, dates.shape(date_format))
    return f"CASE WHEN {fits} THEN {_formatted(name, date_format)} {iso} END"


def _text(column: SourceColumn, name: str, target: ColumnType) -> str:
    if column.whole_floats and target is ColumnType.KEY:
        return f"regexp_replace(nullif(trim({name}), ''), '\\.0+$', '')"
    if not column.padded:
        return name
    if target is ColumnType.TEXT:
        return f"CASE WHEN trim({name}) <> '' THEN {name} END"
    return f"nullif(trim({name}), '')"


def _integer(column: SourceColumn, name: str) -> str:
    text = number_text(column, name)
    if column.uniform and column.kind is ValueKind.INTEGER:
        return f"TRY_CAST({text} AS BIGINT)"
    exact = f"TRY_CAST({text} AS DECIMAL(38,9))"
    # A cast alone would round 12.6 to 13.
    return f"CASE WHEN {exact} = trunc({exact}) THEN TRY_CAST({exact} AS BIGINT) END"


def _day(column: SourceColumn, name: str) -> str:
    if column.uniform and column.kind in _DATE_KINDS and column.date_format in (None, dates.ISO):
        return f"TRY_CAST({name} AS DATE)"
    return f"CAST({_instant(column, name)} AS DATE)"


def _instant(column: SourceColumn, name: str) -> str:
    date_format = column.date_format
    if not (column.uniform and column.kind in _DATE_KINDS) or date_format == EXCEL_SERIAL:
        return moment(name, date_format, column.time_zone)
    if date_format in (None, dates.ISO):
        return f"TRY_CAST({name} AS TIMESTAMP)"
    assert date_format is not None  # noqa: S101  ruled out above
    return _formatted(name, date_format)


def _number(name: str, form: NumberFormat) -> str:
    return f"CASE WHEN {matches(name, shape(form))} THEN {_exact(name, form)} END"


def _exact(name: str, form: NumberFormat) -> str:
    """Digits with a point and a leading minus: what the engine casts without losing any."""
    digits = f"regexp_extract({name}, {literal(body(form))})"
    if marks := thousands_marks(form):
        digits = f"translate({digits}, {literal(marks)}, '')"
    if form.decimal != ".":
        digits = f"replace({digits}, {literal(form.decimal)}, '.')"
    scaled = f"regexp_matches({name}, '[eE%]')"
    sign = f"CASE WHEN regexp_matches({name}, {literal(NEGATIVE)}) THEN '-' ELSE '' END"
    return f"{sign} || CASE WHEN {scaled} THEN {_shifted(name, digits)} ELSE {digits} END"


def _shifted(name: str, digits: str) -> str:
    """Moves the point as the exponent and the percent sign say.

    The engine's own cast of an exponent rounds wrongly: 5E-6 becomes 0.0001.
    """
    power = f"coalesce(TRY_CAST(regexp_extract({digits}, '[eE](.*)', 1) AS INTEGER), 0)"
    power = f"({power} - CASE WHEN contains({name}, '%') THEN 2 ELSE 0 END)"
    before = f"regexp_extract({digits}, '^[0-9]*')"
    figures = f"{before} || regexp_extract({digits}, '[.]([0-9]*)', 1)"
    point = f"(length({before}) + {power})"
    return (
        f"CASE WHEN {point} <= 0 THEN '0.' || repeat('0', -{point}) || {figures} "
        f"WHEN {point} >= length({figures}) "
        f"THEN {figures} || repeat('0', {point} - length({figures})) "
        f"ELSE left({figures}, {point}) || '.' || substr({figures}, {point} + 1) END"
    )


def _iso(name: str, time_zone: str) -> str:
    zoned = f"regexp_replace(trim({name}), ' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\\1:\\2')"
    local = f"TRY_CAST({zoned} AS TIMESTAMPTZ) AT TIME ZONE {literal(time_zone)}"
    return (
        f"CASE WHEN {matches(name, dates.OFFSET_SHAPE)} THEN {local} "
        f"ELSE TRY_CAST(trim({name}) AS TIMESTAMP) END"
    )


def _formatted(name: str, date_format: str) -> str:
    if dates.is_worded(date_format):
        return _worded(name, date_format)
    return f"try_strptime({name}, [{_list(dates.variants(date_format))}])"


def _worded(name: str, date_format: str) -> str:
    def part(group: int) -> str:
        return f"regexp_extract({name}, {literal('^' + dates.shape(date_format) + '$')}, {group})"

    day, word = (part(2), part(1)) if dates.is_month_first(date_format) else (part(1), part(2))
    century = (
        f"CASE WHEN length({part(3)}) = 4 THEN '' WHEN {part(3)} < '69' THEN '20' ELSE '19' END"
    )
    month = f"CASE strip_accents(lower({word})) {_months()} END"
    return f"TRY_CAST({century} || {part(3)} || '-' || {month} || '-' || {day} AS TIMESTAMP)"


def _months() -> str:
    return " ".join(f"WHEN {literal(word)} THEN '{month}'" for word, month in MONTHS.items())


def _serial(text: str) -> str:
    days = f"TRY_CAST({text} AS DECIMAL(18,9))"
    low, high = dates.SERIAL_RANGE
    seconds = f"CAST(round(({days} - trunc({days})) * 86400) AS BIGINT)"
    return (
        f"CASE WHEN {days} >= {low} AND {days} < {high + 1} THEN TIMESTAMP '1899-12-30' "
        f"+ to_days(CAST(trunc({days}) AS INTEGER)) + to_seconds({seconds}) END"
    )


def _list(words: Sequence[str]) -> str:
    return ", ".join(literal(word) for word in words)
