"""Values of a question as ClickHouse takes them: a type in the statement, the text beside it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from vigie.warehouse.dialects.rules.named_parameter import CLOSING, OPENING

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
        kind, used[name] = _written(values[name])
        return f"{{{name}:{kind}}}"

    return _MARK.sub(typed, sql), used


def _written(value: object) -> tuple[str, str]:
    """The type of a value and its text."""
    if isinstance(value, list):
        return _list(value)
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


def _list(values: list[object]) -> tuple[str, str]:
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
    return f"Array(Nullable({kind}))", "[" + ",".join(map(_item, values)) + "]"


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
