"""Values of a question as ClickHouse takes them: a type in the statement, the text beside it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from vigie.warehouse.dialects.rules.named_parameter import CLOSING, OPENING

LONGEST: Final = 120_000  # bytes; a server takes 131,072 in a value unless it is told otherwise
_MARK: Final = re.compile(f"{OPENING}(\\w+){CLOSING}")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"})
# What its dates can hold; a period that reaches further is cut there.
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2299, 12, 31)


def bound(sql: str, values: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """`sql` with the type of each value in place of its mark, and the texts of those it uses."""
    used: dict[str, str] = {}

    def typed(mark: re.Match[str]) -> str:
        name = mark[1]
        if name not in values:
            return mark[0]
        kind, texts = _written(values[name])
        if len(texts) == 1:
            used[name] = texts[0]
            return f"{{{name}:{kind}}}"
        parts = {f"{name}__{place}": told for place, told in enumerate(texts)}
        used.update(parts)
        return f"arrayConcat({', '.join(f'{{{part}:{kind}}}' for part in parts)})"

    return _MARK.sub(typed, sql), used


def _written(value: object) -> tuple[str, list[str]]:
    """The type of a value and its text; those of its parts for a list too long for one."""
    if isinstance(value, list):
        return _list_type(value), _parts(map(_item, value))
    kind, told = _single(value)
    return kind, [told]


def _single(value: object) -> tuple[str, str]:
    if value is None:
        return "Nullable(String)", "\\N"
    if isinstance(value, bool):
        return "Bool", str(value).lower()
    if isinstance(value, int):
        return "Int64", str(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, datetime):
        return "DateTime64(6, 'UTC')", value.isoformat(sep=" ")
    if isinstance(value, date):
        return "Date32", _day(value)
    return "String", str(value).translate(_ESCAPES)


def _list_type(values: list[object]) -> str:
    some = next((value for value in values if value is not None), None)
    match some:
        case int():
            kind = "Int64"
        case str():
            kind = "String"
        case Decimal():
            kind = _decimal(some)[0]  # the scale of one is that of all
        case _:
            kind = "Date32"
    return f"Array(Nullable({kind}))"


def _parts(items: Iterable[str]) -> list[str]:
    parts: list[list[str]] = [[]]
    size = 0
    for item in items:
        size += len(item.encode()) + 1
        if size > LONGEST and parts[-1]:
            parts.append([])
            size = len(item.encode()) + 1
        parts[-1].append(item)
    return [f"[{','.join(part)}]" for part in parts]


def _item(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, date):
        return f"'{_day(value)}'"
    if isinstance(value, str):
        return "'" + value.translate(_ESCAPES).replace("'", "\\'") + "'"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _decimal(value: Decimal) -> tuple[str, str]:
    exponent = value.as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"Decimal(76, {scale})", f"{value:f}"


def _day(value: date) -> str:
    return min(max(value, FIRST_DAY), LAST_DAY).isoformat()
